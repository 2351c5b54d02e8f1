"""The CLAP pair: a log-mel CNN with a head for labelled sounds, and a small text transformer."""

from __future__ import annotations

from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from earwitness_training.config import ClapAudioConfig, ClapTextConfig
from earwitness_training.models.mel import LogMel
from earwitness_training.models.transformer import MASKED, EncoderLayer

PARTS = 4  # of a window, for each of which the embedding tells what is heard


class Stem(nn.Sequential):
    """One strided 5×5 convolution: full resolution would cost more than all that follows."""

    def __init__(self, width: int) -> None:
        super().__init__(nn.Conv2d(1, width, 5, stride=2, padding=2, bias=False), nn.BatchNorm2d(width), nn.ReLU())


class Block(nn.Sequential):
    """Two 3×3 convolutions, then time and frequency halved."""

    def __init__(self, width_in: int, width: int) -> None:
        super().__init__(
            nn.Conv2d(width_in, width, 3, padding=1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.Conv2d(width, width, 3, padding=1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.MaxPool2d(2),
        )


class Context(nn.Module):
    """A dilated convolution over time around a shortcut: a frame learns what goes on around it."""

    def __init__(self, width: int, dilation: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv1d(width, width, 3, padding=dilation, dilation=dilation, bias=False), nn.BatchNorm1d(width)
        )

    def forward(self, x: Tensor) -> Tensor:
        """Shape float[batch, width, frames] in and out."""
        return x + F.relu(self.body(x))


class FrameEncoder(nn.Module):
    """Waveform to features of each frame: a log-mel CNN, then context over time."""

    def __init__(self, config: ClapAudioConfig, sample_rate: int) -> None:
        super().__init__()
        self.label_hop, self.width = config.label_hop, config.channels[-1]
        self.mel = LogMel(sample_rate, config.n_fft, config.hop, config.mels)
        widths = config.channels
        self.blocks = nn.Sequential(Stem(widths[0]), *(Block(a, b) for a, b in pairwise(widths)))
        bands = config.mels // 2 ** len(config.channels)
        self.mix = nn.Conv1d(self.width * bands, self.width, 1)
        self.context = nn.Sequential(*(Context(self.width, dilation) for dilation in config.context))

    def whole_frames(self, waveform: Tensor) -> Tensor:
        """Fills samples up with zeros to whole label frames."""
        return F.pad(waveform, (0, -waveform.shape[1] % self.label_hop))

    def from_spectrogram(self, mel: Tensor) -> Tensor:
        """float[batch, 1, spectra, mels] to float[batch, frames, width]."""
        x = self.blocks(mel)  # [batch, channels, frames, bands]
        x = F.relu(self.mix(x.transpose(2, 3).flatten(1, 2)))  # [batch, channels, frames]
        return self.context(x).transpose(1, 2)

    def forward(self, waveform: Tensor) -> Tensor:
        """float[batch, samples] to float[batch, frames, width]."""
        return self.from_spectrogram(self.mel(self.whole_frames(waveform)))


class Refinement(nn.Module):
    """Convolutions over label frames whose output is added to the head's: they tell music from its notes."""

    def __init__(self, width: int, labels: int) -> None:
        super().__init__()
        self.near = nn.Conv1d(width, width // 2, 5, padding=2)
        self.far = nn.Conv1d(width // 2, width // 2, 5, padding=4, dilation=2)
        self.head = nn.Linear(width // 2, labels)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)

    def forward(self, x: Tensor) -> Tensor:
        """float[batch, label frames, width] to float[batch, label frames, labels]."""
        return self.head(F.relu(self.far(F.relu(self.near(x.transpose(1, 2))))).transpose(1, 2))


class AudioTower(nn.Module):
    """Waveform to embedding and frame-wise label logits."""

    def __init__(self, config: ClapAudioConfig, sample_rate: int, labels: int) -> None:
        super().__init__()
        self.frames = FrameEncoder(config, sample_rate)
        self.head = nn.Linear(config.channels[-1], labels) if config.label_head else None
        self.refinement = Refinement(config.channels[-1], labels) if config.refined_head else None
        self.parts = config.parts
        self.projection = nn.Linear((2 + config.parts) * config.channels[-1], config.embedding_dim)
        self.part_head = nn.Linear(config.embedding_dim, PARTS * labels) if config.label_head else None
        self.dropout = nn.Dropout(0.2)
        self.register_buffer("calibration_scale", torch.ones(labels))
        self.register_buffer("calibration_part_scale", torch.zeros(labels))
        self.register_buffer("calibration_bias", torch.zeros(labels))

    def from_frames(self, frames: Tensor) -> tuple[Tensor, Tensor | None]:
        """Features to embedding float[batch, dim] of length 1 and label logits float[batch, label frames, labels]."""
        x = F.avg_pool1d(frames.transpose(1, 2), 2).transpose(1, 2)  # [batch, label frames, channels]
        pooled = torch.cat([x.mean(1), x.amax(1)], dim=-1)
        if self.parts:
            pooled = torch.cat([pooled, (in_parts(self.parts, x.shape[1], x) @ x).flatten(1)], dim=-1)
        embedding = F.normalize(self.projection(self.dropout(pooled)), dim=-1)
        return embedding, self.label_logits(x) if self.head is not None else None

    def label_logits(self, x: Tensor) -> Tensor:
        """float[batch, label frames, channels] to float[batch, label frames, labels]."""
        logits = self.head(self.dropout(x))
        return logits if self.refinement is None else logits + self.refinement(x)

    def from_spectrogram(self, mel: Tensor) -> tuple[Tensor, Tensor | None]:
        """The same from float[batch, 1, spectra, mels]."""
        return self.from_frames(self.frames.from_spectrogram(mel))

    def part_logits(self, embedding: Tensor) -> Tensor:
        """What is heard in which part of the window, by its embedding alone: float[batch, PARTS, labels]."""
        return self.part_head(embedding).unflatten(1, (PARTS, -1))

    def part_logits_over(self, frames: int, embedding: Tensor) -> Tensor:
        """The same for each label frame: float[batch, frames, labels]."""
        return over_frames(PARTS, frames, embedding) @ self.part_logits(embedding)

    def forward(self, waveform: Tensor) -> tuple[Tensor, Tensor | None]:
        """Embedding and calibrated probabilities float[batch, label frames, labels]."""
        embedding, logits = self.from_frames(self.frames(waveform))
        if logits is None:
            return embedding, None
        told = self.part_logits_over(logits.shape[1], embedding)
        margins = logits * self.calibration_scale + told * self.calibration_part_scale + self.calibration_bias
        return embedding, torch.sigmoid(margins)


def in_parts(parts: int, frames: int, like: Tensor) -> Tensor:
    """Weights that average frames over each part of the window, parts overlapping: float[parts, frames]."""
    near = nearness(parts, frames, like)
    return near / near.sum(1, keepdim=True)


def over_frames(parts: int, frames: int, like: Tensor) -> Tensor:
    """Weights that pass from each part of the window to the next, frame by frame: float[frames, parts]."""
    near = nearness(parts, frames, like)
    return (near / near.sum(0)).T


def nearness(parts: int, frames: int, like: Tensor) -> Tensor:
    """1 for a frame amid a part, falling to nothing amid its neighbours: float[parts, frames]."""
    at = (torch.arange(frames, dtype=like.dtype, device=like.device) + 0.5) / frames * parts
    centres = torch.arange(parts, dtype=like.dtype, device=like.device)[:, None] + 0.5
    return F.relu(1 - (at - centres).abs()) + 1e-4


class TextTower(nn.Module):
    """Token ids to an embedding of length 1."""

    def __init__(self, config: ClapTextConfig, vocabulary: int, embedding_dim: int) -> None:
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, config.d_model)
        self.positions = nn.Parameter(0.02 * torch.randn(config.max_tokens, config.d_model))
        self.norm = nn.LayerNorm(config.d_model)
        self.layers = nn.ModuleList(
            EncoderLayer(config.d_model, config.heads, config.ffn, dropout=0.1) for _ in range(config.layers)
        )
        self.projection = nn.Linear(config.d_model, embedding_dim)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Both int64[batch, tokens]; mean over the tokens that the mask keeps."""
        kept = attention_mask.to(self.positions.dtype)
        x = self.norm(self.tokens(input_ids) + self.positions[: input_ids.shape[1]])
        for layer in self.layers:
            x = layer(x, (1 - kept)[:, None, None] * MASKED)
        pooled = (x * kept[..., None]).sum(1) / kept.sum(1, keepdim=True)
        return F.normalize(self.projection(pooled), dim=-1)
