"""Labelled recordings, decoded once and kept in memory."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import gcd
from pathlib import Path

import numpy as np
import soundfile
from scipy.signal import resample_poly

ACTIVE_BELOW_PEAK_DB = 30.0  # a step this far under the loudest one of its recording is a pause
SPEECH = "speech"  # the kind that programs read out, and that talk is made of
STEP_SECONDS = 0.05
TEACHER_STEPS = 8  # one row of a teacher for 0.4 s


@dataclass(frozen=True)
class Recording:
    """`samples` float32 at the common rate with a peak of 1; `active` bool for each step of 50 ms.

    `taught` has a teacher's scores float16[rows, classes], one row for TEACHER_STEPS steps, where there is a teacher.
    """

    path: str
    label: str
    fold: int
    samples: np.ndarray
    active: np.ndarray
    taught: np.ndarray | None = None

    @classmethod
    def of(cls, path: str, label: str, fold: int, samples: np.ndarray, sample_rate: int) -> Recording:
        """Scales to a peak of 1 and cuts off what is silent before and after.

        Raises:
            ValueError: there is no sound in it.

        """
        peak = np.abs(samples).max(initial=0)
        if peak == 0:
            raise ValueError(f"{path}: no sound in it")
        samples = (samples / peak).astype(np.float32)
        active = active_steps(samples, sample_rate)
        step = int(sample_rate * STEP_SECONDS)
        first, last = np.flatnonzero(active)[[0, -1]]
        return cls(path, label, fold, samples[first * step : (last + 1) * step], active[first : last + 1])


def load_recordings(
    table: Path, sample_rate: int, wanted: Callable[[dict[str, str]], bool] = lambda row: True
) -> list[Recording]:
    """Reads the recordings whose row of labels.csv (path, label, fold, …) is wanted.

    Raises:
        ValueError: the table lacks a column, or a recording holds no sound.

    """
    with table.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    missing = {"path", "label", "fold"} - set(rows[0] if rows else [])
    if missing:
        raise ValueError(f"{table}: no column {sorted(missing)}")
    return [_load(table.parent, row, sample_rate) for row in rows if wanted(row)]


def split_held_back(recordings: list[Recording], share: float) -> tuple[list[Recording], list[Recording]]:
    """Sets aside the last `share` of each label and fold, at least one recording of each label."""
    groups: dict[tuple[str, int], list[Recording]] = {}
    for recording in sorted(recordings, key=lambda recording: recording.path):
        groups.setdefault((recording.label, recording.fold), []).append(recording)
    kept, held = [], []
    for group in groups.values():
        cut = len(group) - max(1, round(share * len(group))) if len(group) > 1 else 1
        kept += group[:cut]
        held += group[cut:]
    return kept, held


def read_audio(path: Path, sample_rate: int) -> np.ndarray:
    """Mono float32[samples] at `sample_rate`."""
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    mono = samples.mean(axis=1)
    common = gcd(rate, sample_rate)
    return (
        resample_poly(mono, sample_rate // common, rate // common).astype(np.float32) if rate != sample_rate else mono
    )


def active_steps(samples: np.ndarray, sample_rate: int) -> np.ndarray:
    """Whether each step of 50 ms is within 30 dB of the loudest: bool[steps]."""
    step = int(sample_rate * STEP_SECONDS)
    steps = np.pad(samples, (0, -len(samples) % step)).reshape(-1, step)
    power = np.square(steps).mean(axis=1)
    return power > power.max() * 10 ** (-ACTIVE_BELOW_PEAK_DB / 10)


def _load(folder: Path, row: dict[str, str], sample_rate: int) -> Recording:
    path = folder / row["path"]
    try:
        recording = Recording.of(str(path), row["label"], int(row["fold"]), read_audio(path, sample_rate), sample_rate)
    except soundfile.LibsndfileError as failure:
        raise ValueError(f"{path}: {failure}") from failure
    return replace(recording, path=row["path"])
