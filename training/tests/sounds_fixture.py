"""Recordings made on the spot: three kinds that can be told apart by ear and by a small network."""

import csv
import os
from pathlib import Path

import numpy as np
import soundfile

RATE = 16000
REAL = os.environ.get("EARWITNESS_AUDIO")  # a labels.csv of real recordings, for those who have one


def tone(seconds: float, rng: np.random.Generator) -> np.ndarray:
    time = np.arange(int(seconds * RATE)) / RATE
    return np.sin(2 * np.pi * rng.uniform(400, 900) * time)


def hiss(seconds: float, rng: np.random.Generator) -> np.ndarray:
    return 0.3 * rng.standard_normal(int(seconds * RATE))


def knocks(seconds: float, rng: np.random.Generator) -> np.ndarray:
    time = np.arange(int(seconds * RATE)) / RATE
    return np.exp(-40 * (time % 0.2)) * np.sin(2 * np.pi * rng.uniform(100, 200) * time)


KINDS = {"clock_tick": knocks, "rain": hiss, "whistle": tone}


def write_recordings(folder: Path, each: int = 6) -> Path:
    """Writes `each` recordings of every kind in two folds with their labels.csv; returns its path."""
    rng = np.random.default_rng(5)
    rows = []
    for label, make in KINDS.items():
        for i in range(each):
            name = f"{label}-{i}.wav"
            soundfile.write(folder / name, 0.5 * make(rng.uniform(0.8, 1.6), rng), RATE)
            row = {"path": name, "label": label, "fold": 1 + i % 2}
            rows.append(row | {"dataset": "made", "license": "CC0", "author": "us"})
    table = folder / "labels.csv"
    with table.open("w", newline="") as lines:
        writer = csv.DictWriter(lines, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return table


def write_captions(folder: Path) -> Path:
    """A few human captions."""
    table = folder / "captions.csv"
    table.write_text('youtube_id,caption\na,"Rain falls, then a clock ticks"\nb,A clock is ticking\nc,A cat meows\n')
    return table
