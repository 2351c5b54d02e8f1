"""Scenes: one to three recordings placed in a window, alone, together or in sequence, or talk, with known truth."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from earwitness_training.data.recordings import SPEECH, STEP_SECONDS, TEACHER_STEPS, Recording

LAYOUTS = ("empty", "alone", "together", "sequence", "talk")
MUSIC_BEHIND = 0.1  # share of the scenes that have music behind them
DISTANT_DB = -14.0  # placed at or below this level under full scale, a sound may be told of as distant


@dataclass(frozen=True)
class Event:
    """A kind of sound in a scene: level in dB under the loudest event, and bool[steps of 50 ms] where it sounds.

    `taught` holds the teacher's scores of what is placed, float16[rows, classes], where there is a teacher.
    """

    label: str
    gain_db: float
    repeats: int
    active: np.ndarray
    taught: np.ndarray | None = None

    @property
    def start(self) -> int:
        """First step at which it sounds."""
        return int(np.argmax(self.active))

    @property
    def end(self) -> int:
        """One past the last step at which it sounds."""
        return len(self.active) - int(np.argmax(self.active[::-1]))


@dataclass(frozen=True)
class Scene:
    """`waveform` float32[samples]; events in the order in which they begin; `backdrop` where nothing else sounds."""

    waveform: np.ndarray
    layout: str
    events: list[Event] = field(default_factory=list)
    backdrop: str = "silence"
    seconds: float = 0.0

    def frame_truth(self, labels: list[str], frames: int, frames_per_second: float) -> np.ndarray:
        """Whether each label sounds within each frame: float32[frames, labels]."""
        truth = np.zeros((frames, len(labels)), np.float32)
        for event in self.events:
            seconds = (np.flatnonzero(event.active) + 0.5) * STEP_SECONDS
            hit = np.minimum((seconds * frames_per_second).astype(int), frames - 1)
            truth[hit, labels.index(event.label)] = 1
        return truth

    def taught(self, rows: int, classes: int) -> np.ndarray:
        """What the teacher would say of the mix, taken as the highest of its parts: float32[rows, classes]."""
        scores = np.zeros((rows, classes), np.float32)
        for event in self.events:
            length = min(rows, len(event.taught))
            np.maximum(scores[:length], event.taught[:length], out=scores[:length])
        return scores


class SceneMixer:
    """Draws scenes from recordings; every label is as likely as any other. Not thread-safe.

    `music` float32[samples] is a store of music, where there is one: a backdrop, sometimes behind a scene. `unfamiliar`
    are sounds of no known kind, each float32[samples]: a backdrop too. `varied` plays half of the recordings a little
    faster or slower, for training.
    """

    def __init__(
        self,
        recordings: list[Recording],
        sample_rate: int,
        rng: np.random.Generator,
        music: np.ndarray | None = None,
        varied: bool = False,
        unfamiliar: Sequence[np.ndarray] = (),
    ) -> None:
        self.sample_rate, self.rng, self.music, self.varied = sample_rate, rng, music, varied
        self.unfamiliar = unfamiliar
        self.by_label: dict[str, list[Recording]] = {}
        for recording in recordings:
            self.by_label.setdefault(recording.label, []).append(recording)
        self.labels = sorted(self.by_label)

    def draw(self, seconds: float, shares: dict[str, float]) -> Scene:
        """A scene with a layout drawn by `shares` (layout to probability)."""
        layout = self.rng.choice(list(shares), p=list(shares.values()))
        return self.compose(seconds, str(layout))

    def compose(self, seconds: float, layout: str) -> Scene:
        """A scene of the given layout; talk, where speech is no kind, is one sound alone."""
        samples = int(seconds * self.sample_rate)
        if layout == "empty":
            return replace(self._empty(samples), seconds=seconds)
        if layout == "talk":
            if SPEECH in self.by_label:
                return self.stretch(seconds, layout)
            layout = "alone"
        count = 1 if layout == "alone" else (3 if self.rng.random() < 0.2 and seconds >= 8 else 2)
        count = min(count, len(self.labels))
        chosen = [self._pick(label) for label in self.rng.choice(self.labels, count, replace=False)]
        spans = self._spans(samples, count, layout)
        parts = [self._place(recording, samples, span) for recording, span in zip(chosen, spans, strict=True)]
        taught = [part[3] for part in parts]
        loudest = self.rng.integers(count)
        gains = [0.0 if i == loudest else float(self.rng.uniform(-12, 0)) for i in range(count)]
        level = 10 ** (self.rng.uniform(-20, 0) / 20)
        waveform = level * sum(part[0] * 10 ** (gain / 20) for part, gain in zip(parts, gains, strict=True))
        depth = 20 * np.log10(level)
        events = [
            Event(recording.label, gain + depth, repeats, active, rows)
            for recording, (_, active, repeats, _), gain, rows in zip(chosen, parts, gains, taught, strict=True)
        ]
        if self.music is not None and self.rng.random() < MUSIC_BEHIND:
            waveform = waveform + self._some_music(samples) * level * 10 ** (self.rng.uniform(-32, -14) / 20)
        in_order = sorted(events, key=lambda event: event.start)
        return Scene(waveform.astype(np.float32), layout, in_order, seconds=seconds)

    def stretch(self, seconds: float, name: str) -> Scene:
        """Nothing but `talk`, where speech is a kind, or `music`, where there is a store of it."""
        samples = int(seconds * self.sample_rate)
        return replace(self._talk(samples) if name == "talk" else self._backdrop(samples, name), seconds=seconds)

    def _talk(self, samples: int) -> Scene:
        """Speech that goes on: recordings of it one after another, in one voice and at its own pace."""
        step = int(self.sample_rate * STEP_SECONDS)
        waveform, active = np.zeros(samples, np.float32), np.zeros(-(-samples // step), bool)
        voice, pause = self.rng.uniform(0.8, 1.25), self.rng.uniform(0.02, 1.2) / STEP_SECONDS
        at = int(self.rng.integers(1 / STEP_SECONDS))
        while at < len(active):
            said = at_speed(self._pick(SPEECH), voice, self.sample_rate)
            piece = said.samples[: samples - at * step] * 10 ** (self.rng.uniform(-4, 0) / 20)
            waveform[at * step : at * step + len(piece)] += piece
            active[at : at + len(said.active)] |= said.active[: len(active) - at]
            at += len(said.active) + int(self.rng.uniform(0, 2) * pause)
        depth = self.rng.uniform(-20, 0)
        event = Event(SPEECH, depth, 1, active)
        return Scene((waveform * 10 ** (depth / 20)).astype(np.float32), "talk", [event])

    def _pick(self, label: str) -> Recording:
        candidates = self.by_label[label]
        recording = candidates[self.rng.integers(len(candidates))]
        if self.varied and self.rng.random() < 0.5:
            return at_speed(recording, float(self.rng.uniform(0.87, 1.15)), self.sample_rate)
        return recording

    def _spans(self, samples: int, count: int, layout: str) -> list[tuple[int, int]]:
        """Where each sound has room: the whole scene, or its own stretch of it."""
        if layout != "sequence":
            return [(0, samples)] * count
        cuts = (np.arange(1, count) + self.rng.uniform(-0.2, 0.2, count - 1)) / count * samples
        edges = [0, *cuts.astype(int), samples]
        return list(itertools.pairwise(edges))

    def _place(
        self, recording: Recording, samples: int, span: tuple[int, int]
    ) -> tuple[np.ndarray, np.ndarray, int, np.ndarray | None]:
        """The recording within the span, perhaps repeated: waveform, active steps, number of times, teacher's rows."""
        step = int(self.sample_rate * STEP_SECONDS)
        room = (span[1] - span[0]) // step
        waveform = np.zeros(samples, np.float32)
        active = np.zeros(-(-samples // step), bool)
        sound, sounding = recording.samples, recording.active
        first = 0
        if len(sounding) > room:
            first = self.rng.integers(len(sounding) - room + 1)
            first = min(first, len(sounding) - 1 - int(np.argmax(sounding[::-1])))
            sound, sounding = sound[first * step : (first + room) * step], sounding[first : first + room]
        times = self._repeats(len(sounding), room)
        slack = room - times * len(sounding)
        at = span[0] // step
        repeats = 0
        taught = None
        if recording.taught is not None:
            taught = np.zeros((-(-len(active) // TEACHER_STEPS), recording.taught.shape[1]), np.float16)
        for pause in self.rng.multinomial(max(slack, 0), np.ones(times + 1) / (times + 1))[:times]:
            at += pause
            piece = sound[: samples - at * step]
            waveform[at * step : at * step + len(piece)] += piece
            active[at : at + len(sounding)] |= sounding[: len(active) - at]
            if taught is not None:
                rows = np.arange(at // TEACHER_STEPS, min(-(-(at + len(sounding)) // TEACHER_STEPS), len(taught)))
                source = (rows * TEACHER_STEPS + TEACHER_STEPS // 2 - at + first) // TEACHER_STEPS
                taught[rows] = recording.taught[np.clip(source, 0, len(recording.taught) - 1)]
            at += len(sounding)
            repeats += 1
        return waveform, active, repeats, taught

    def _repeats(self, length: int, room: int) -> int:
        most = min(room // max(length, 1), 4)
        return int(self.rng.integers(2, most + 1)) if most >= 2 and self.rng.random() < 0.4 else 1

    def _empty(self, samples: int) -> Scene:
        played = 2 * ["music"] * (self.music is not None) + 3 * ["unfamiliar"] * bool(self.unfamiliar)
        return self._backdrop(samples, str(self.rng.choice(["silence", "hum", "noise", *played])))

    def _backdrop(self, samples: int, backdrop: str) -> Scene:
        if backdrop == "music":
            level = 10 ** self.rng.uniform(-1.5, 0)
            return Scene((level * self._some_music(samples)).astype(np.float32), "empty", [], backdrop)
        if backdrop == "unfamiliar":
            level = 10 ** self.rng.uniform(-1, 0)
            return Scene((level * self._something_unfamiliar(samples)).astype(np.float32), "empty", [], backdrop)
        if backdrop == "silence":
            waveform = self.rng.standard_normal(samples) * 10 ** self.rng.uniform(-5, -3.6)
            return Scene((waveform * (self.rng.random() > 0.2)).astype(np.float32), "empty", [], backdrop)
        shaped = hum if backdrop == "hum" else coloured_noise
        waveform = shaped(samples, self.sample_rate, self.rng) * 10 ** self.rng.uniform(-2.5, -0.7)
        return Scene(waveform.astype(np.float32), "empty", [], backdrop)

    def _something_unfamiliar(self, samples: int) -> np.ndarray:
        """One of the sounds somewhere, perhaps again and again."""
        sound, waveform = self.unfamiliar[self.rng.integers(len(self.unfamiliar))][:samples], np.zeros(samples)
        for _ in range(self._repeats(len(sound), samples)):
            at = self.rng.integers(samples - len(sound) + 1)
            waveform[at : at + len(sound)] = sound
        return waveform

    def _some_music(self, samples: int) -> np.ndarray:
        """A stretch of the store with a peak of 1."""
        start = self.rng.integers(len(self.music) - samples + 1)
        piece = self.music[start : start + samples]
        return piece / max(np.abs(piece).max(), 1e-3)


def at_speed(recording: Recording, speed: float, sample_rate: int) -> Recording:
    """Played so many times as fast, its pitch moving along."""
    step = int(sample_rate * STEP_SECONDS)
    steps = max(1, int(len(recording.active) / speed))
    at = np.arange(steps * step) * speed
    samples = np.interp(at, np.arange(len(recording.samples)), recording.samples, right=0).astype(np.float32)
    active = recording.active[(np.arange(steps) * speed).astype(int)]
    if not active.any() or not samples.any():
        return recording
    return replace(recording, samples=samples, active=active)


def coloured_noise(samples: int, sample_rate: int, rng: np.random.Generator) -> np.ndarray:
    """Noise whose power falls by 0 to 9 dB an octave, of unit power: float[samples]."""
    spectrum = np.fft.rfft(rng.standard_normal(samples))
    frequencies = np.maximum(np.fft.rfftfreq(samples, 1 / sample_rate), 20)
    noise = np.fft.irfft(spectrum * frequencies ** -rng.uniform(0, 1.5), samples)
    return noise / max(noise.std(), 1e-9)


def hum(samples: int, sample_rate: int, rng: np.random.Generator) -> np.ndarray:
    """Mains hum: a fundamental near 50 or 60 Hz or a fan's tone, harmonics and a little noise, of unit power."""
    base = float(rng.choice([50, 60, 100, 120])) * rng.uniform(0.98, 1.02)
    time = np.arange(samples) / sample_rate
    waves = sum(rng.uniform(0, 1) / n * np.sin(2 * np.pi * (n * base * time + rng.random())) for n in range(1, 12))
    tone = waves + 0.05 * coloured_noise(samples, sample_rate, rng)
    return tone / max(tone.std(), 1e-9)
