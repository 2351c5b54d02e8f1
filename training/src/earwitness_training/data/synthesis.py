"""Sounds of devices that are synthesisers themselves: alarms, sirens, bells, beeps and horns, drawn at random."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from earwitness_training.data.recordings import Recording

DRAWN_SECONDS = 9.0


class Synthesiser:
    """Draws sounds float[samples] at `sample_rate`. Not thread-safe."""

    def __init__(self, sample_rate: int, rng: np.random.Generator) -> None:
        self.sample_rate, self.rng = sample_rate, rng

    def recordings(self, kind: str, count: int, fold: int) -> list[Recording]:
        """So many draws of one kind of KINDS."""
        return [
            Recording.of(f"synthesised/{kind}/{i}", kind, fold, KINDS[kind](self), self.sample_rate)
            for i in range(count)
        ]

    def smoke_alarm(self) -> np.ndarray:
        """Temporal-three (ISO 8201): three pulses of 0.5 s with pauses of 0.5 s, then a pause of 1.5 s."""
        scale = self.rng.uniform(0.92, 1.08)
        pitch = self._pitch(2700, 3600) if self.rng.random() < 0.8 else self._pitch(480, 560)
        pulse = self._tone(pitch, 0.5 * scale, square=pitch < 1000)
        pattern = [pulse, 0.5 * scale, pulse, 0.5 * scale, pulse, 1.5 * scale]
        return self._join(pattern * 2)

    def carbon_monoxide_alarm(self) -> np.ndarray:
        """Temporal-four (UL 2034): four pulses of 0.1 s with pauses of 0.1 s, then a pause of 5 s."""
        scale = self.rng.uniform(0.9, 1.1)
        pulse = self._tone(self._pitch(2700, 3600), 0.1 * scale)
        pattern = [part for _ in range(4) for part in (pulse, 0.1 * scale)]
        return self._join([*pattern, 4.9 * scale, *pattern])

    def siren(self) -> np.ndarray:
        """Wail, yelp, or two tones."""
        time, kind = self._time(DRAWN_SECONDS), self.rng.random()
        if kind < 0.35:
            low, high, rate = self._pitch(450, 700), self._pitch(1100, 1700), self.rng.uniform(0.12, 0.4)
            sweep = 0.5 - 0.5 * np.cos(2 * np.pi * (rate * time + self.rng.random()))
        elif kind < 0.65:
            low, high, rate = self._pitch(500, 750), self._pitch(1100, 1700), self.rng.uniform(2.5, 5)
            sweep = np.abs(2 * ((rate * time) % 1) - 1)
        else:
            low, rate = self._pitch(380, 700), self.rng.uniform(0.5, 1.3)
            high = low * self.rng.uniform(1.2, 1.5)
            sweep = (((rate * time) % 1) > 0.5).astype(float)
        phase = 2 * np.pi * np.cumsum(low + (high - low) * sweep) / self.sample_rate
        wave = np.tanh(self.rng.uniform(1, 6) * np.sin(phase))
        return wave * np.clip(time / 0.5, 0.2, 1)

    def telephone_ring(self) -> np.ndarray:
        """A struck bell or an electronic warble, in the rhythm of one country or another."""
        if self.rng.random() < 0.55:
            ring = self._struck_bell
        else:
            low, rate = self._pitch(700, 1800), self.rng.uniform(8, 22)
            high = low * self.rng.uniform(1.12, 1.4)

            def ring(seconds: float) -> np.ndarray:
                time = self._time(seconds)
                step = ((rate * time) % 1) > 0.5
                wave = np.sin(2 * np.pi * np.cumsum(np.where(step, high, low)) / self.sample_rate)
                return self._soften(np.tanh(2 * wave))

        if self.rng.random() < 0.5:
            return self._join([ring(self.rng.uniform(0.9, 2.1)), self.rng.uniform(1, 4), ring(self.rng.uniform(1, 2))])
        short = self.rng.uniform(0.35, 0.5)
        return self._join([ring(short), 0.2, ring(short), self.rng.uniform(1, 2), ring(short), 0.2, ring(short)])

    def doorbell(self) -> np.ndarray:
        """Ding-dong, a chime of several notes, or an electric buzzer."""
        kind = self.rng.random()
        if kind < 0.2:
            buzz = self._tone(self._pitch(90, 180), self.rng.uniform(0.4, 1.2), square=True)
            return self._join([buzz, self.rng.uniform(0.2, 0.8), buzz] if self.rng.random() < 0.5 else [buzz])
        first = self._pitch(550, 900)
        steps = [0, -4] if kind < 0.7 else list(self.rng.choice([0, 4, 7, 12, -5], 4))
        return self._notes([first * 2 ** (step / 12) for step in steps], self.rng.uniform(0.35, 0.7))

    def reversing_beeps(self) -> np.ndarray:
        """A lorry's beeper: tone and pause of one length, again and again."""
        length = self.rng.uniform(0.32, 0.6)
        beep = self._tone(self._pitch(900, 1500), length, square=self.rng.random() < 0.5)
        return self._join([beep, length * self.rng.uniform(0.8, 1.2)] * int(DRAWN_SECONDS / (2 * length)))

    def car_horn(self) -> np.ndarray:
        """Two tones a third apart, rich in harmonics, held or hooted."""
        root = self._pitch(300, 480)
        blasts = self.rng.integers(1, 4)
        parts: list[np.ndarray | float] = []
        for _ in range(blasts):
            seconds = self.rng.uniform(0.6, 2.5) if blasts == 1 else self.rng.uniform(0.15, 0.6)
            parts += [self._horn(root, seconds), self.rng.uniform(0.1, 0.5)]
        return self._join(parts[:-1])

    def _horn(self, root: float, seconds: float) -> np.ndarray:
        time = self._time(seconds)
        wave = np.zeros(len(time))
        for pitch in (root, root * 1.26):
            for harmonic in range(1, 16):
                if harmonic * pitch < self.sample_rate / 2:
                    wave += self.rng.uniform(0.4, 1) / harmonic**0.7 * np.sin(2 * np.pi * harmonic * pitch * time)
        return self._soften(wave / np.abs(wave).max())

    def _struck_bell(self, seconds: float) -> np.ndarray:
        pitch, rate = self._pitch(900, 1700), self.rng.uniform(16, 26)
        time = self._time(seconds)
        since = (time * rate) % 1 / rate
        wave = sum(
            weight * np.exp(-since * decay) * np.sin(2 * np.pi * pitch * ratio * time)
            for ratio, weight, decay in ((1, 1, 12), (1.52, 0.6, 18), (2.41, 0.5, 25), (3.9, 0.3, 40))
            if pitch * ratio < self.sample_rate / 2
        )
        return self._soften(wave)

    def _notes(self, pitches: list[float], spacing: float) -> np.ndarray:
        step = int(spacing * self.sample_rate)
        time = self._time(2.0)
        wave = np.zeros(step * (len(pitches) - 1) + len(time))
        decay = self.rng.uniform(1.5, 4)
        for i, pitch in enumerate(pitches):
            note = sum(
                weight * np.exp(-time * decay * ratio) * np.sin(2 * np.pi * pitch * ratio * time)
                for ratio, weight in ((1, 1), (2.76, 0.35), (5.4, 0.15))
                if pitch * ratio < self.sample_rate / 2
            )
            wave[i * step : i * step + len(time)] += note
        return wave

    def _tone(self, pitch: float, seconds: float, square: bool = False) -> np.ndarray:
        wave = np.sin(2 * np.pi * pitch * self._time(seconds))
        return self._soften(np.tanh((8 if square else self.rng.uniform(0.2, 2)) * wave))

    def _soften(self, wave: np.ndarray) -> np.ndarray:
        edge = min(int(0.004 * self.sample_rate), len(wave) // 2)
        wave = wave.copy()
        wave[:edge] *= np.linspace(0, 1, edge)
        wave[len(wave) - edge :] *= np.linspace(1, 0, edge)
        return wave

    def _join(self, parts: list[np.ndarray | float]) -> np.ndarray:
        """Sounds, and seconds of silence between them."""
        return np.concatenate(
            [part if isinstance(part, np.ndarray) else np.zeros(int(part * self.sample_rate)) for part in parts]
        )

    def _pitch(self, low: float, high: float) -> float:
        return float(np.exp(self.rng.uniform(np.log(low), np.log(high))))

    def _time(self, seconds: float) -> np.ndarray:
        return np.arange(int(seconds * self.sample_rate)) / self.sample_rate


KINDS: dict[str, Callable[[Synthesiser], np.ndarray]] = {
    "car_horn": Synthesiser.car_horn,
    "carbon_monoxide_alarm": Synthesiser.carbon_monoxide_alarm,
    "doorbell": Synthesiser.doorbell,
    "reversing_beeps": Synthesiser.reversing_beeps,
    "siren": Synthesiser.siren,
    "smoke_alarm": Synthesiser.smoke_alarm,
    "telephone_ring": Synthesiser.telephone_ring,
}
