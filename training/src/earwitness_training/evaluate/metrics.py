"""Measures over plain arrays and lists."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


def average_precision(scores: np.ndarray, relevant: np.ndarray) -> float:
    """Mean precision at each relevant entry, entries ranked by falling score; both [entries]."""
    ranked = relevant[np.argsort(-scores, kind="stable")].astype(bool)
    if not ranked.any():
        return 0.0
    precision = np.cumsum(ranked) / np.arange(1, len(ranked) + 1)
    return float(precision[ranked].mean())


def area_under_roc(scores: np.ndarray, right: np.ndarray) -> float:
    """Chance that a right entry scores higher than a wrong one; ties count half."""
    good, bad = scores[right.astype(bool)], scores[~right.astype(bool)]
    if not len(good) or not len(bad):
        return float("nan")
    difference = good[:, None] - bad[None]
    return float(((difference > 0) + 0.5 * (difference == 0)).mean())


def interval(hits: np.ndarray, seed: int = 0, rounds: int = 2000) -> tuple[float, float]:
    """95 % bootstrap interval of a mean."""
    rng = np.random.default_rng(seed)
    means = hits[rng.integers(len(hits), size=(rounds, len(hits)))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def precision_recall_f1(found: list[set[str]], truth: list[set[str]]) -> tuple[float, float, float]:
    """Over all entries of all sets together."""
    hits = sum(len(a & b) for a, b in zip(found, truth, strict=True))
    precision = hits / max(sum(map(len, found)), 1)
    recall = hits / max(sum(map(len, truth)), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


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


def calibration_error(confidence: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error: mean gap between confidence and share right, in bins of equal width."""
    gaps = [own.count * abs(own.confidence - own.right) for own in reliability(confidence, right, bins)]
    return float(sum(gaps) / len(confidence))
