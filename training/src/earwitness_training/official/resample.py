"""Band-limited resampling, the same to the last bit of its filter as `torchaudio.transforms.Resample`."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

ZERO_CROSSINGS = 6
ROLLOFF = 0.99  # the cut-off as a share of the lower Nyquist frequency


class Resampler(nn.Module):
    """float[batch, samples] at `source` hertz to float[batch, ceil(samples · target / source)] at `target` hertz."""

    def __init__(self, source: int, target: int) -> None:
        super().__init__()
        divisor = math.gcd(source, target)
        self.source, self.target = source // divisor, target // divisor
        kernel, self.width = _sinc_kernel(self.source, self.target)
        self.register_buffer("kernel", kernel, persistent=False)

    def forward(self, waveform: Tensor) -> Tensor:
        """Leaves the waveform alone where the rates are equal."""
        if self.source == self.target:
            return waveform
        length = (
            waveform.shape[1] * self.target + self.source - 1
        ) // self.source  # no negative division: ONNX truncates
        padded = F.pad(waveform[:, None], (self.width, self.width + self.source))
        phases = F.conv1d(padded, self.kernel, stride=self.source)  # [batch, target, blocks]
        return phases.transpose(1, 2).flatten(1)[:, :length]


def _sinc_kernel(source: int, target: int) -> tuple[Tensor, int]:
    """Hann-windowed sinc filters, one for each output phase: float[target, 1, taps], and the taps before the centre."""
    cut_off = min(source, target) * ROLLOFF
    width = math.ceil(ZERO_CROSSINGS * source / cut_off)
    taps = torch.arange(-width, width + source, dtype=torch.float64)[None, None] / source
    phases = torch.arange(0, -target, -1)[:, None, None] / target  # single precision, as torchaudio has it
    time = ((phases + taps) * cut_off).clamp(-ZERO_CROSSINGS, ZERO_CROSSINGS)
    window = torch.cos(time * math.pi / ZERO_CROSSINGS / 2) ** 2
    angle = time * math.pi
    sinc = torch.where(angle == 0, torch.ones_like(angle), angle.sin() / angle)
    return (sinc * window * (cut_off / source)).float(), width
