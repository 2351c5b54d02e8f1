"""Teaches the text tower how else people speak of sounds; the audio tower stays as it is."""

from __future__ import annotations

import math
from pathlib import Path

import torch
from torch import Tensor, nn

from earwitness_training.models.clap import TextTower
from earwitness_training.train.caption import Pool, with_noise
from earwitness_training.train.clap import alikeness, contrast, pad_tokens
from earwitness_training.train.loop import Stage, run
from earwitness_training.train.material import Material

BATCH = 96


class Words(nn.Module):
    """The text tower, and the scale of its cosines with embeddings that don't change."""

    def __init__(self, text: TextTower) -> None:
        super().__init__()
        self.text = text
        self.log_scale = nn.Parameter(torch.tensor(math.log(10.0)))


def train_words(text: TextTower, pools: list[Pool], material: Material, steps: int, work: Path, resume: bool) -> None:
    """Contrast between the pools' embeddings and captions, many of them such as people would write."""
    rng, writer, words, device = material.rng, material.free_teller, Words(text), material.device
    scenes = [scene for pool in pools for scene in pool.scenes]
    embeddings = torch.cat([pool.embeddings for pool in pools])

    def losses() -> dict[str, Tensor]:
        rows = rng.integers(len(scenes), size=min(BATCH, len(scenes)))
        drawn = [scenes[row] for row in rows]
        audio = with_noise(embeddings[rows])
        ids, kept = pad_tokens([material.tokenizer.encode(writer.write(scene)).ids for scene in drawn])
        told = words.text(ids.to(device), kept.to(device))
        return {"contrast": contrast(words.log_scale, audio.to(device), told, alikeness(drawn))}

    run(Stage("words", words, losses, steps, peak_rate=8e-4, weight_decay=0.05, device=device), work, resume)
