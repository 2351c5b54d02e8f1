"""LAION-CLAP's front end: clips filled up or fused to 10 s, as log-mel pictures, inside the graph."""

from __future__ import annotations

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

SAMPLE_RATE = 48_000
CLIP_SAMPLES = 480_000
N_FFT, HOP, LOWEST_HERTZ, HIGHEST_HERTZ = 1024, 480, 50.0, 14_000.0
CLIP_FRAMES = CLIP_SAMPLES // HOP + 1
POWER_FLOOR = 1e-10
RADIX = 32  # its square is N_FFT
OUTER_BINS = math.ceil((HIGHEST_HERTZ * N_FFT / SAMPLE_RATE + 1) / RADIX)  # nothing above is wanted


class LogMel(nn.Module):
    """float[batch, samples] to decibels float[batch, samples // HOP + 1, mels], as torchaudio computes them.

    The Fourier transform takes two steps of radix 32: a tenth of the work of one matrix of cosines and sines, and
    such a matrix would weigh 4 MB in every bundle.
    """

    def __init__(self, mels: int) -> None:
        super().__init__()
        constants = {
            "window": torch.hann_window(N_FFT).reshape(RADIX, RADIX).T.contiguous(),
            "sample": torch.arange(N_FFT).reshape(RADIX, RADIX).T.contiguous(),  # [n2, n1], n = 32 · n1 + n2
            "inner": _inner_step(),
            "outer": _outer_step(),
            "filters": _reorder_bins(_mel_filters(mels)),
        }
        constants["twiddle_cos"], constants["twiddle_sin"] = _rotation(
            np.outer(np.arange(RADIX), np.arange(RADIX)), N_FFT
        )
        for name, value in constants.items():
            self.register_buffer(name, value, persistent=False)

    def forward(self, waveform: Tensor) -> Tensor:
        """Frame *i* is centred on sample *i* · HOP; the clip is reflected at its ends."""
        padded = F.pad(waveform[:, None], (N_FFT // 2, N_FFT // 2), mode="reflect")[:, 0]
        starts = torch.arange(waveform.shape[1] // HOP + 1) * HOP
        frames = padded[:, starts[:, None, None] + self.sample] * self.window  # [batch, frames, n2, n1]
        real, imaginary = (frames @ self.inner).chunk(2, dim=3)  # each [batch, frames, n2, k1]
        real, imaginary = (
            real * self.twiddle_cos + imaginary * self.twiddle_sin,
            imaginary * self.twiddle_cos - real * self.twiddle_sin,
        )
        parts = torch.cat([real, imaginary], dim=2).transpose(2, 3)  # [batch, frames, k1, 2 · n2]
        real, imaginary = (parts @ self.outer).chunk(2, dim=3)  # each [batch, frames, k1, k2], k = k1 + 32 · k2
        power = (real.square() + imaginary.square()).flatten(2)
        return 10 * torch.log10((power @ self.filters).clamp(min=POWER_FLOOR))


class FusedMel(nn.Module):
    """Waveforms of any length to the four pictures that the audio tower looks at.

    Up to 10 s, a clip is repeated as often as it fits, then filled with silence; all four pictures are the same.
    Above, they are the clip shrunk to 10 s, and three windows of 10 s from its first, middle and last third. The
    original draws the windows with NumPy's global generator. Here they are what it draws first after `seed`.
    """

    def __init__(self, mels: int, longest_samples: int, seed: int) -> None:
        super().__init__()
        self.log_mel = LogMel(mels)
        self.register_buffer("offsets", window_offsets(longest_samples, seed), persistent=False)

    def forward(self, waveform: Tensor, offsets: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """float[batch, samples] to float[batch, 4, CLIP_FRAMES, mels], and whether the clips are longer than that.

        `offsets` int64[3] are the windows' first frames, in place of those drawn after the seed.
        """
        mel = self.log_mel(_repeat_and_fill(waveform))
        frames = torch._shape_as_tensor(mel)[1]
        chosen = self.offsets[frames - CLIP_FRAMES] if offsets is None else offsets
        windows = mel[:, chosen[:, None] + torch.arange(CLIP_FRAMES)]  # [batch, 3, CLIP_FRAMES, mels]
        return torch.cat([_shrink(mel, frames)[:, None], windows], dim=1), frames > CLIP_FRAMES


def window_offsets(longest_samples: int, seed: int) -> Tensor:
    """First frames of the three windows for each number of frames from CLIP_FRAMES on: int64[lengths, 3]."""
    lengths = max(0, longest_samples // HOP + 1 - CLIP_FRAMES) + 1
    rows = []
    for positions in range(1, lengths + 1):
        draw = np.random.RandomState(seed)
        thirds = np.array_split(np.arange(positions), 3)
        rows.append([draw.choice(third if len(third) else [0]) for third in thirds])
    return torch.from_numpy(np.array(rows, np.int64))


def _repeat_and_fill(waveform: Tensor) -> Tensor:
    """float[batch, samples] to float[batch, max(samples, CLIP_SAMPLES)]."""
    length = torch._shape_as_tensor(waveform)[1]
    position = torch.arange(length.clamp(min=CLIP_SAMPLES))
    repeats = (CLIP_SAMPLES // length).clamp(min=1)
    return waveform[:, position % length] * (position < repeats * length)


def _shrink(mel: Tensor, frames: Tensor) -> Tensor:
    """Linear interpolation along time to CLIP_FRAMES, with the arithmetic of `interpolate(align_corners=False)`."""
    place = ((torch.arange(CLIP_FRAMES) + 0.5) * (frames.float() / CLIP_FRAMES) - 0.5).clamp(min=0)
    before = place.long()
    after = torch.minimum(before + 1, frames - 1)
    share = (place - before)[:, None]
    return mel[:, before] * (1 - share) + mel[:, after] * share


def _rotation(turns: np.ndarray, parts: int) -> tuple[Tensor, Tensor]:
    """Cosine and sine of `turns / parts` of a circle."""
    phase = 2 * math.pi * (turns % parts) / parts
    return torch.from_numpy(np.cos(phase)).float(), torch.from_numpy(np.sin(phase)).float()


def _inner_step() -> Tensor:
    """Samples over n1 to [real, imaginary] parts over k1."""
    cosine, sine = _rotation(np.outer(np.arange(RADIX), np.arange(RADIX)), RADIX)
    return torch.cat([cosine, -sine], dim=1)


def _outer_step() -> Tensor:
    """[real; imaginary] parts over n2 to [real, imaginary] parts over k2."""
    cosine, sine = _rotation(np.outer(np.arange(RADIX), np.arange(OUTER_BINS)), RADIX)
    return torch.cat([torch.cat([cosine, -sine], dim=1), torch.cat([sine, cosine], dim=1)])


def _reorder_bins(filters: Tensor) -> Tensor:
    """Rows in the order k1, k2 in which the transform leaves its bins."""
    rows = filters[: RADIX * OUTER_BINS]
    return rows.reshape(OUTER_BINS, RADIX, -1).transpose(0, 1).reshape(rows.shape)


def _mel_filters(mels: int) -> Tensor:
    """Triangles on the HTK mel scale, in single precision as torchaudio's: float[bins, mels]."""
    lowest, highest = (2595.0 * math.log10(1 + hertz / 700) for hertz in (LOWEST_HERTZ, HIGHEST_HERTZ))
    edges = 700 * (10 ** (torch.linspace(lowest, highest, mels + 2) / 2595.0) - 1)
    slopes = edges[None] - torch.linspace(0, SAMPLE_RATE // 2, N_FFT // 2 + 1)[:, None]
    widths = edges[1:] - edges[:-1]
    falling = -slopes[:, :-2] / widths[:-1]
    rising = slopes[:, 2:] / widths[1:]
    return torch.minimum(falling, rising).clamp(min=0)
