"""YAMNet as a peer: a logistic probe on its scores, trained and scored on the same clips as a bundle."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from earwitness_training.data.recordings import load_recordings, read_audio
from earwitness_training.data.teacher import RATE, Yamnet
from earwitness_training.evaluate import metrics
from earwitness_training.evaluate.score import Listener
from earwitness_training.export.runtime import OnnxBundle

FLOOR = 1e-4
DECAYS = (1e-5, 1e-4, 1e-3, 1e-2)


def probe(model: Path, table: Path, fold: int, bundle: Path | None) -> dict[str, float]:
    """Shares of the fold's clips that are right: the probe's, and the bundle's highest label on the same clips."""
    yamnet = Yamnet(model)
    recordings = load_recordings(table, RATE)
    print(f"YAMNet listens to {len(recordings)} recordings", flush=True)
    features = torch.from_numpy(
        np.stack([pooled(yamnet.scores(read_audio(table.parent / r.path, RATE))) for r in recordings])
    )
    labels = sorted({recording.label for recording in recordings})
    truth = torch.tensor([labels.index(recording.label) for recording in recordings])
    folds = torch.tensor([recording.fold for recording in recordings])
    train, scored = folds != fold, folds == fold
    decay = _best_decay(features[train], truth[train], folds[train])
    guesses = fit(features[train], truth[train], len(labels), decay)(features[scored]).argmax(1)
    hits = (guesses == truth[scored]).numpy().astype(float)
    low, high = metrics.interval(hits)
    found = {"clips": len(hits), "yamnetProbe": hits.mean(), "yamnetProbeLow": low, "yamnetProbeHigh": high}
    if bundle:
        listener = Listener(OnnxBundle(bundle))
        clips = listener.clips(table, fold)
        right = np.array([listener.top(heard) == heard.truth[0] for heard in clips], float)
        low, high = metrics.interval(right)
        found |= {"bundle": right.mean(), "bundleLow": low, "bundleHigh": high}
        found["bundleAheadOn"] = float(((right == 1) & (hits == 0)).sum())
        found["probeAheadOn"] = float(((right == 0) & (hits == 1)).sum())
    return {name: round(float(value), 4) for name, value in found.items()}


def pooled(scores: np.ndarray) -> np.ndarray:
    """Mean and maximum over time of the logarithms of float32[rows, classes]: float32[2 * classes]."""
    logs = np.log(np.maximum(scores, FLOOR))
    return np.concatenate([logs.mean(0), logs.max(0)]).astype(np.float32)


def fit(features: Tensor, truth: Tensor, labels: int, decay: float) -> Callable[[Tensor], Tensor]:
    """Multinomial logistic regression on standardised features; returns a function from features to logits."""
    mean, spread = features.mean(0), features.std(0) + 1e-6
    weight = torch.zeros(labels, features.shape[1], requires_grad=True)
    bias = torch.zeros(labels, requires_grad=True)
    optimiser = torch.optim.LBFGS([weight, bias], max_iter=200, line_search_fn="strong_wolfe")
    rows = (features - mean) / spread

    def loss() -> Tensor:
        optimiser.zero_grad()
        value = F.cross_entropy(F.linear(rows, weight, bias), truth) + decay * weight.square().sum()
        value.backward()
        return value

    optimiser.step(loss)
    return lambda found: F.linear((found - mean) / spread, weight.detach(), bias.detach())


def _best_decay(features: Tensor, truth: Tensor, folds: Tensor) -> float:
    """Chosen on one of the training folds."""
    last = folds == folds.max()
    labels = int(truth.max()) + 1

    def accuracy(decay: float) -> float:
        guess = fit(features[~last], truth[~last], labels, decay)(features[last]).argmax(1)
        return float((guess == truth[last]).float().mean())

    return max(DECAYS, key=accuracy)
