"""What `earwitness evaluate --json` found of one fold."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SURE = 0.5


@dataclass(frozen=True)
class Entry:
    """A caption with what truly sounds: kinds in the order in which they begin; `labelled` has the surest first."""

    layout: str
    truth: Sequence[str]
    caption: str
    confidence: float
    named: Sequence[str]
    labelled: Sequence[str]

    @classmethod
    def of(cls, entry: dict) -> Entry:
        """Of one of the output's `captions`."""
        labelled = list(dict.fromkeys(label["label"] for label in entry["labels"]))  # a kind has a label for each span
        return cls(entry["layout"], entry["truth"], entry["caption"], entry["confidence"], entry["named"], labelled)

    @property
    def right(self) -> bool:
        """Whether the caption names just what is heard."""
        return set(self.named) == set(self.truth)

    @property
    def all_named(self) -> bool:
        """Whether it names what is heard, and perhaps more."""
        return set(self.truth) <= set(self.named)

    @property
    def in_order(self) -> bool:
        """Whether it names what is heard in the order in which that begins."""
        return [name for name in self.named if name in self.truth] == list(self.truth)

    @property
    def surest_is_right(self) -> bool:
        """Whether the surest label is the first kind that is heard."""
        return list(self.labelled[:1]) == list(self.truth[:1])

    @property
    def surely_named(self) -> bool:
        """Whether it names a kind, more likely right than wrong."""
        return bool(self.named) and self.confidence >= SURE


@dataclass(frozen=True)
class Evaluation:
    """What one bundle made of one fold; `figures` is the whole output, `entries` its captions."""

    fold: int
    figures: dict
    entries: Sequence[Entry]

    @classmethod
    def read(cls, path: Path) -> Evaluation:
        """Of the file into which the output went.

        Raises:
            ValueError: it holds something else, or an evaluation of all folds at once.

        """
        try:
            figures = json.loads(path.read_text())
        except json.JSONDecodeError as wrong:
            raise ValueError(f"{path}: no JSON: {wrong}") from wrong
        if not isinstance(figures, dict) or not {"fold", "kinds", "captions"} <= figures.keys():
            raise ValueError(f"{path}: not what `earwitness evaluate --json` prints")
        if figures["fold"] is None:
            raise ValueError(f"{path}: an evaluation of all folds at once: give `earwitness evaluate` a --fold")
        return cls(figures["fold"], figures, [Entry.of(entry) for entry in figures["captions"]])

    @property
    def clips(self) -> list[Entry]:
        """Recordings of kinds that the bundle knows, as they are."""
        return [entry for entry in self.entries if entry.layout == "clip" and entry.truth]

    @property
    def unfamiliar(self) -> list[Entry]:
        """Recordings of other kinds."""
        return [entry for entry in self.entries if entry.layout == "clip" and not entry.truth]

    @property
    def scenes(self) -> list[Entry]:
        """Two sounds, together or in sequence."""
        return [entry for entry in self.entries if entry.layout in ("together", "sequence")]

    @property
    def told_sequences(self) -> list[Entry]:
        """Sequences of which the caption names both sounds."""
        return [entry for entry in self.entries if entry.layout == "sequence" and entry.all_named]

    @property
    def empty(self) -> list[Entry]:
        """Silence, hum and noise."""
        return [entry for entry in self.entries if entry.layout == "empty"]
