"""Refines the label head over the frozen features of the pool, with music as what raises no label."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from earwitness_training.data.chain import RecordingChain
from earwitness_training.data.scenes import SceneMixer
from earwitness_training.models.clap import AudioTower
from earwitness_training.train.caption import Pool
from earwitness_training.train.clap import label_losses
from earwitness_training.train.loop import Stage, run

BACKDROPS, SECONDS, ENCODED_AT_ONCE = 240, 5.0, 8
BATCH, BACKDROPS_A_BATCH = 96, 32


@torch.no_grad()
def music_features(tower: AudioTower, mixer: SceneMixer, chain: RecordingChain) -> Tensor | None:
    """Frame features of stretches of music, float[stretches, frames, width]; None where there is no music."""
    if mixer.music is None:
        return None
    tower.eval()
    found = []
    for _ in range(BACKDROPS // ENCODED_AT_ONCE):
        drawn = np.stack([mixer.backdrop(SECONDS, "music") for _ in range(ENCODED_AT_ONCE)])
        frames = tower.frames
        found.append(frames.from_spectrogram(frames.mel.by_fft(frames.whole_frames(chain.record(drawn)))))
    return torch.cat(found)


def refine(
    tower: AudioTower,
    pools: list[Pool],
    music: Tensor | None,
    labels: list[str],
    rate: float,
    steps: int,
    rng: np.random.Generator,
    work: Path,
    resume: bool,
) -> None:
    """Trains what is added to the head alone; `rate` is in label frames a second."""
    quiet = label_frames(music) if music is not None else None

    def losses() -> dict[str, Tensor]:
        pool = pools[rng.integers(len(pools))]
        rows = rng.integers(len(pool.scenes), size=BATCH)
        logits = tower.label_logits(label_frames(pool.features[rows].float()))
        found = label_losses(logits, [pool.scenes[row] for row in rows], labels, rate)
        if quiet is not None:
            some = rng.integers(len(quiet), size=BACKDROPS_A_BATCH)
            found["music"] = F.softplus(tower.label_logits(quiet[some])).sum(-1).mean()
        return found

    parts = nn.ModuleDict({"head": tower.head, "refinement": tower.refinement})
    run(Stage("head", parts, losses, steps, peak_rate=2e-3), work, resume)


def label_frames(features: Tensor) -> Tensor:
    """As the tower pools them: float[batch, frames, width] to float[batch, frames // 2, width]."""
    return F.avg_pool1d(features.transpose(1, 2), 2).transpose(1, 2)
