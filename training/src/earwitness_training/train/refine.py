"""Refines the label heads over the frozen features of the pool, with talk and music as what raises no other label.

Both are everywhere on live feeds, and rare in scenes in which every kind is as likely as any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from earwitness_training.data.chain import RecordingChain
from earwitness_training.data.recordings import SPEECH
from earwitness_training.data.scenes import SceneMixer
from earwitness_training.models.clap import AudioTower
from earwitness_training.train.caption import Pool
from earwitness_training.train.clap import PARTS_SCALE, highest, label_losses, parts_loss
from earwitness_training.train.loop import Stage, run

STRETCHES = {"talk": 480, "music": 240}
SECONDS, ENCODED_AT_ONCE = 10.0, 8
BATCH, STRETCHES_A_BATCH = 96, 24


@dataclass(frozen=True)
class Stretches:
    """Frame features float[stretches, frames, width] of talk and music, and float[stretches, labels]: 1 for each label
    that is not heard.
    """

    features: Tensor
    unheard: Tensor


@torch.no_grad()
def draw_stretches(tower: AudioTower, mixer: SceneMixer, chain: RecordingChain, labels: list[str]) -> Stretches | None:
    """Talk where speech is a kind, and music where there is some; none where there is neither."""
    tower.eval()
    frames, features, unheard = tower.frames, [], []
    there = {"talk": SPEECH in mixer.by_label, "music": mixer.music is not None}
    for name, count in STRETCHES.items():
        for _ in range(count // ENCODED_AT_ONCE if there[name] else 0):
            scenes = [mixer.stretch(SECONDS, name) for _ in range(ENCODED_AT_ONCE)]
            waveform = chain.record(np.stack([scene.waveform for scene in scenes]))
            features.append(frames.from_spectrogram(frames.mel.by_fft(frames.whole_frames(waveform))))
            unheard.append(torch.tensor([[name == "music" or label != SPEECH for label in labels]] * len(scenes)))
    return Stretches(torch.cat(features), torch.cat(unheard).float()) if features else None


def refine(
    tower: AudioTower,
    pools: list[Pool],
    stretches: Stretches | None,
    labels: list[str],
    rate: float,
    steps: int,
    rng: np.random.Generator,
    work: Path,
    resume: bool,
) -> None:
    """Trains the heads and what is added to them alone; `rate` is in label frames a second."""
    parts = {"head": tower.head, "part_head": tower.part_head, "refinement": tower.refinement}
    trained = nn.ModuleDict({name: part for name, part in parts.items() if part is not None})

    def losses() -> dict[str, Tensor]:
        pool = pools[rng.integers(len(pools))]
        rows = rng.integers(len(pool.scenes), size=BATCH)
        scenes = [pool.scenes[row] for row in rows]
        logits = tower.label_logits(label_frames(pool.features[rows].float()))
        found = label_losses(logits, scenes, labels, rate)
        found["parts"] = PARTS_SCALE * parts_loss(tower.part_logits(pool.embeddings[rows]), scenes, labels)
        if stretches is not None:
            some = rng.integers(len(stretches.features), size=STRETCHES_A_BATCH)
            found["stretches"] = _raised(tower, stretches, some)
        return found

    tower.eval()
    tower.dropout.train()
    run(Stage("head", trained, losses, steps, peak_rate=2e-3), work, resume)
    tower.eval()


def _raised(tower: AudioTower, stretches: Stretches, rows: np.ndarray) -> Tensor:
    """How much is heard in some stretches that isn't there, in frames, at all, and by their embeddings."""
    unheard = stretches.unheard[rows]
    embedding, logits = tower.from_frames(stretches.features[rows])
    told = tower.part_logits(embedding.detach())
    over_time = F.softplus(logits).mean(1) + F.softplus(highest(logits)) + PARTS_SCALE * F.softplus(told).mean(1)
    return (over_time * unheard).sum(-1).mean()


def label_frames(features: Tensor) -> Tensor:
    """As the tower pools them: float[batch, frames, width] to float[batch, frames // 2, width]."""
    return F.avg_pool1d(features.transpose(1, 2), 2).transpose(1, 2)
