"""What evaluations of several folds say together: each measure's mean over the folds, with a bootstrap interval."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from earwitness_training.evaluate.evaluation import Entry, Evaluation

ROUNDS = 2000


@dataclass(frozen=True)
class Measure:
    """A ratio of two sums over some of the entries, such as a share or an F1."""

    name: str
    title: str
    entries: Callable[[Evaluation], Sequence[Entry]]
    above: Callable[[Entry], float]
    below: Callable[[Entry], float] = lambda entry: 1


@dataclass(frozen=True)
class Score:
    """A measure of each fold, and the 95 % interval of their mean where there is one."""

    name: str
    title: str
    folds: Sequence[float]
    low: float | None = None
    high: float | None = None

    @property
    def mean(self) -> float:
        """Over the folds."""
        return float(np.mean(self.folds))


def _hit(found: Sequence[str], entry: Entry) -> int:
    return len(set(found) & set(entry.truth))


def _found_and_there(found: Sequence[str], entry: Entry) -> int:
    return len(set(found)) + len(set(entry.truth))


RATIOS = [
    Measure("clipsLabelled", "Clips right by the surest label", lambda e: e.clips, lambda e: e.surest_is_right),
    Measure("clipsNamed", "Clips named in the caption", lambda e: e.clips, lambda e: e.all_named),
    Measure("clipsNamedAlone", "… and nothing else named", lambda e: e.clips, lambda e: e.right),
    Measure(
        "scenesLabelF1",
        "Scenes of two sounds: event F1 by label",
        lambda e: e.scenes,
        lambda e: 2 * _hit(e.labelled, e),
        lambda e: _found_and_there(e.labelled, e),
    ),
    Measure(
        "scenesLabelPrecision",
        "… precision",
        lambda e: e.scenes,
        lambda e: _hit(e.labelled, e),
        lambda e: len(e.labelled),
    ),
    Measure("scenesLabelRecall", "… recall", lambda e: e.scenes, lambda e: _hit(e.labelled, e), lambda e: len(e.truth)),
    Measure(
        "scenesCaptionF1",
        "… F1 of what captions name",
        lambda e: e.scenes,
        lambda e: 2 * _hit(e.named, e),
        lambda e: _found_and_there(e.named, e),
    ),
    Measure("scenesBothNamed", "… both named in the caption", lambda e: e.scenes, lambda e: e.all_named),
    Measure(
        "orderRight", "… order right, of sequences with both named", lambda e: e.told_sequences, lambda e: e.in_order
    ),
    Measure("emptyNamed", "Silence, hum and noise: captioned with a sound", lambda e: e.empty, lambda e: bool(e.named)),
    Measure("emptyLabelled", "… with a labelled sound", lambda e: e.empty, lambda e: bool(e.labelled)),
    Measure(
        "unfamiliarNamed",
        "Sounds of other kinds: captioned with a known one",
        lambda e: e.unfamiliar,
        lambda e: bool(e.named),
    ),
    Measure(
        "unfamiliarSurelyNamed",
        "… with a confidence of a half or more",
        lambda e: e.unfamiliar,
        lambda e: e.surely_named,
    ),
    Measure("unfamiliarLabelled", "… with a labelled sound", lambda e: e.unfamiliar, lambda e: bool(e.labelled)),
]


def scores(evaluations: Sequence[Evaluation], seed: int = 0) -> list[Score]:
    """All that every one of the evaluations has something to say about."""
    rng = np.random.default_rng(seed)
    return [found for ratio in RATIOS if (found := _ratio(ratio, evaluations, rng))] + _figures(evaluations)


def _ratio(measure: Measure, evaluations: Sequence[Evaluation], rng: np.random.Generator) -> Score | None:
    entries = [measure.entries(evaluation) for evaluation in evaluations]
    if not all(entries):
        return None
    above = [np.array([measure.above(entry) for entry in own], float) for own in entries]
    below = [np.array([measure.below(entry) for entry in own], float) for own in entries]
    return score(measure.name, measure.title, above, below, rng)


def score(
    name: str, title: str, above: Sequence[np.ndarray], below: Sequence[np.ndarray], rng: np.random.Generator
) -> Score:
    """The ratio of the sums of `above` and `below`, of each fold float[entries]; the bootstrap draws within folds."""
    folds, drawn = [], np.zeros(ROUNDS)
    for over, under in zip(above, below, strict=True):
        folds.append(float(over.sum() / max(under.sum(), 1)))
        rows = rng.integers(len(over), size=(ROUNDS, len(over)))
        drawn += over[rows].sum(axis=1) / np.maximum(under[rows].sum(axis=1), 1)
    low, high = np.quantile(drawn / len(above), [0.025, 0.975])
    return Score(name, title, folds, float(low), float(high))


def _figures(evaluations: Sequence[Evaluation]) -> list[Score]:
    """Figures that the evaluations hold as they are, by the titles that the first has for them."""
    named = [_named_figures(evaluation.figures) for evaluation in evaluations]
    common = [name for name in named[0] if all(figures.get(name, ("", None))[1] is not None for figures in named)]
    return [Score(name, named[0][name][0], [figures[name][1] for figures in named]) for name in common]


def _named_figures(figures: dict) -> dict[str, tuple[str, float | None]]:
    """Title and value of each."""
    labels, captions = figures["labelCalibration"], figures["captionCalibration"]
    found = {
        "unfamiliarRoc": ("… area under ROC, clips against these", figures["unfamiliar"]["rocArea"]),
        "labelsError": ("Expected calibration error: labels of clips", labels["expectedCalibrationError"]),
        "captionsError": ("… captions", captions["expectedCalibrationError"]),
        "labelsRoc": ("Area under ROC, right against wrong: labels of clips", labels["rocArea"]),
        "captionsRoc": ("… captions", captions["rocArea"]),
    }
    for place, feed in enumerate(figures["falseEvents"]):
        title = f"False events an hour: {feed['feed']}, {60 * feed['hours']:.0f} min"
        found[f"falseEvents{place + 1}"] = (title, feed["perHour"])
    for texts in figures["openVocabulary"]:
        title = f"Rule texts, {texts['list']}: mean average precision"
        found[f"ruleTexts-{texts['list']}"] = (title, texts["meanAveragePrecision"])
    return found


def table(found: Sequence[Score], folds: Sequence[int]) -> str:
    """Scores in Markdown: a column for each fold where there are several, and one for the mean."""
    several = len(folds) > 1
    heads = ["measure", *(f"fold {fold}" for fold in folds if several), "mean" if several else "score"]
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    for score in found:
        own = [f"{value:.3f}" for value in score.folds] if several else []
        interval = "" if score.low is None else f" ({score.low:.3f}–{score.high:.3f})"
        lines.append("| " + " | ".join([score.title, *own, f"{score.mean:.3f}{interval}"]) + " |")
    return "\n".join(lines)
