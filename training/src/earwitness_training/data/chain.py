"""The recording chain: rooms, microphones, lines and noise, drawn at random so that none of them gives a sound away."""

from __future__ import annotations

import numpy as np
import torch
from scipy import fft
from torch import Tensor

from earwitness_training.data.scenes import coloured_noise, hum

NOISE_SECONDS = 12
GRID = 256  # frequencies at which smooth responses are drawn


class RecordingChain:
    """Passes scenes through chains of their own. Keeps a store of noises, cut at random. Not thread-safe."""

    def __init__(self, sample_rate: int, rng: np.random.Generator, noises: int = 32) -> None:
        self.sample_rate, self.rng = sample_rate, rng
        length = NOISE_SECONDS * sample_rate
        makers = [hum if i % 5 == 0 else coloured_noise for i in range(noises)]
        self.noises = np.stack([make(length, sample_rate, rng).astype(np.float32) for make in makers])

    def record(self, waveforms: np.ndarray, noisy: float = 0.5) -> Tensor:
        """float32[batch, samples] to the same within −1…1; a share `noisy` gets added noise.

        Scenes are at most as long as the stored noises.
        """
        batch, samples = waveforms.shape
        size = fft.next_fast_len(samples + self.sample_rate // 2, real=True)  # room for the reverb's tail
        spectrum = torch.fft.rfft(torch.from_numpy(waveforms), n=size)
        responses = torch.from_numpy(np.stack([self._response(size) for _ in range(batch)]))
        recorded = torch.fft.irfft(spectrum * responses, n=size)[:, :samples]
        for row in recorded.numpy():
            if self.rng.random() < noisy:
                row += self._noise(row)
        gain = 10 ** (self.rng.uniform(-18, 6, (batch, 1)) / 20)
        return (recorded * torch.from_numpy(gain).float()).clamp(-1, 1)

    def _response(self, size: int) -> np.ndarray:
        """Tilt, band limits and reverb as one frequency response: complex64[size // 2 + 1]."""
        rng, top = self.rng, self.sample_rate / 2
        grid = np.linspace(0, top, GRID)
        smooth = 10 ** (rng.uniform(-3, 3) * np.log2(np.maximum(grid, 30) / 1000) / 20)
        kind = rng.random()
        if kind < 0.15:  # telephone
            smooth *= _band(grid, 300, 3400, 6)
        elif kind < 0.6:  # any microphone and codec
            smooth *= _band(grid, rng.uniform(20, 150), rng.uniform(2500, top), rng.uniform(2, 8))
        bins = size // 2 + 1
        response = np.interp(np.linspace(0, top, bins, dtype=np.float32), grid, smooth).astype(np.complex64)
        return response * self._reverb(size) if rng.random() < 0.35 else response

    def _reverb(self, size: int) -> np.ndarray:
        """Direct sound and an exponentially decaying tail of noise, as a frequency response."""
        length = int(self.rng.uniform(0.05, 0.45) * self.sample_rate)
        decay = np.exp(-np.arange(length, dtype=np.float32) * 6.9 / length)
        tail = self.rng.standard_normal(length, np.float32) * decay
        tail *= self.rng.uniform(0.1, 0.7) / np.sqrt(np.square(tail).sum())
        tail[0] = 1
        return fft.rfft(tail, n=size)

    def _noise(self, signal: np.ndarray) -> np.ndarray:
        """A stored noise, 8 to 45 dB under the signal's loudest tenth of a second."""
        block = self.sample_rate // 10
        peak = np.square(signal[: len(signal) // block * block].reshape(-1, block)).mean(1).max() ** 0.5
        noise = self.noises[self.rng.integers(len(self.noises))]
        start = self.rng.integers(len(noise) - len(signal) + 1)
        return noise[start : start + len(signal)] * np.float32(peak * 10 ** (-self.rng.uniform(8, 45) / 20))


def _band(frequencies: np.ndarray, low: float, high: float, order: float) -> np.ndarray:
    """Magnitudes of a Butterworth band-pass."""
    below = 1 / np.sqrt(1 + (low / np.maximum(frequencies, 1)) ** 4)
    return below / np.sqrt(1 + (frequencies / high) ** (2 * order))
