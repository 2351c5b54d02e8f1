"""Refines the label head over the frozen features of the pool, with music, hum and noise as what raises no label."""

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

BACKDROPS = {"music": 240, "unfamiliar": 240, "noise": 80, "hum": 40}  # stretches of each
SECONDS, ENCODED_AT_ONCE = 5.0, 8
BATCH, BACKDROPS_A_BATCH = 96, 32


@torch.no_grad()
def backdrop_features(tower: AudioTower, mixer: SceneMixer, chain: RecordingChain) -> Tensor:
    """Frame features of stretches of each backdrop that there is: float[stretches, frames, width]."""
    tower.eval()
    found = []
    missing = ["music"] * (mixer.music is None) + ["unfamiliar"] * (not mixer.unfamiliar)
    for name, count in BACKDROPS.items():
        for _ in range(0 if name in missing else count // ENCODED_AT_ONCE):
            drawn = np.stack([mixer.backdrop(SECONDS, name) for _ in range(ENCODED_AT_ONCE)])
            frames = tower.frames
            found.append(frames.from_spectrogram(frames.mel.by_fft(frames.whole_frames(chain.record(drawn)))))
    return torch.cat(found)


def refine(
    tower: AudioTower,
    pools: list[Pool],
    backdrops: Tensor,
    labels: list[str],
    rate: float,
    steps: int,
    rng: np.random.Generator,
    work: Path,
    resume: bool,
) -> None:
    """Trains what is added to the head alone; `rate` is in label frames a second."""
    quiet = label_frames(backdrops)

    def losses() -> dict[str, Tensor]:
        pool = pools[rng.integers(len(pools))]
        rows = rng.integers(len(pool.scenes), size=BATCH)
        logits = tower.label_logits(label_frames(pool.features[rows].float()))
        found = label_losses(logits, [pool.scenes[row] for row in rows], labels, rate)
        some = rng.integers(len(quiet), size=BACKDROPS_A_BATCH)
        found["backdrops"] = F.softplus(tower.label_logits(quiet[some])).sum(-1).mean()
        return found

    parts = nn.ModuleDict({"head": tower.head, "refinement": tower.refinement})
    run(Stage("head", parts, losses, steps, peak_rate=2e-3), work, resume)


def label_frames(features: Tensor) -> Tensor:
    """As the tower pools them: float[batch, frames, width] to float[batch, frames // 2, width]."""
    return F.avg_pool1d(features.transpose(1, 2), 2).transpose(1, 2)
