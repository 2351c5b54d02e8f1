"""YAMNet as a peer: a logistic probe on its scores, trained and scored on the same clips as bundles."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from earwitness_training.data.recordings import Recording, load_recordings, read_audio
from earwitness_training.data.teacher import RATE, Yamnet
from earwitness_training.evaluate import measures
from earwitness_training.evaluate.measures import Score
from earwitness_training.export.runtime import OnnxBundle

FLOOR = 1e-4
DECAYS = (1e-5, 1e-4, 1e-3, 1e-2)
Hits = np.ndarray
"""Of each clip of a fold 1 where it is told rightly, else 0: float[clips]."""


def probe(model: Path, table: Path, folds: Sequence[int], bundles: Sequence[Path]) -> list[Score]:
    """The share of each fold's clips that the probe has right, trained on all other folds; and where there are bundles,
    one for each fold, the share of which each has the right label highest, and how far it is ahead.
    """
    yamnet = Yamnet(model)
    recordings = load_recordings(table, RATE)
    print(f"YAMNet listens to {len(recordings)} recordings", flush=True)
    features = torch.from_numpy(
        np.stack([pooled(yamnet.scores(read_audio(table.parent / r.path, RATE))) for r in recordings])
    )
    probed = [_probe_hits(recordings, features, fold) for fold in folds]
    found = [_share("YAMNet's probe right", probed)]
    if bundles:
        heard = [
            _bundle_hits(bundle, table, [recording for recording in recordings if recording.fold == fold])
            for bundle, fold in zip(bundles, folds, strict=True)
        ]
        found.append(_share("the bundle's highest label right", heard))
        found.append(_share("the bundle ahead by", [own - peer for own, peer in zip(heard, probed, strict=True)]))
    return found


def _share(title: str, hits: Sequence[Hits]) -> Score:
    return measures.score(title, title, hits, [np.ones(len(own)) for own in hits], np.random.default_rng(0))


def _probe_hits(recordings: Sequence[Recording], features: Tensor, fold: int) -> Hits:
    labels = sorted({recording.label for recording in recordings})
    truth = torch.tensor([labels.index(recording.label) for recording in recordings])
    folds = torch.tensor([recording.fold for recording in recordings])
    train, scored = folds != fold, folds == fold
    decay = _best_decay(features[train], truth[train], folds[train])
    guesses = fit(features[train], truth[train], len(labels), decay)(features[scored]).argmax(1)
    return (guesses == truth[scored]).numpy().astype(float)


def _bundle_hits(folder: Path, table: Path, recordings: Sequence[Recording]) -> Hits:
    """Each recording as it is, cut to one window and filled up to the shortest one; thresholds play no part."""
    bundle = OnnxBundle(folder)
    audio, labels = bundle.manifest["audio"], [item["name"] for item in bundle.manifest["labels"]["items"]]
    hits = []
    for recording in recordings:
        samples = read_audio(table.parent / recording.path, audio["sampleRate"])[: audio["windowSamples"]]
        samples = np.pad(samples, (0, max(0, audio["minSamples"] - len(samples))))
        scores = bundle.run("clapAudio", waveform=samples[None])["label_scores"][0]
        hits.append(labels[int(scores.max(axis=0).argmax())] == recording.label)
    return np.array(hits, float)


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


def register(commands: argparse._SubParsersAction) -> None:
    """Adds the command `probe`."""
    parser = commands.add_parser("probe", help="a logistic probe on YAMNet, beside bundles on the same clips")
    parser.add_argument("--yamnet", type=Path, required=True, help="yamnet.tflite")
    parser.add_argument("--data", type=Path, required=True, help="labels.csv: path, label, fold")
    parser.add_argument("--fold", type=int, nargs="+", required=True, help="scored on, after training on all others")
    parser.add_argument(
        "--bundle", type=Path, nargs="+", default=[], help="for each fold the bundle that never heard it, in that order"
    )
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    if options.bundle and len(options.bundle) != len(options.fold):
        sys.exit(f"probe: {len(options.bundle)} bundles for {len(options.fold)} folds")
    found = probe(options.yamnet, options.data, options.fold, options.bundle)
    print(measures.table(found, options.fold))
