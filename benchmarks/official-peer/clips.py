"""Makes 41 varied clips, WAV files of one channel at 48 kHz: silence, tones, noises, and recordings alone and one after another."""

import argparse
import csv
from pathlib import Path

import numpy as np
import soundfile
import torch
import torchaudio

RATE = 48_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder with labels.csv: path, label")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    random = np.random.RandomState(4)
    clips = [*synthetic(random), *recorded(options.data, random)]
    for number, (name, samples) in enumerate(clips, 1):
        path = options.out / f"{number:02d}-{name}-{len(samples) / RATE:.1f}.wav"
        soundfile.write(path, np.asarray(samples, np.float32), RATE, subtype="FLOAT")


def synthetic(random):
    def seconds(length):
        return np.arange(int(length * RATE)) / RATE

    ten = seconds(10)
    knocks = np.zeros(int(13.6 * RATE))
    knocks[:: RATE // 3] = 1
    knock = np.exp(-np.arange(2000) / 200) * random.randn(2000) * 0.3
    yield "silence", np.zeros(len(ten))
    yield "noise", random.randn(RATE // 2) * 0.2
    yield "tone", 0.5 * np.sin(2 * np.pi * 440 * ten)
    yield "tone-16-bit", np.round(0.5 * np.sin(2 * np.pi * 1000 * ten) * 32767) / 32768
    yield "chirp", 0.4 * np.sin(2 * np.pi * (200 * seconds(3.3) + 700 * seconds(3.3) ** 2))
    yield "clipped-noise", np.clip(random.randn(len(ten)) * 2, -1, 1)
    yield "knocks", np.convolve(knocks, knock)[: len(knocks)]
    yield "swelling-noise", random.randn(int(7.1 * RATE)) * 0.3 * seconds(7.1) / 7.1
    yield "brown-noise", np.cumsum(random.randn(len(ten))) * 0.001
    yield "faint-noise", random.randn(len(ten)) * 1e-4
    yield "hum", 0.1 * sum(np.sin(2 * np.pi * 50 * h * ten) / h for h in range(1, 9)) + random.randn(len(ten)) * 1e-3
    yield "long-noise", random.randn(20 * RATE) * 0.1


def recorded(data: Path, random):
    files = {}
    with (data / "labels.csv").open() as lines:
        for row in csv.DictReader(lines):
            files.setdefault(row["label"], []).append(data / row["path"])

    def any_of(label):
        samples, rate = soundfile.read(files[label][random.randint(len(files[label]))], dtype="float32", always_2d=True)
        return torchaudio.transforms.Resample(rate, RATE)(torch.from_numpy(samples[:, 0].copy())).numpy()

    for label in sorted(files)[:16]:
        yield label, any_of(label)
    for length in [10] * 8 + [13.6, 13.6, 17, 24, 29.9]:
        scene = np.zeros(0, np.float32)
        while len(scene) < length * RATE:
            scene = np.concatenate([scene, any_of(random.choice(sorted(files)))])
        yield "scene", scene[: int(length * RATE)]


if __name__ == "__main__":
    main()
