"""Kinds of sound that a bundle names."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Label:
    """`threshold` is the calibrated score from which the label counts as heard; `named` finds it in a caption."""

    name: str
    prompt: str
    threshold: float = 0.5
    named: str | None = None

    def to_json(self) -> dict[str, object]:
        """As in `bundle.json`."""
        entry = {"name": self.name, "prompt": self.prompt, "threshold": self.threshold}
        return entry if self.named is None else entry | {"named": self.named}
