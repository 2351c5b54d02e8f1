"""Trains the CLAP pair: contrastive between scenes and captions, and labelled sounds frame by frame."""

from __future__ import annotations

import copy
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from earwitness_training.data.scenes import Scene
from earwitness_training.data.teacher import CLASSES
from earwitness_training.models.clap import PARTS, AudioTower, TextTower
from earwitness_training.tokenization import PAD_ID
from earwitness_training.train.loop import Stage, ahead, run
from earwitness_training.train.material import Material

LENGTHS = [(2.0, 48), (3.0, 32), (4.0, 24), (6.0, 16), (10.0, 10)]  # seconds and scenes of a batch, drawn at random
SHARES = {"empty": 0.16, "alone": 0.45, "together": 0.24, "sequence": 0.15}
MAX_SCALE = 30.0
TEACHER_SCALE, PARTS_SCALE = 0.15, 0.3
MASKS = 2


class ClapPair(nn.Module):
    """Both towers, the learnt scale of their cosines, and a head that repeats the teacher, which only training uses."""

    def __init__(self, audio: AudioTower, text: TextTower) -> None:
        super().__init__()
        self.audio, self.text = audio, text
        self.pupil = nn.Linear(audio.frames.width, CLASSES)
        self.log_scale = nn.Parameter(torch.tensor(math.log(10.0)))


def train_clap(
    pair: ClapPair, material: Material, frames_per_second: float, steps: int, work: Path, resume: bool
) -> None:
    """One stage for both towers."""
    mixer, writer, labels, device = material.mixer(material.kept), material.writer, material.labels, material.device
    frontend = copy.deepcopy(pair.audio.frames.mel)  # batches are drawn on the CPU
    pair.audio.frames.blocks.to(memory_format=torch.channels_last)

    def batch() -> tuple[list[Scene], Tensor, Tensor, Tensor]:
        seconds, count = LENGTHS[mixer.rng.integers(len(LENGTHS))]
        scenes = [mixer.draw(seconds, SHARES) for _ in range(count)]
        waveform = material.chain.record(np.stack([scene.waveform for scene in scenes]))
        with torch.no_grad():
            mel = mask(frontend.by_fft(pair.audio.frames.whole_frames(waveform)), mixer.rng)
        ids, kept = pad_tokens([material.tokenizer.encode(writer.write(scene)).ids for scene in scenes])
        return scenes, mel.contiguous(memory_format=torch.channels_last), ids, kept

    def losses(scenes: list[Scene], mel: Tensor, ids: Tensor, kept: Tensor) -> dict[str, Tensor]:
        mel, ids, kept = mel.to(device), ids.to(device), kept.to(device)
        with torch.autocast(device.type, torch.bfloat16):
            frames = pair.audio.frames.from_spectrogram(mel)
            embedding, logits = pair.audio.from_frames(frames)
            told = pair.audio.part_logits(embedding) if logits is not None else None
            text = pair.text(ids, kept)
            repeated = pair.pupil(F.avg_pool1d(frames.transpose(1, 2), 2).transpose(1, 2))
        found = {"contrast": contrast(pair.log_scale, embedding.float(), text.float(), alikeness(scenes))}
        if logits is not None:
            found["parts"] = PARTS_SCALE * parts_loss(told.float(), scenes, labels)
            found |= label_losses(logits.float(), scenes, labels, frames_per_second)
        if any(event.taught is not None for scene in scenes for event in scene.events):
            found["teacher"] = TEACHER_SCALE * teacher_loss(repeated.float(), scenes)
        return found

    with ahead(batch) as draw:
        stage = Stage("clap", pair, lambda: losses(*draw()), steps, peak_rate=2e-3, weight_decay=0.05, device=device)
        run(stage, work, resume)


