"""The CLAP pair: a log-mel CNN with a head for labelled sounds, and a small text transformer."""

from __future__ import annotations

from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from earwitness_training.config import ClapAudioConfig, ClapTextConfig
from earwitness_training.models.mel import LogMel
from earwitness_training.models.transformer import MASKED, EncoderLayer


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


class AudioTower(nn.Module):
    """Waveform to embedding and frame-wise label logits."""

    def __init__(self, config: ClapAudioConfig, sample_rate: int, labels: int) -> None:
        super().__init__()
        self.label_hop = config.label_hop
        self.mel = LogMel(sample_rate, config.n_fft, config.hop, config.mels)
        widths = config.channels
        self.blocks = nn.Sequential(Stem(widths[0]), *(Block(a, b) for a, b in pairwise(widths)))
        bands = config.mels // 2 ** len(config.channels)
        self.mix = nn.Conv1d(config.channels[-1] * bands, config.channels[-1], 1)
        self.head = nn.Linear(config.channels[-1], labels) if config.label_head else None
        self.projection = nn.Linear(2 * config.channels[-1], config.embedding_dim)
        self.dropout = nn.Dropout(0.2)
        self.register_buffer("calibration_scale", torch.ones(labels))
        self.register_buffer("calibration_bias", torch.zeros(labels))

    def whole_frames(self, waveform: Tensor) -> Tensor:
        """Fills samples up with zeros to whole label frames."""
        return F.pad(waveform, (0, -waveform.shape[1] % self.label_hop))

    def from_spectrogram(self, mel: Tensor) -> tuple[Tensor, Tensor | None]:
        """Embedding float[batch, dim] of length 1 and label logits float[batch, label frames, labels]."""
        x = self.blocks(mel)  # [batch, channels, frames, bands]
        x = F.relu(self.mix(x.transpose(2, 3).flatten(1, 2)))  # [batch, channels, frames]
        x = F.avg_pool1d(x, 2).transpose(1, 2)  # [batch, label frames, channels]
        pooled = torch.cat([x.mean(1), x.amax(1)], dim=-1)
        embedding = F.normalize(self.projection(self.dropout(pooled)), dim=-1)
        return embedding, self.head(self.dropout(x)) if self.head is not None else None

    def forward(self, waveform: Tensor) -> tuple[Tensor, Tensor | None]:
        """Embedding and calibrated probabilities float[batch, label frames, labels]."""
        embedding, logits = self.from_spectrogram(self.mel(self.whole_frames(waveform)))
        if logits is None:
            return embedding, None
        return embedding, torch.sigmoid(logits * self.calibration_scale + self.calibration_bias)


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
