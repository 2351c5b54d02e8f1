"""HTS-AT, LAION-CLAP's audio tower (arXiv 2202.00874), with attentional fusion of clips over 10 s (arXiv 2211.06687).

Modules are named as in the published checkpoints.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from earwitness_training.models.transformer import MASKED
from earwitness_training.official.weights import Weights

WINDOW = 8
PATCH = 4
PICTURE = 256  # patches come from a square of this side
FOLDS = 4  # a spectrogram of PICTURE · FOLDS frames lies in the square as FOLDS strips, one below the other


class HtsAt(nn.Module):
    """Four log-mel pictures of each clip to one vector."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self.bn0 = nn.BatchNorm2d(PICTURE // FOLDS)
        width = weights["patch_embed.proj.weight"].shape[0]
        self.patch_embed = PatchEmbedding(width)
        stages = weights.under("layers")
        self.layers = nn.Sequential(
            *(_stage(stages.under(str(i)), width << i, PICTURE // PATCH >> i) for i in stages.indices())
        )
        self.norm = nn.LayerNorm(width << (len(self.layers) - 1))
        weights.fill(self)

    def forward(self, pictures: Tensor, longer: Tensor) -> Tensor:
        """float[batch, 4, frames, mels] and bool[] to float[batch, width of the last stage]."""
        x = self.bn0(pictures.transpose(1, 3)).transpose(1, 3)
        x = self.layers(self.patch_embed(_fold(_stretch(x)), longer))
        return self.norm(x).mean((1, 2))


class PatchEmbedding(nn.Module):
    """Patches of the first picture, and where clips are longer, of the other three, fused into them."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.proj = nn.Conv2d(1, width, PATCH, PATCH)
        self.mel_conv2d = nn.Conv2d(1, width, (PATCH, 3 * PATCH), (PATCH, 3 * PATCH))
        self.fusion_model = AttentionalFusion(width)
        self.norm = nn.LayerNorm(width)

    def forward(self, x: Tensor, longer: Tensor) -> Tensor:
        """float[batch, 4, side, side] to float[batch, patches, patches, width]."""
        whole = self.proj(x[:, :1])
        side = x.shape[2]
        parts = self.mel_conv2d(x[:, 1:].reshape(-1, 1, side, side))  # [batch · 3, width, rows, columns]
        parts = parts.reshape(-1, 3, *parts.shape[1:]).permute(0, 2, 3, 1, 4).flatten(3)
        parts = F.pad(parts, (0, whole.shape[3] - parts.shape[3]))
        x = torch.where(longer, self.fusion_model(whole, parts), whole)
        return self.norm(x.permute(0, 2, 3, 1))


class AttentionalFusion(nn.Module):
    """A gate between two maps, from each place and from the whole (arXiv 2009.14082)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.local_att = nn.Sequential(*_gate(width))
        self.global_att = nn.Sequential(nn.AdaptiveAvgPool2d(1), *_gate(width))

    def forward(self, x: Tensor, residual: Tensor) -> Tensor:
        """All float[batch, width, rows, columns]."""
        both = x + residual
        gate = torch.sigmoid(self.local_att(both) + self.global_att(both))
        return 2 * x * gate + 2 * residual * (1 - gate)


class WindowAttention(nn.Module):
    """Self-attention within windows of the map, with a bias for each relative position."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.relative_position_bias_table = nn.Parameter(torch.zeros((2 * WINDOW - 1) ** 2, heads))
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)
        self.register_buffer("relative", _relative_positions(), persistent=False)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """X float[batch · windows, places, width]; mask float[windows, 1, places, places]."""
        places, width = x.shape[1:]
        qkv = self.qkv(x).reshape(-1, places, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        query, key, value = qkv[0] * (width // self.heads) ** -0.5, qkv[1], qkv[2]
        scores = query @ key.transpose(2, 3) + self.relative_position_bias_table[self.relative].permute(2, 0, 1)
        if mask is not None:
            scores = scores.reshape(-1, len(mask), self.heads, places, places) + mask
            scores = scores.reshape(-1, self.heads, places, places)
        return self.proj((scores.softmax(-1) @ value).transpose(1, 2).reshape(-1, places, width))


class Mlp(nn.Module):
    """The position-wise part of a block."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x: Tensor) -> Tensor:
        """Shape float[…, width] in and out."""
        return self.fc2(F.gelu(self.fc1(x)))


class SwinBlock(nn.Module):
    """Windowed attention (every second block shifts the windows by half) and an MLP (arXiv 2103.14030)."""

    def __init__(self, width: int, heads: int, side: int, shifted: bool) -> None:
        super().__init__()
        self.side, self.width = side, width
        self.shift = WINDOW // 2 if shifted and side > WINDOW else 0
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attn = WindowAttention(width, heads)
        self.mlp = Mlp(width)
        self.register_buffer("regions", _regions(side, self.shift), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        """Shape float[batch, side, side, width] in and out."""
        windows = _partition(self._roll(self.norm1(x), -self.shift)).flatten(1, 2)
        windows = self.attn(windows, self._mask() if self.shift else None)
        count = self.side // WINDOW
        y = windows.reshape(-1, count, count, WINDOW, WINDOW, self.width).permute(0, 1, 3, 2, 4, 5)
        x = x + self._roll(y.reshape(-1, self.side, self.side, self.width), self.shift)
        return x + self.mlp(self.norm2(x))

    def _roll(self, x: Tensor, shift: int) -> Tensor:
        return x.roll((shift, shift), (1, 2)) if shift else x

    def _mask(self) -> Tensor:
        """Places that only the cyclic shift made neighbours don't see each other.

        The original adds −100; its softmax makes denormals, which are as good as nothing but slow on a CPU.
        """
        apart = self.regions[:, None, :, None] != self.regions[:, None, None, :]
        return apart * MASKED


class PatchMerging(nn.Module):
    """Halves both sides of the map and doubles its width."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(4 * width)
        self.reduction = nn.Linear(4 * width, 2 * width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """float[batch, side, side, width] to float[batch, side / 2, side / 2, 2 · width]."""
        corners = [x[:, row::2, column::2] for column in (0, 1) for row in (0, 1)]
        return self.reduction(self.norm(torch.cat(corners, dim=-1)))


class Stage(nn.Module):
    """Blocks at one resolution, then the way to the next."""

    def __init__(self, blocks: nn.Sequential, downsample: nn.Module) -> None:
        super().__init__()
        self.blocks, self.downsample = blocks, downsample

    def forward(self, x: Tensor) -> Tensor:
        """float[batch, side, side, width] to half the side and twice the width, but for the last stage."""
        return self.downsample(self.blocks(x))


def _stage(weights: Weights, width: int, side: int) -> Stage:
    tables = weights.under("blocks")
    heads = [tables[f"{i}.attn.relative_position_bias_table"].shape[1] for i in tables.indices()]
    blocks = nn.Sequential(*(SwinBlock(width, count, side, i % 2 == 1) for i, count in enumerate(heads)))
    return Stage(blocks, PatchMerging(width) if "downsample.norm.weight" in weights else nn.Identity())


def _gate(width: int) -> list[nn.Module]:
    narrow = width // 4
    return [
        nn.Conv2d(width, narrow, 1),
        nn.BatchNorm2d(narrow),
        nn.ReLU(),
        nn.Conv2d(narrow, width, 1),
        nn.BatchNorm2d(width),
    ]


def _stretch(x: Tensor) -> Tensor:
    """Bicubic along time to PICTURE · FOLDS frames, corners aligned: float[batch, 4, frames, mels]."""
    frames, target = x.shape[2], PICTURE * FOLDS
    place = torch.arange(target) * ((frames - 1) / (target - 1))
    first = place.floor()
    weights = _cubic(place - first)
    taps = [(first.long() + offset - 1).clamp(0, frames - 1) for offset in range(4)]
    return sum(x[:, :, tap] * weight[:, None] for tap, weight in zip(taps, weights, strict=True))


def _cubic(share: Tensor) -> list[Tensor]:
    """Weights of the four neighbours of a place that lies `share` behind the second (Keys, a = −0.75)."""
    a = -0.75

    def near(x: Tensor) -> Tensor:
        return ((a + 2) * x - (a + 3)) * x * x + 1

    def far(x: Tensor) -> Tensor:
        return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a

    return [far(share + 1), near(share), near(1 - share), far(2 - share)]


def _fold(x: Tensor) -> Tensor:
    """float[batch, 4, PICTURE · FOLDS, mels] to squares: strips of mels over PICTURE frames."""
    mels = x.shape[3]
    x = x.transpose(2, 3).reshape(-1, 4, mels, FOLDS, PICTURE).transpose(2, 3)
    return x.reshape(-1, 4, FOLDS * mels, PICTURE)


def _partition(x: Tensor) -> Tensor:
    """float[batch, side, side, width] to float[batch · windows, WINDOW, WINDOW, width]."""
    count, width = x.shape[1] // WINDOW, x.shape[3]
    x = x.reshape(-1, count, WINDOW, count, WINDOW, width).permute(0, 1, 3, 2, 4, 5)
    return x.reshape(-1, WINDOW, WINDOW, width)


def _regions(side: int, shift: int) -> Tensor:
    """Which part of the map a place came from before the shift: int64[windows, places]."""
    border = torch.zeros(side, dtype=torch.int64)
    if shift:
        border[side - WINDOW :] = 1
        border[side - shift :] = 2
    return _partition((3 * border[:, None] + border)[None, :, :, None]).flatten(1)


def _relative_positions() -> Tensor:
    """Row of the bias table for each pair of places: int64[places, places]."""
    grid = torch.stack(torch.meshgrid(torch.arange(WINDOW), torch.arange(WINDOW), indexing="ij")).flatten(1)
    apart = grid[:, :, None] - grid[:, None] + WINDOW - 1
    return apart[0] * (2 * WINDOW - 1) + apart[1]
