"""The model card: how a bundle was trained, on what, and what it is worth."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from earwitness_training.evaluate.metrics import Bin
from earwitness_training.evaluate.score import Heard, Listener

EXAMPLES = 10

TEMPLATE = """# {name} {version}

A small EnCLAP (arXiv 2401.17690) trained from scratch: an RVQ codec, a CLAP pair with a head for labelled sounds, and a
BART captioner. It tells in a sentence which of {kinds} kinds of everyday sound a window holds, alone, together or in
sequence. Licence of the weights: Apache-2.0.

## Intended use and limits

For captioning live feeds and recordings of everyday surroundings, and for sound events built on its labelled scores.
It knows only the kinds listed below: a sound outside them is told of as the nearest kind. It is not made for safety:
don't rely on it alone where a missed sound can harm anyone. It was trained on short, clear recordings mixed by a
program, so expect worse results far from the microphone and in dense scenes. It hears that someone speaks, never what
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

### Confidence of captions

Over clips, scenes and silence; a caption is right if it names just what is heard.

{reliability}

### Kinds of sound

{per_kind}

### Right, on clips that it never heard

{right}

### Wrong

{wrong}
"""

PROTOCOL = """Measured on recordings of fold {fold}, none of which was used in training or for calibration, through the
exported graphs on ONNX Runtime, beam {beams}. A caption names a kind when the kind's expression in
`training/conf/sounds.yaml` matches. Single clips are the recordings as they are, cut to {seconds:g} s. Scenes are
{seconds:g} s mixes of two or three of them. Intervals are 95 % bootstrap."""

ROWS = [
    ("Right sound named in the caption, single clips", "singleClipCaptionAccuracy"),
    ("… and nothing else named", "singleClipCaptionNamesNothingElse"),
    ("Right sound is the highest label, single clips", "singleClipLabelAccuracy"),
    ("Expected calibration error of the highest label", "labelCalibrationError"),
    ("Area under ROC of caption confidence, clips: sound named against not named", "captionConfidenceRoc"),
    ("… clips, scenes, silence: names just what is heard against doesn't", "captionRightRoc"),
    ("Expected calibration error of caption confidence against naming just what is heard", "captionCalibrationError"),
    ("Mean average precision of the labels' prompts (text tower)", "promptMeanAveragePrecision"),
    ("Scenes of 2–3 sounds: event F1 by label score", "sceneEventF1"),
    ("… precision", "sceneEventPrecision"),
    ("… recall", "sceneEventRecall"),
    ("Scenes of 2–3 sounds: F1 of the kinds that the caption names", "sceneCaptionF1"),
    ("Scenes of 2 sounds: both named in the caption", "twoSoundsBothNamed"),
    ("Sequences with both named: order right", "sequenceOrderRight"),
    ("Silence, hum and noise: captioned with a sound", "emptyWindowsCaptionedWithASound"),
    ("Silence, hum and noise: with a label over its threshold", "emptyWindowsWithALabel"),
    ("Codec: median signal-to-noise ratio, dB", "codecSnrDb"),
    ("Codec: spectral distance (mean absolute difference of log magnitudes)", "codecSpectralDistance"),
    ("Codec: share of codes used", "codecCodesUsed"),
]


def write_card(
    listener: Listener,
    clips: list[Heard],
    scores: dict[str, float],
    curve: list[Bin],
    table: Path,
    fold: int,
    training: str,
) -> str:
    """The card's text. `training` says in a paragraph how the bundle came about."""
    manifest = listener.bundle.manifest
    right = [heard for heard in clips if heard.truth == heard.named]
    wrong = [heard for heard in clips if heard.truth[0] not in heard.named]
    return TEMPLATE.format(
        name=manifest["name"],
        version=manifest["version"],
        kinds=len(listener.labels),
        training=training,
        data=_data(table, fold),
        credits=_credits(table, fold),
        protocol=PROTOCOL.format(
            fold=fold,
            beams=manifest["generation"]["beams"],
            seconds=manifest["audio"]["windowSamples"] / manifest["audio"]["sampleRate"],
        ),
        scores=_score_table(scores),
        reliability=_reliability(curve),
        per_kind=_per_kind(listener, clips),
        right=_examples(right),
        wrong=_examples(wrong),
    )


def _score_table(scores: dict[str, float]) -> str:
    lines = ["| measure | score |", "|---|---|"]
    for title, name in ROWS:
        if name in scores:
            interval = f" ({scores[name + 'Low']:.3f}–{scores[name + 'High']:.3f})" if name + "Low" in scores else ""
            lines.append(f"| {title} | {scores[name]:.3f}{interval} |")
    return "\n".join(lines)


def _reliability(curve: list[Bin]) -> str:
    lines = ["| confidence | captions | mean confidence | right |", "|---|---|---|---|"]
    lines += [
        f"| {own.low:.1f}–{own.low + 0.1:.1f} | {own.count} | {own.confidence:.2f} | {own.right:.2f} |" for own in curve
    ]
    return "\n".join(lines)


def _per_kind(listener: Listener, clips: list[Heard]) -> str:
    lines = ["| kind | clips | named in the caption | highest label | most often taken for |", "|---|---|---|---|---|"]
    for label in listener.labels:
        own = [heard for heard in clips if heard.truth == [label]]
        if own:
            named = sum(label in heard.named for heard in own)
            tops = Counter(listener.top(heard) for heard in own)
            others = [f"{name} ({count})" for name, count in tops.most_common(3) if name != label]
            lines.append(f"| {label} | {len(own)} | {named} | {tops[label]} | {', '.join(others[:2]) or '–'} |")
    return "\n".join(lines)


def _examples(heard: list[Heard]) -> str:
    step = max(1, len(heard) // EXAMPLES)
    lines = ["| truth | caption | confidence |", "|---|---|---|"]
    lines += [f"| {h.truth[0]} | {h.caption.text} | {h.confidence:.2f} |" for h in heard[::step][:EXAMPLES]]
    return "\n".join(lines)


def _rows(table: Path, fold: int) -> list[dict[str, str]]:
    with table.open(newline="") as lines:
        return [row for row in csv.DictReader(lines) if int(row["fold"]) != fold]


def _data(table: Path, fold: int) -> str:
    counts = Counter((row["dataset"], row["license"]) for row in _rows(table, fold))
    lines = ["| data set | licence | recordings used |", "|---|---|---|"]
    return "\n".join(
        lines + [f"| {dataset} | {licence} | {count} |" for (dataset, licence), count in sorted(counts.items())]
    )


def _credits(table: Path, fold: int) -> str:
    authors = Counter(row["author"] for row in _rows(table, fold) if row["license"] == "CC-BY")
    names = ", ".join(f"{author} ({count})" for author, count in sorted(authors.items()))
    return (
        f"Credits for the CC-BY recordings, by their names on Freesound, with the number used: {names}."
        if names
        else ""
    )
