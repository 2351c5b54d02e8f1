"""The model card: how a bundle was trained, on what, and what it is worth."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from earwitness_training.evaluate import measures
from earwitness_training.evaluate.evaluation import Entry, Evaluation
from earwitness_training.evaluate.reliability import reliability
from earwitness_training.export.bundle import MANIFEST, add_scores

EXAMPLES = 10

TEMPLATE = """# {name} {version}

A small EnCLAP (arXiv 2401.17690) trained from scratch: an RVQ codec, a CLAP pair with a head for labelled sounds, and a
BART captioner. It tells in a sentence which of {kinds} kinds of everyday sound a window holds, alone, together or in
sequence. Licence of the weights: Apache-2.0.

## Intended use and limits

For captioning live feeds and recordings of everyday surroundings, and for sound events built on its labelled scores.
It knows only the kinds listed below: a sound outside them may be told of as the nearest kind. It is not made for
safety: don't rely on it alone where a missed sound can harm anyone. It was trained on short, clear recordings mixed by
a program, so expect worse results far from the microphone and in dense scenes. It hears that someone speaks, never what
is said.

## Training

{training}

## Data

{data}

Human captions for language: AudioCaps' training set (Kim et al., NAACL 2019; MIT), text only: captions that speak of
these kinds of sound and of nothing else, with `a man` and `a woman` made `a person` where the kind of sound doesn't
tell. Silence, hum and noise are synthesised.

{credits}

## Scores

{protocol}

{scores}
{codec}
### Confidence of captions

Over clips, scenes and silence; a caption is right if it names just what is heard.

{reliability}

### Kinds of sound

{kinds_table}

### Right, on clips that the model never heard

{right}

### Wrong