def contrast(log_scale: Tensor, audio: Tensor, text: Tensor, alike: Tensor) -> Tensor:
    """Cross-entropy both ways; row i of `alike` says how far caption j fits scene i."""
    logits = log_scale.exp().clamp(max=MAX_SCALE) * audio @ text.T
    alike = alike.to(logits.device)
    return (_soft_cross_entropy(logits, alike) + _soft_cross_entropy(logits.T, alike.T)) / 2


def parts_loss(told: Tensor, scenes: list[Scene], labels: list[str]) -> Tensor:
    """Binary cross-entropy of what is heard in which part: float[batch, parts, labels]."""
    truth = torch.from_numpy(np.stack([scene.frame_truth(labels, PARTS, PARTS / scene.seconds) for scene in scenes]))
    return F.binary_cross_entropy_with_logits(told, truth.to(told.device), reduction="none").sum(-1).mean()


def teacher_loss(repeated: Tensor, scenes: list[Scene]) -> Tensor:
    """Binary cross-entropy with the teacher's scores, float[batch, rows, classes], over scenes that have events."""
    rows, classes = repeated.shape[1:]
    busy = [i for i, scene in enumerate(scenes) if scene.events]
    wanted = torch.from_numpy(np.stack([scenes[i].taught(rows, classes) for i in busy])).to(repeated.device)
    return F.binary_cross_entropy_with_logits(repeated[busy], wanted, reduction="none").sum(-1).mean()


def label_losses(logits: Tensor, scenes: list[Scene], labels: list[str], frames_per_second: float) -> dict[str, Tensor]:
    """Binary cross-entropy for each frame, and for the whole scene by its loudest frames; summed over labels."""
    frames = logits.shape[1]
    truth = torch.from_numpy(np.stack([scene.frame_truth(labels, frames, frames_per_second) for scene in scenes]))
    truth = truth.to(logits.device)
    return {
        "frames": F.binary_cross_entropy_with_logits(logits, truth, reduction="none").sum(-1).mean(),
        "scene": F.binary_cross_entropy_with_logits(highest(logits), truth.amax(1), reduction="none").sum(-1).mean(),
    }


def highest(logits: Tensor) -> Tensor:
    """A soft maximum over frames: float[batch, frames, labels] to float[batch, labels]."""
    return (torch.logsumexp(2 * logits, 1) - math.log(logits.shape[1])) / 2


def alikeness(scenes: list[Scene]) -> Tensor:
    """Shared kinds over all kinds of each pair of scenes, squared; a backdrop is a kind of its own."""
    kinds = [{event.label for event in scene.events} or {scene.backdrop} for scene in scenes]
    names = sorted(set().union(*kinds))
    sets = torch.tensor([[float(name in kind) for name in names] for kind in kinds])
    shared = sets @ sets.T
    either = sets.sum(1)[:, None] + sets.sum(1)[None] - shared
    return (shared / either).square()


def mask(mel: Tensor, rng: np.random.Generator) -> Tensor:
    """Blanks bands and stretches of time of each float[batch, 1, frames, mels] (SpecAugment, arXiv 1904.08779)."""
    batch, _, frames, bands = mel.shape
    for row in range(batch):
        for _ in range(MASKS):
            width, low = rng.integers(0, bands // 8 + 1), rng.integers(bands)
            mel[row, :, :, low : low + width] = 0
            length, start = rng.integers(0, frames // 12 + 1), rng.integers(frames)
            mel[row, :, start : start + length] = 0
    return mel


def pad_tokens(ids: list[list[int]]) -> tuple[Tensor, Tensor]:
    """Token lists to int64[batch, longest] and the mask of what is no padding."""
    padded = nn.utils.rnn.pad_sequence([torch.tensor(row) for row in ids], batch_first=True, padding_value=PAD_ID)
    return padded, (padded != PAD_ID).long()


def _soft_cross_entropy(logits: Tensor, targets: Tensor) -> Tensor:
    return -(targets / targets.sum(1, keepdim=True) * logits.log_softmax(1)).sum(1).mean()
