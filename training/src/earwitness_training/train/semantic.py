"""Trains the semantic code books on frame features of the audio tower, so that their codes tell the labels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from earwitness_training.models.codec import SemanticCodec
from earwitness_training.train.caption import Pool
from earwitness_training.train.loop import Stage, run
from earwitness_training.train.material import Material

FRAMES_A_BATCH = 4096
COMMITMENT, FEATURES = 0.1, 0.3


class SemanticBooks(nn.Module):
    """The books and two heads that only training uses: labels and features from the sums of codes."""

    def __init__(self, codec: SemanticCodec, labels: int) -> None:
        super().__init__()
        self.projection, self.quantiser = codec.projection, codec.quantiser
        self.labels = nn.Linear(self.projection.out_features, labels)
        self.features = nn.Linear(self.projection.out_features, self.projection.in_features)


def train_semantic(
    codec: SemanticCodec,
    pools: list[Pool],
    material: Material,
    rate: float,
    steps: int,
    work: Path,
    resume: bool,
) -> None:
    """Label and feature losses of the first book, of the first two, and so on; `rate` is in features a second."""
    features = torch.cat([pool.features.flatten(0, 1) for pool in pools])
    truth = torch.cat([_truth(pool, material.labels, rate) for pool in pools])
    device = material.device
    spread = (features[::16].float().std(0) + 0.1).to(device)
    books = SemanticBooks(codec, len(material.labels))

    def losses() -> dict[str, Tensor]:
        rows = torch.randint(len(features), (FRAMES_A_BATCH,))
        heard, wanted = features[rows].float().to(device), truth[rows].float().to(device)
        sums, commitment = books.quantiser.partial_sums(books.projection(heard)[None])
        logits, rebuilt = (head(torch.cat(sums)) for head in (books.labels, books.features))
        return {
            "labels": F.binary_cross_entropy_with_logits(logits, wanted.expand_as(logits), reduction="none")
            .sum(-1)
            .mean(),
            "features": FEATURES * ((rebuilt - heard) / spread).square().mean(),
            "commitment": COMMITMENT * commitment,
        }

    with torch.no_grad():
        first = features[torch.randint(len(features), (FRAMES_A_BATCH,))].float()
        books.quantiser.start(books.projection(first)[None])
    run(Stage("semantic", books, losses, steps, peak_rate=2e-3, device=device), work, resume)


def _truth(pool: Pool, labels: list[str], rate: float) -> Tensor:
    """bool[scenes * feature frames, labels]."""
    frames = pool.features.shape[1]
    return torch.from_numpy(
        np.concatenate([scene.frame_truth(labels, frames, rate).astype(bool) for scene in pool.scenes])
    )
