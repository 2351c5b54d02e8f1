"""What several evaluations say together, and the card that is written from them."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from earwitness_training.__main__ import main
from earwitness_training.evaluate import measures
from earwitness_training.evaluate.evaluation import Evaluation


def entry(layout: str, truth: list[str], named: list[str], labels: list[str], confidence: float = 0.9) -> dict:
    spans = [{"label": label, "score": 0.9, "start": 0.0, "end": 1.0} for label in labels]
    caption = " then ".join(named) or "nothing"
    row = {"layout": layout, "truth": truth, "named": named, "labels": spans}
    return row | {"source": "x", "caption": caption, "confidence": confidence}


def evaluation(fold: int | None, captions: list[dict], per_hour: float = 0.0) -> dict:
    calibration = {"expectedCalibrationError": 0.05, "rocArea": 0.8, "bins": []}
    dogs = {"clips": 2, "named": 2, "labelledRight": 1, "takenFor": {"rain": 1}}
    return {
        "fold": fold,
        "captions": captions,
        "kinds": {"dog_bark": dogs, "sneeze": {"clips": 0, "named": 0, "labelledRight": 0, "takenFor": {}}},
        "unfamiliar": {"rocArea": None},
        "labelCalibration": calibration,
        "captionCalibration": calibration,
        "falseEvents": [{"feed": "silence", "hours": 0.5, "perHour": per_hour}],
        "openVocabulary": [{"list": "known-words", "meanAveragePrecision": 0.7}],
    }


THIRD = evaluation(
    3,
    [
        entry("clip", ["dog_bark"], ["dog_bark"], ["dog_bark"]),
        entry("clip", ["rain"], ["rain", "dog_bark"], ["dog_bark", "rain"]),
        entry("sequence", ["dog_bark", "rain"], ["rain", "dog_bark"], ["rain", "rain"]),
        entry("empty", [], [], []),
    ],
)
FOURTH = evaluation(
    4,
    [
        entry("clip", ["rain"], ["rain"], ["rain"]),
        entry("clip", ["rain"], [], []),
        entry("sequence", ["dog_bark", "rain"], ["dog_bark", "rain"], ["rain", "dog_bark", "keys"]),
        entry("together", ["dog_bark", "rain"], ["rain"], ["rain"]),
        entry("empty", [], ["rain"], []),
    ],
    per_hour=12.0,
)


def write(folder: Path, *found: dict) -> list[str]:
    paths = [folder / f"fold{number}.json" for number, _ in enumerate(found)]
    for path, content in zip(paths, found, strict=True):
        path.write_text(json.dumps(content))
    return [str(path) for path in paths]


@pytest.fixture
def scores(tmp_path):
    found = measures.scores([Evaluation.read(Path(path)) for path in write(tmp_path, THIRD, FOURTH)])
    return {score.name: score for score in found}


def test_each_fold_weighs_the_same(scores):
    assert scores["clipsLabelled"].folds == pytest.approx([0.5, 0.5])
    assert scores["clipsNamed"].folds == pytest.approx([1, 0.5])
    assert scores["clipsNamed"].mean == pytest.approx(0.75)
    assert scores["clipsNamedAlone"].folds == pytest.approx([0.5, 0.5])
    assert scores["falseEvents1"].mean == pytest.approx(6)


def test_a_kind_with_several_spans_counts_once(scores):
    assert scores["scenesLabelPrecision"].folds == pytest.approx([1, 3 / 4])
    assert scores["scenesLabelRecall"].folds == pytest.approx([1 / 2, 3 / 4])
    assert scores["scenesLabelF1"].folds == pytest.approx([2 / 3, 3 / 4])


def test_order_counts_where_both_are_named(scores):
    assert scores["orderRight"].folds == pytest.approx([0, 1])
    assert scores["scenesBothNamed"].folds == pytest.approx([1, 1 / 2])


def test_what_a_fold_says_nothing_about_is_left_out(scores):
    assert "unfamiliarNamed" not in scores
    assert "unfamiliarRoc" not in scores


def test_the_interval_is_that_of_the_mean():
    rng = np.random.default_rng(0)
    hits = [np.array([1.0] * 70 + [0.0] * 30), np.array([1.0] * 90 + [0.0] * 10)]
    found = measures.score("x", "x", hits, [np.ones(100)] * 2, rng)
    assert found.mean == pytest.approx(0.8)
    deviation = np.sqrt(0.7 * 0.3 / 100 + 0.9 * 0.1 / 100) / 2
    assert found.low == pytest.approx(0.8 - 1.96 * deviation, abs=0.015)
    assert found.high == pytest.approx(0.8 + 1.96 * deviation, abs=0.015)


def test_folds_prints_them_side_by_side(tmp_path, capsys):
    main(["folds", *write(tmp_path, FOURTH, THIRD)])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "| measure | fold 3 | fold 4 | mean |"
    assert "| Clips named in the caption | 1.000 | 0.500 | 0.750 (0.500–1.000) |" in lines


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "no JSON"),
        ('{"caption": "a dog barks"}', "not what `earwitness evaluate --json` prints"),
        (json.dumps(evaluation(None, [])), "all folds at once"),
    ],
)
def test_something_else_than_an_evaluation_is_named(tmp_path, content, message):
    path = tmp_path / "other.json"
    path.write_text(content)
    with pytest.raises(SystemExit, match=rf"other\.json: .*{message}"):
        main(["folds", str(path)])


def test_a_fold_counts_once(tmp_path):
    with pytest.raises(SystemExit, match="Fold 3 is in several"):
        main(["folds", *write(tmp_path, THIRD, THIRD)])


def write_bundle(folder: Path) -> Path:
    labels = {"items": [{"name": "dog_bark"}, {"name": "rain"}]}
    manifest = {"name": "mine", "version": "1", "labels": labels, "scores": {"codecSnrDb": 1.5, "old": 1}}
    (folder / "bundle.json").write_text(json.dumps(manifest))
    return folder


def write_table(folder: Path) -> Path:
    table = folder / "labels.csv"
    with table.open("w", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(["path", "label", "fold", "dataset", "license", "author"])
        for fold in (1, 1, 3, 4):
            writer.writerow(["x.wav", "rain", fold, "set", "CC-BY", f"author of {fold}"])
    return table


@pytest.mark.parametrize(
    ("evaluations", "said", "used"),
    [([THIRD], "of fold 3, none of which was used", 3), ([THIRD, FOURTH], "weights here have heard all folds", 4)],
)
def test_the_card_says_on_what_its_scores_were_measured(tmp_path, evaluations, said, used):
    bundle, table = write_bundle(tmp_path), write_table(tmp_path)
    main(["card", "--bundle", str(bundle), "--data", str(table), *write(tmp_path, *evaluations)])
    card = (bundle / "MODEL_CARD.md").read_text()
    assert said in card
    assert sum(int(line.split("|")[3]) for line in card.splitlines() if line.startswith("| set |")) == used
    assert ("author of 3" in card) == (used == 4)
    assert f"| dog_bark | {2 * len(evaluations)} |" in card
    assert "sneeze" not in card
    assert "signal-to-noise ratio 1.50 dB" in card
    scores = json.loads((bundle / "bundle.json").read_text())["scores"]
    assert scores["clipsNamed"] == pytest.approx(np.mean([1.0, 0.5][: len(evaluations)]))
    assert scores["codecSnrDb"] == 1.5
    assert "old" not in scores


def test_a_table_without_authors_is_named(tmp_path):
    table = tmp_path / "labels.csv"
    table.write_text("path,label,fold\nx.wav,rain,1\n")
    with pytest.raises(SystemExit, match=r"labels\.csv: no column \['author', 'dataset', 'license'\]"):
        main(["card", "--bundle", str(write_bundle(tmp_path)), "--data", str(table), *write(tmp_path, THIRD)])
