"""Log-mel spectrogram as a convolution and a matrix product, so that it exports with the graph that needs it."""

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

POWER_FLOOR = 1e-9  # about the noise of 16-bit quantisation
LOG_CENTRE, LOG_SPREAD = -12.0, 4.0  # bring common log powers to around zero mean and unit spread


class LogMel(nn.Module):
    """Waveform float[batch, samples] to float[batch, 1, samples // hop, mels].

    `samples` has to be a multiple of `hop`. Nothing in here is learnt.
    """

    def __init__(self, sample_rate: int, n_fft: int, hop: int, mels: int) -> None:
        super().__init__()
        self.hop = hop
        self.padding = ((n_fft - hop) // 2, n_fft - hop - (n_fft - hop) // 2)
        window = np.hanning(n_fft + 1)[:-1]
        window /= window.sum()  # a full-scale sine then has power 1/4
        self.register_buffer("window", torch.from_numpy(window).float(), persistent=False)
        self.register_buffer("fourier", torch.from_numpy(_fourier_filters(window)), persistent=False)
        self.register_buffer("filters", torch.from_numpy(mel_filters(sample_rate, n_fft, mels)), persistent=False)

    def forward(self, waveform: Tensor) -> Tensor:
        """Each frame is centred on its hop."""
        padded = F.pad(waveform[:, None], self.padding)
        spectrum = F.conv1d(padded, self.fourier, stride=self.hop)  # [batch, 2 * bins, frames]
        real, imaginary = spectrum.transpose(1, 2).chunk(2, dim=2)
        return self._compress(real * real + imaginary * imaginary)

    def by_fft(self, waveform: Tensor) -> Tensor:
        """The same several times faster, for training; a fast Fourier transform has no ONNX form at opset 17."""
        frames = F.pad(waveform, self.padding).unfold(1, len(self.window), self.hop)
        return self._compress(torch.fft.rfft(frames * self.window).abs().square())

    def _compress(self, power: Tensor) -> Tensor:
        mel = torch.matmul(power, self.filters)
        return ((torch.log(mel.clamp(min=POWER_FLOOR)) - LOG_CENTRE) / LOG_SPREAD)[:, None]


def _fourier_filters(window: np.ndarray) -> np.ndarray:
    """Windowed cosines, then sines: float[2 * bins, 1, n_fft]."""
    n_fft = len(window)
    bins = np.arange(n_fft // 2 + 1)[:, None]
    phase = 2 * math.pi * bins * np.arange(n_fft)[None] / n_fft
    return (np.concatenate([np.cos(phase), np.sin(phase)]) * window)[:, None].astype(np.float32)


def mel_filters(sample_rate: int, n_fft: int, mels: int) -> np.ndarray:
    """Triangles of height 1 on the HTK mel scale between 40 Hz and half the rate: float[bins, mels]."""

    def to_mel(hertz: np.ndarray) -> np.ndarray:
        return 2595 * np.log10(1 + hertz / 700)

    edges = np.linspace(to_mel(np.array(40.0)), to_mel(np.array(sample_rate / 2)), mels + 2)
    bins = to_mel(np.arange(n_fft // 2 + 1) * sample_rate / n_fft)[:, None]
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    return np.maximum(0, np.minimum(rising, falling)).astype(np.float32)
