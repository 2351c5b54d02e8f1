"""Recordings that people have captioned, encoded once by codec and audio tower."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from earwitness_training.evaluate.caption_metrics import read_references
from earwitness_training.official.enclap import OfficialEnClap
from earwitness_training.official.verify import load_clip
from earwitness_training.train.loop import REPORT_SECONDS

ENDINGS = (".wav", ".flac", ".ogg", ".mp3", ".opus", ".aiff")
PIECE = 256  # clips in one file of the cache


@dataclass(frozen=True)
class CaptionedFile:
    """A recording and what people say of it."""

    path: Path
    captions: list[str]


@dataclass(frozen=True)
class EncodedClip:
    """Codes int16[frames, codebooks] and embedding float[dim] of a recording, with its captions."""

    codes: Tensor
    embedding: Tensor
    captions: list[str]


def find(table: Path, audio: Path) -> list[CaptionedFile]:
    """The recordings below `audio` of which `table` knows captions; prints how many it has that are not there.

    `table` is a CSV file as AudioCaps or Clotho have it; recordings are found by name, in any folder, with any ending.

    Raises:
        ValueError: none of them is there.

    """
    files = {path.stem: path for path in sorted(audio.rglob("*")) if path.suffix.lower() in ENDINGS}
    captions = read_references(table, files)
    found = [CaptionedFile(path, captions[name]) for name, path in files.items() if captions.get(name)]
    if not found:
        raise ValueError(f"None of the {len(captions)} recordings of {table} is in {audio}")
    if len(found) < len(captions):
        print(f"{len(captions) - len(found)} of the {len(captions)} recordings of {table} are not in {audio}")
    return found


def encode(model: OfficialEnClap, files: list[CaptionedFile], cache: Path) -> list[EncodedClip]:
    """Encodes each recording by itself, in pieces that are kept in `cache` for the next run.

    A recording that can't be read or is too short is named and left out.

    Raises:
        ValueError: none is left.

    """
    cache.mkdir(parents=True, exist_ok=True)
    clips: list[EncodedClip] = []
    begun = reported = time.monotonic()
    for first in range(0, len(files), PIECE):
        path = cache / f"encoded-{first // PIECE:05d}.pt"
        piece = files[first : first + PIECE]
        names = [file.path.name for file in piece]
        kept = torch.load(path, weights_only=True) if path.exists() else {}
        if kept.get("names") != names:
            kept = {"names": names, "clips": [_encode(model, file.path) for file in piece]}
            torch.save(kept, path)
        for file, features in zip(piece, kept["clips"], strict=True):
            if features is not None:
                clips.append(EncodedClip(*features, file.captions))
        done = first + len(piece)
        if time.monotonic() - reported > REPORT_SECONDS or done == len(files):
            reported = time.monotonic()
            left = (reported - begun) / done * (len(files) - done) / 60
            print(f"{done} of {len(files)} recordings encoded, about {left:.0f} min left", flush=True)
    if not clips:
        raise ValueError("Not one recording could be encoded")
    return clips


@torch.no_grad()
def _encode(model: OfficialEnClap, path: Path) -> tuple[Tensor, Tensor] | None:
    audio = model.config.audio
    try:
        waveform = load_clip(path, audio.min_samples, audio.max_samples)
    except ValueError as error:
        print(f"left out: {error}")
        return None
    codes, embedding = model.encode(waveform.to(model.codec.codebooks.device))
    return codes[0].short().cpu(), embedding[0].cpu()
