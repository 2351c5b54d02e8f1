"""Scores captions with the field's own packages: METEOR, CIDEr, SPICE, SPIDEr. Needs `.[metrics]` and Java."""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import tempfile
from collections.abc import Collection
from pathlib import Path

import numpy as np

from earwitness_training.data.captions import CaptionWriter
from earwitness_training.data.scenes import Event, Scene
from earwitness_training.data.sounds import load_sounds

SPICE_LIBRARIES = Path(__file__).resolve().parents[3] / "spice" / "target" / "dependency"
HOW_TO_GET_THEM = "mvn -f spice/pom.xml dependency:copy-dependencies"
REFERENCE_COLUMNS = ("caption", "caption_1", "caption_2", "caption_3", "caption_4", "caption_5")  # AudioCaps and Clotho
NAME_COLUMNS = ("file", "file_name", "file_path", "path", "youtube_id", "audiocap_id")
COMPOSED = 5  # references for each recording of which only the kinds of sound are known

Captions = dict[str, list[str]]
"""Captions by the name of their recording, without folder and ending."""


def read_entries(path: Path) -> list[dict]:
    """What `earwitness evaluate --json` or `earwitness caption --json` printed: an entry for each caption.

    Raises:
        ValueError: a line of it is something else.

    """
    entries = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        try:
            found = json.loads(line)
        except json.JSONDecodeError as wrong:
            raise ValueError(f"{path}, line {number}: no JSON: {wrong.msg}") from wrong
        entries += found.get("captions", [found])
        if "caption" not in entries[-1] or not _source(entries[-1]):
            raise ValueError(f"{path}, line {number}: neither an evaluation nor a caption with its file")
    return entries


def by_recording(entries: list[dict]) -> Captions:
    """The caption of each recording.

    Raises:
        ValueError: a recording has several.

    """
    found: Captions = {}
    for entry in entries:
        name = _name(_source(entry))
        if name in found:
            raise ValueError(f"{name} has several captions; score recordings that fit into one window")
        found[name] = [entry["caption"]]
    return found


def read_references(path: Path, recordings: Collection[str]) -> Captions:
    """A CSV file as AudioCaps (a row for each caption) or Clotho (`caption_1` to `caption_5`) have it.

    Of several columns that could name a recording, the one that finds most of `recordings` does.

    Raises:
        ValueError: it has no column for the recordings' names, or none for captions.

    """
    with path.open(newline="") as lines:
        table = csv.DictReader(lines)
        columns = table.fieldnames or []
        names = [column for column in NAME_COLUMNS if column in columns]
        texts = [column for column in REFERENCE_COLUMNS if column in columns]
        if not names or not texts:
            raise ValueError(
                f"{path} has columns {columns}: wanted one of {NAME_COLUMNS} and one of {REFERENCE_COLUMNS}"
            )
        rows = list(table)
    known = set(recordings)
    name = max(names, key=lambda column: sum(_name(row[column]) in known for row in rows))
    found: Captions = {}
    for row in rows:
        found.setdefault(_name(row[name]), []).extend(row[column] for column in texts if row[column])
    return found


def composed(entries: list[dict], seed: int) -> tuple[Captions, Captions]:
    """Captions of an evaluation, which says what truly sounds, and sentences made as for the training that are true."""
    kinds = sorted({kind for entry in entries for kind in entry["truth"]})
    writer = CaptionWriter(load_sounds(kinds), [], np.random.default_rng(seed))
    told = {str(number): [entry["caption"]] for number, entry in enumerate(entries)}
    true = {str(number): [writer.write(_scene(entry)) for _ in range(COMPOSED)] for number, entry in enumerate(entries)}
    return told, true


