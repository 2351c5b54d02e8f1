"""How far confidences hold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Bin:
    """Claims of a confidence from `low` on: how many, what they say on average, and the share that holds."""

    low: float
    count: int
    confidence: float
    right: float


def reliability(confidence: np.ndarray, right: np.ndarray, bins: int = 10) -> list[Bin]:
    """Bins of equal width that hold anything, by rising confidence."""
    index = np.minimum((confidence * bins).astype(int), bins - 1)
    return [
        Bin(i / bins, int(own.sum()), float(confidence[own].mean()), float(right[own].mean()))
        for i in range(bins)
        if (own := index == i).any()
    ]
