"""Sounds of no known kind, drawn at random: what a model must hear so as not to take them for what it knows."""

from __future__ import annotations

import numpy as np
from scipy.signal import lfilter

from earwitness_training.data.synthesis import Synthesiser

MOST_CALLS = 5
LONGEST_PAUSE = 1.2


class UnfamiliarSounds(Synthesiser):
    """Calls, trills, croaks, drops, creaks, zaps and strikes, wilder than any one animal's or thing's.

    They train as outliers do (Hendrycks et al., arXiv 1812.04606): no label is true of them.
    """

    def draw(self) -> np.ndarray:
        """One kind of sound, once or in a loose row: float[samples] with a peak of 1."""
        sound = (self.call, self.trill, self.croak, self.drops, self.creak, self.zap, self.strike)[self.rng.integers(7)]
        parts: list[np.ndarray | float] = []
        for _ in range(self.rng.integers(1, MOST_CALLS + 1)):
            parts += [sound(), float(self.rng.uniform(0.02, LONGEST_PAUSE))]
        wave = self._join(parts[:-1])
        return wave / max(np.abs(wave).max(), 1e-6)

    def call(self) -> np.ndarray:
        """A voiced call: a bent pitch, far below or above a human voice's, through a few resonances."""
        low, high = ((35, 130), (700, 3500))[self.rng.integers(2)]
        time = self._time(self.rng.uniform(0.08, 1.5))
        pitch = self._pitch(low, high) * self._bend(len(time), 0.45)
        phase = 2 * np.pi * np.cumsum(pitch) / self.sample_rate
        tilt, top = self.rng.uniform(0.3, 1.5), int(self.sample_rate / 2 / pitch.max())
        wave = sum(np.sin(n * phase) / n**tilt for n in range(1, max(2, min(top, 40))))
        breath = self.rng.uniform(0, 0.4) * self.rng.standard_normal(len(time))
        return self._soften(self._resonances(wave + breath, 300, 5000) * self._swell(len(time)))

    def trill(self) -> np.ndarray:
        """An insect's or a bird's: a high tone, beaten fast."""
        time = self._time(self.rng.uniform(0.2, 3))
        tone = np.sin(2 * np.pi * np.cumsum(self._pitch(1800, 7000) * self._bend(len(time), 0.1)) / self.sample_rate)
        beat = np.sin(2 * np.pi * self._pitch(6, 180) * time)
        return self._soften(tone * np.clip(beat + self.rng.uniform(-0.5, 0.8), 0, 1) * self._swell(len(time)))

    def croak(self) -> np.ndarray:
        """Slow pulses through resonances."""
        time = self._time(self.rng.uniform(0.15, 1.2))
        phase = np.cumsum(self._pitch(12, 70) * self._bend(len(time), 0.3)) / self.sample_rate
        pulses = np.diff(np.floor(phase), prepend=0)
        return self._soften(self._resonances(pulses, 250, 2500) * self._swell(len(time)))

    def drops(self) -> np.ndarray:
        """Bubbles: short tones that rise while they fade."""
        parts: list[np.ndarray | float] = []
        for _ in range(self.rng.integers(1, 12)):
            time = self._time(self.rng.uniform(0.02, 0.12))
            pitch = self._pitch(250, 2500) * (1 + self.rng.uniform(2, 14) * time)
            bubble = np.sin(2 * np.pi * np.cumsum(pitch) / self.sample_rate) * np.exp(-time * self._pitch(20, 90))
            parts += [self._soften(bubble), float(self.rng.exponential(0.05))]
        return self._join(parts)

    def creak(self) -> np.ndarray:
        """Something that sticks and slips, ever faster or slower."""
        time = self._time(self.rng.uniform(0.3, 2))
        rate = np.geomspace(self._pitch(15, 300), self._pitch(15, 300), len(time))
        slips = np.diff(np.floor(np.cumsum(rate) / self.sample_rate), prepend=0)
        return self._soften(self._resonances(slips * self.rng.uniform(0.3, 1, len(time)), 400, 6000))

    def zap(self) -> np.ndarray:
        """A tone that falls or rises over octaves at once."""
        time = self._time(self.rng.uniform(0.05, 0.6))
        pitch = np.geomspace(self._pitch(80, 6000), self._pitch(80, 6000), len(time))
        wave = np.sin(2 * np.pi * np.cumsum(pitch) / self.sample_rate)
        return self._soften(np.tanh(self.rng.uniform(0.5, 6) * wave) * np.exp(-time * self.rng.uniform(0, 6)))

    def strike(self) -> np.ndarray:
        """A drum, a block or a bar: a few low modes that ring together."""
        time, root = self._time(self.rng.uniform(0.1, 1.5)), self._pitch(50, 700)
        wave = np.zeros(len(time))
        for _ in range(self.rng.integers(2, 7)):
            pitch, decay = root * self.rng.uniform(1, 4.5), self._pitch(3, 50)
            wave += self.rng.uniform(0.2, 1) * np.exp(-time * decay) * np.sin(2 * np.pi * pitch * time)
        return self._soften(wave)

    def _bend(self, samples: int, depth: float) -> np.ndarray:
        """A slow course around 1, by up to `depth`."""
        knots = self.rng.integers(2, 7)
        course = np.interp(np.linspace(0, 1, samples), np.linspace(0, 1, knots), self.rng.uniform(-depth, depth, knots))
        return 2**course

    def _swell(self, samples: int) -> np.ndarray:
        at, peak = np.linspace(0, 1, samples), self.rng.uniform(0.05, 0.9)
        return np.minimum(at / peak, (1 - at) / (1 - peak)) ** self.rng.uniform(0.2, 1.5)

    def _resonances(self, wave: np.ndarray, low: float, high: float) -> np.ndarray:
        heard = np.zeros(len(wave))
        for _ in range(self.rng.integers(1, 5)):
            pitch, width = min(self._pitch(low, high), 0.45 * self.sample_rate), self._pitch(30, 500)
            radius = np.exp(-np.pi * width / self.sample_rate)
            turn = 2 * radius * np.cos(2 * np.pi * pitch / self.sample_rate)
            heard += self.rng.uniform(0.3, 1) * (1 - radius) * lfilter([1], [1, -turn, radius**2], wave)
        return heard