{wrong}
"""

OWN_FOLD = """Measured by `earwitness evaluate` on recordings of fold {folds}, none of which was used in training or for
calibration: the figures are explained in `docs/evaluation.md`. Intervals are 95 % bootstrap."""

OTHER_FOLDS = """Measured by `earwitness evaluate` on recordings of folds {folds}, each by a model of this recipe that
was trained and calibrated without that fold; the weights here have heard all folds, so nothing is left to score them
on. The figures are explained in `docs/evaluation.md`. Intervals of the mean are 95 % bootstrap."""

CODEC = [
    ("median signal-to-noise ratio {:.2f} dB", "codecSnrDb"),
    ("spectral distance (mean absolute difference of log magnitudes) {:.3f}", "codecSpectralDistance"),
    ("share of codes used {:.3f}", "codecCodesUsed"),
]


def write_card(bundle: Path, data: Path, evaluations: Sequence[Evaluation], training: str) -> None:
    """Writes the card and the scores of a bundle. `training` says how it came about.

    One evaluation is the bundle's own, on the fold that it was trained without; several are of models of the same
    recipe, each trained without its fold, where the bundle itself was trained on all.
    """
    manifest = json.loads((bundle / MANIFEST).read_text())
    folds = [evaluation.fold for evaluation in evaluations]
    unheard = folds[0] if len(folds) == 1 else None
    rows = [row for row in _rows(data) if int(row["fold"]) != unheard]
    clips = [entry for evaluation in evaluations for entry in evaluation.clips]
    scores = measures.scores(evaluations)
    kept = {name: value for name, value in manifest["scores"].items() if name.startswith("codec")}
    card = TEMPLATE.format(
        name=manifest["name"],
        version=manifest["version"],
        kinds=len(manifest["labels"]["items"]),
        training=training,
        data=_data(rows),
        credits=_credits(rows),
        protocol=(OWN_FOLD if unheard is not None else OTHER_FOLDS).format(folds=" and ".join(map(str, folds))),
        scores=measures.table(scores, folds),
        codec=_codec(kept),
        reliability=_reliability(evaluations),
        kinds_table=_kinds(evaluations),
        right=_examples([entry for entry in clips if entry.right]),
        wrong=_examples([entry for entry in clips if not entry.all_named]),
    )
    add_scores(bundle, kept | {score.name: round(score.mean, 4) for score in scores}, card)


def _codec(scores: dict[str, float]) -> str:
    said = [text.format(scores[name]) for text, name in CODEC if name in scores]
    return f"\nThe codec, on recordings held back from it: {', '.join(said)}.\n" if said else ""


def _reliability(evaluations: Sequence[Evaluation]) -> str:
    entries = [entry for one in evaluations for entry in [*one.clips, *one.scenes, *one.empty]]
    curve = reliability(np.array([e.confidence for e in entries]), np.array([e.right for e in entries], float))
    lines = ["| confidence | captions | mean confidence | right |", "|---|---|---|---|"]
    lines += [
        f"| {own.low:.1f}–{own.low + 0.1:.1f} | {own.count} | {own.confidence:.2f} | {own.right:.2f} |" for own in curve
    ]
    return "\n".join(lines)


def _kinds(evaluations: Sequence[Evaluation]) -> str:
    lines = ["| kind | clips | named in the caption | surest label | most often taken for |", "|---|---|---|---|---|"]
    for kind in sorted({kind for evaluation in evaluations for kind in evaluation.figures["kinds"]}):
        own = [evaluation.figures["kinds"].get(kind, {}) for evaluation in evaluations]
        clips, named, labelled = (
            sum(found.get(name, 0) for found in own) for name in ("clips", "named", "labelledRight")
        )
        if not clips:
            continue  # heard in scenes where it wasn't
        taken = sum((Counter(found.get("takenFor", {})) for found in own), Counter())
        others = ", ".join(f"{name} ({count})" for name, count in taken.most_common(2))
        lines.append(f"| {kind} | {clips} | {named} | {labelled} | {others or '–'} |")
    return "\n".join(lines)


def _examples(entries: Sequence[Entry]) -> str:
    step = max(1, len(entries) // EXAMPLES)
    lines = ["| truth | caption | confidence |", "|---|---|---|"]
    lines += [f"| {e.truth[0]} | {e.caption} | {e.confidence:.2f} |" for e in entries[::step][:EXAMPLES]]
    return "\n".join(lines)


def _rows(data: Path) -> list[dict[str, str]]:
    """Of labels.csv.

    Raises:
        ValueError: it lacks a column that a card needs.

    """
    with data.open(newline="") as lines:
        table = csv.DictReader(lines)
        missing = {"fold", "dataset", "license", "author"} - set(table.fieldnames or [])
        if missing:
            raise ValueError(f"{data}: no column {sorted(missing)}, which the card needs")
        return list(table)


def _data(rows: Sequence[dict[str, str]]) -> str:
    counts = Counter((row["dataset"], row["license"]) for row in rows)
    lines = ["| data set | licence | recordings used |", "|---|---|---|"]
    lines += [f"| {dataset} | {licence} | {count} |" for (dataset, licence), count in sorted(counts.items())]
    return "\n".join(lines)


def _credits(rows: Sequence[dict[str, str]]) -> str:
    authors = Counter(row["author"] for row in rows if row["license"] == "CC-BY")
    names = ", ".join(f"{author} ({count})" for author, count in sorted(authors.items()))
    return names and f"Credits for the CC-BY recordings, by their names on Freesound, with the number used: {names}."


def register(commands: argparse._SubParsersAction) -> None:
    """Adds the commands `folds` and `card`."""
    folds = commands.add_parser("folds", help="evaluations of several folds side by side, with their mean")
    folds.add_argument(
        "evaluations", type=Path, nargs="+", metavar="FILE", help="what `earwitness evaluate --json` printed"
    )
    folds.set_defaults(run=_print_folds)
    card = commands.add_parser("card", help="write scores and model card into a bundle")
    card.add_argument("--bundle", type=Path, required=True)
    card.add_argument(
        "--data", type=Path, required=True, help="labels.csv: path, label, fold, dataset, license, author"
    )
    card.add_argument("--training", type=Path, help="a text that says how the bundle was trained")
    card.add_argument(
        "evaluations",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="what `earwitness evaluate --json` printed: one FILE, of the fold that the bundle was trained without; or "
        "several, of models of the same recipe, each trained without its fold, where the bundle was trained on all",
    )
    card.set_defaults(run=_write)


def _print_folds(options: argparse.Namespace) -> None:
    found = _read(options.evaluations)
    print(measures.table(measures.scores(found), [evaluation.fold for evaluation in found]))


def _write(options: argparse.Namespace) -> None:
    training = options.training.read_text().strip() if options.training else "Trained by `earwitness_training train`."
    try:
        write_card(options.bundle, options.data, _read(options.evaluations), training)
    except (FileNotFoundError, ValueError) as error:
        sys.exit(f"card: {error}")
    print(f"Wrote {options.bundle / 'MODEL_CARD.md'}")


def _read(files: Sequence[Path]) -> list[Evaluation]:
    try:
        found = sorted((Evaluation.read(file) for file in files), key=lambda evaluation: evaluation.fold)
    except (FileNotFoundError, ValueError) as error:
        sys.exit(str(error))
    twice = [fold for fold, count in Counter(evaluation.fold for evaluation in found).items() if count > 1]
    if twice:
        sys.exit(f"Fold {twice[0]} is in several of the evaluations")
    return found
