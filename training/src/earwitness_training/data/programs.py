"""Speech by espeak-ng and music by fluidsynth: programs of the system, used where they are installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import mido
import numpy as np
import soundfile

from earwitness_training.data.captions import read_captions
from earwitness_training.data.recordings import SPEECH, Recording, read_audio

SOUNDFONTS = ("/usr/share/sounds/sf2/FluidR3_GM.sf2", "/usr/share/sounds/sf2/default-GM.sf2")
VOICES = ("en", "en-us", "en-gb-scotland", "de", "fr-fr", "es", "it", "pt", "nl", "pl", "sv", "ru")
VARIANTS = ("m1", "m2", "m3", "m4", "m5", "m7", "f1", "f2", "f3", "f4")
SCALES = ((0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10), (0, 2, 4, 7, 9), (0, 3, 5, 7, 10))
TICKS = 480
STROKES_SECONDS = 4.0
ODD = (*range(96, 121), 123, 127)  # General MIDI's effects, far instruments and percussion; no sea, phone or clapping


def speech(texts: list[str], count: int, sample_rate: int, rng: np.random.Generator) -> list[Recording]:
    """Some of the texts read out, each by another voice; none where espeak-ng is missing."""
    if not shutil.which("espeak-ng") or not texts:
        print("espeak-ng is not installed (or there is no text): no synthesised speech", flush=True)
        return []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speech.wav"
        return [_say(str(rng.choice(texts)), i, path, sample_rate, rng) for i in range(count)]


def _say(text: str, number: int, path: Path, sample_rate: int, rng: np.random.Generator) -> Recording:
    voice = f"{rng.choice(VOICES)}+{rng.choice(VARIANTS)}"
    speed, pitch = str(rng.integers(120, 220)), str(rng.integers(25, 75))
    command = ["espeak-ng", "-v", voice, "-s", speed, "-p", pitch, "-w", str(path), text]
    subprocess.run(command, check=True, capture_output=True)
    return Recording.of(f"espeak-ng/{number}", SPEECH, 0, read_audio(path, sample_rate), sample_rate)


def music(pieces: int, seconds: float, sample_rate: int, rng: np.random.Generator) -> np.ndarray | None:
    """Pieces of made-up music end to end: float32[samples]; None where fluidsynth or its sounds are missing."""
    played = _play([compose(seconds, rng) for _ in range(pieces)], sample_rate)
    return np.concatenate([_loud(piece[: int(seconds * sample_rate)]) for piece in played]) if played else None


def strokes(count: int, sample_rate: int, rng: np.random.Generator) -> list[np.ndarray]:
    """Drums, wood, metal and effects, a few strokes each, which are no music yet: so many float32[samples], or none."""
    played = _play([_strokes(count, rng)], sample_rate)
    room = int(STROKES_SECONDS * sample_rate)
    return [_loud(_trimmed(song[i * room : (i + 1) * room])) for song in played for i in range(count)]


def _play(songs: list[mido.MidiFile], sample_rate: int) -> list[np.ndarray]:
    """Each song by fluidsynth: float32[samples]; nothing where it or its sounds are missing."""
    font = next((font for font in SOUNDFONTS if Path(font).exists()), None)
    if not shutil.which("fluidsynth") or font is None:
        print("fluidsynth or its FluidR3 sounds are not installed: no music", flush=True)
        return []
    played = []
    with tempfile.TemporaryDirectory() as folder:
        score, sound = Path(folder) / "piece.mid", Path(folder) / "piece.wav"
        for song in songs:
            song.save(score)
            command = ["fluidsynth", "-ni", "-F", str(sound), "-r", "32000", font, str(score)]
            subprocess.run(command, check=True, capture_output=True)
            played.append(read_audio(sound, sample_rate))
    return played


def _loud(samples: np.ndarray) -> np.ndarray:
    return samples / max(np.abs(samples).max(), 1e-3)


def _trimmed(samples: np.ndarray) -> np.ndarray:
    """Without the silence behind."""
    heard = np.flatnonzero(np.abs(samples) > 0.01 * np.abs(samples).max())
    return samples[: heard[-1] + 1] if len(heard) else samples[:1]


def write_quiet(out: Path, captions: Path, minutes: float, seed: int) -> dict[str, float]:
    """Writes feeds of speech and of music as WAV into folders of their own; returns the seconds of each.

    What their programs are missing for is left out.
    """
    rng, rate, written = np.random.default_rng(seed), 16000, {}
    songs = music(max(1, round(2 * minutes)), 30.0, rate, rng)
    talk: list[np.ndarray] = []
    while shutil.which("espeak-ng") and sum(map(len, talk)) < minutes * 60 * rate:
        [said] = speech(read_captions(captions), 1, rate, rng)
        talk += [said.samples, np.zeros(int(rng.uniform(0.1, 1.5) * rate), np.float32)]
    for name, samples in (("music", songs), (SPEECH, np.concatenate(talk) if talk else None)):
        if samples is not None:
            (out / name).mkdir(parents=True, exist_ok=True)
            soundfile.write(out / name / f"{name}.wav", 0.5 * samples, rate)
            written[name] = len(samples) / rate
    return written


def compose(seconds: float, rng: np.random.Generator) -> mido.MidiFile:
    """Chords, a bass, a melody and often drums over a random scale, on random instruments."""
    song = mido.MidiFile(ticks_per_beat=TICKS)
    tempo, scale, root = rng.uniform(65, 160), SCALES[rng.integers(len(SCALES))], int(rng.integers(48, 60))
    bars = int(seconds * tempo / 60 / 4) + 1
    degrees = [int(degree) for degree in rng.integers(0, len(scale), 4)]

    def pitch(degree: int) -> int:
        return root + 12 * (degree // len(scale)) + scale[degree % len(scale)]

    melody, chords, bass, drums = [], [], [], []
    for bar in range(bars):
        base = degrees[bar % 4]
        chords += [(bar * 4.0, 3.9, pitch(base + step)) for step in (0, 2, 4)]
        bass += [(bar * 4.0 + beat, 0.9, pitch(base) - 12) for beat in (0, 2)]
        at = 0.0
        while at < 4:
            length = float(rng.choice([0.5, 0.5, 1, 1, 2]))
            if rng.random() < 0.85:
                melody.append((bar * 4 + at, length * 0.95, pitch(base + int(rng.integers(0, 8))) + 12))
            at += length
        drums += [(bar * 4 + beat / 2, 0.2, (36, 42, 38, 42)[beat % 4]) for beat in range(8)]
    programs = rng.integers(0, 96, 3)
    parts = [(0, programs[0], melody), (1, programs[1], chords), (2, programs[2], bass)]
    parts = [part for part in parts if rng.random() < 0.8] or parts[:1]
    if rng.random() < 0.5:
        parts.append((9, 0, drums))
    for channel, program, notes in parts:
        song.tracks.append(_track(channel, int(program), notes, tempo, rng))
    return song


def _strokes(count: int, rng: np.random.Generator) -> mido.MidiFile:
    """One to five strokes of one instrument every STROKES_SECONDS, on the clock: a beat is a second."""
    song, now = mido.MidiFile(ticks_per_beat=TICKS), 0
    track = mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(60))])
    for number in range(count):
        drum = rng.random() < 0.5
        channel, note = (9, int(rng.integers(27, 88))) if drum else (0, int(rng.integers(36, 96)))
        events = [(number * STROKES_SECONDS, mido.Message("program_change", channel=0, program=int(rng.choice(ODD))))]
        at = number * STROKES_SECONDS + 0.02
        for _ in range(rng.integers(1, 6)):
            events.append(
                (at, mido.Message("note_on", channel=channel, note=note, velocity=int(rng.integers(50, 120))))
            )
            at += float(rng.uniform(0.1, 0.5))
            events.append((at, mido.Message("note_off", channel=channel, note=note)))
        for seconds, message in events:
            track.append(message.copy(time=int(seconds * TICKS) - now))
            now = int(seconds * TICKS)
    track.append(mido.MetaMessage("end_of_track", time=int(STROKES_SECONDS * TICKS)))
    song.tracks.append(track)
    return song


def _track(
    channel: int, program: int, notes: list[tuple[float, float, int]], tempo: float, rng: np.random.Generator
) -> mido.MidiTrack:
    events = []
    for beat, length, note in notes:
        note = int(np.clip(note, 0, 127))
        events.append(
            (
                int(beat * TICKS),
                mido.Message("note_on", channel=channel, note=note, velocity=int(rng.integers(50, 110))),
            )
        )
        events.append((int((beat + length) * TICKS), mido.Message("note_off", channel=channel, note=note)))
    track = mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(tempo))])
    track.append(mido.Message("program_change", channel=channel, program=program))
    now = 0
    for at, message in sorted(events, key=lambda event: event[0]):
        track.append(message.copy(time=at - now))
        now = at
    return track