def score(candidates: Captions, references: Captions, libraries: Path | None) -> dict[str, float]:
    """Each metric's mean; SPICE and SPIDEr only with the folder of SPICE's `libraries`.

    Raises:
        ValueError: a candidate has no reference.
        FileNotFoundError: the libraries are not there.

    """
    from pycocoevalcap.cider.cider import Cider  # only those who score captions need it
    from pycocoevalcap.meteor.meteor import Meteor
    from pycocoevalcap.tokenizer.ptbtokenizer import PTBTokenizer

    missing = sorted(candidates.keys() - references.keys())
    if missing:
        raise ValueError(f"{len(missing)} of {len(candidates)} captions have no reference, the first is {missing[0]}")
    wanted = {name: references[name] for name in candidates}
    tokenizer = PTBTokenizer()
    truth, told = (tokenizer.tokenize(_rows(captions)) for captions in (wanted, candidates))
    scores = {
        "METEOR": float(Meteor().compute_score(truth, told)[0]),
        "CIDEr": float(Cider().compute_score(truth, told)[0]),
    }
    if libraries is not None:
        scores["SPICE"] = _spice(candidates, wanted, libraries)
        scores["SPIDEr"] = (scores["CIDEr"] + scores["SPICE"]) / 2
    return scores


def _spice(candidates: Captions, references: Captions, libraries: Path) -> float:
    """Runs SPICE (Anderson et al., ECCV 2016) as its authors have it, without their cache."""
    import pycocoevalcap

    if not any(libraries.glob("stanford-corenlp-*-models.jar")):
        raise FileNotFoundError(f"SPICE's libraries are not in {libraries}: {HOW_TO_GET_THEM}, or --without-spice")
    home = Path(next(iter(pycocoevalcap.__path__))) / "spice"
    rows = [{"image_id": name, "test": told[0], "refs": references[name]} for name, told in candidates.items()]
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder) / "in.json", Path(folder) / "out.json"
        asked.write_text(json.dumps(rows))
        path = f"{home}/spice-1.0.jar:{home}/lib/*:{libraries}/*"
        command = [
            "java",
            "-Xmx4G",
            "-cp",
            path,
            "edu.anu.spice.SpiceScorer",
            str(asked),
            "-out",
            str(answered),
            "-silent",
        ]
        run = subprocess.run(command, capture_output=True, text=True)
        if run.returncode or not answered.exists():
            raise RuntimeError(f"SPICE failed: {run.stdout[-500:]}{run.stderr[-500:]}")
        found = [row["scores"]["All"]["f"] for row in json.loads(answered.read_text())]
    return float(np.nanmean(np.array(found, float)))


def _rows(captions: Captions) -> dict[str, list[dict]]:
    return {name: [{"caption": text} for text in texts] for name, texts in captions.items()}


def _scene(entry: dict) -> Scene:
    """As much of a scene as its wording needs: the sounds in their order, neither repeated nor distant."""
    in_turn = entry["layout"] == "sequence"
    events = []
    for place, kind in enumerate(entry["truth"]):
        active = np.zeros(200, bool)
        active[(60 * place if in_turn else 0) :] = True
        events.append(Event(kind, 0.0, 1, active))
    return Scene(np.zeros(0, np.float32), entry["layout"], events, entry["source"] if not events else "silence")


def _source(entry: dict) -> str:
    return entry.get("source") or entry.get("file") or ""


def _name(source: str) -> str:
    return Path(source).stem


def register(commands: argparse._SubParsersAction) -> None:
    """Adds the command `caption-metrics`."""
    parser = commands.add_parser("caption-metrics", help="METEOR, CIDEr, SPICE and SPIDEr of captions")
    parser.add_argument("captions", type=Path, help="what `earwitness evaluate --json` or `caption --json` printed")
    parser.add_argument(
        "--references",
        type=Path,
        help="CSV of human captions as AudioCaps or Clotho have it; without it, an evaluation's captions are held "
        "against sentences composed from what truly sounds",
    )
    parser.add_argument("--spice", type=Path, default=SPICE_LIBRARIES, help=f"its libraries: {HOW_TO_GET_THEM}")
    parser.add_argument("--without-spice", action="store_true")
    parser.add_argument("--seed", type=int, default=1, help="of the composed references")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    entries = read_entries(options.captions)
    if options.references:
        told = by_recording(entries)
        true = read_references(options.references, told)
        print(f"{len(told)} captions against human ones of {options.references}")
    elif all("truth" in entry for entry in entries):
        told, true = composed(entries, options.seed)
        print(
            f"{len(told)} captions against {COMPOSED} composed sentences each: good for comparing bundles, nothing else"
        )
    else:
        raise SystemExit(f"{options.captions} doesn't say what truly sounds: give --references")
    for name, value in score(told, true, None if options.without_spice else options.spice).items():
        print(f"{name}: {value:.4f}")
