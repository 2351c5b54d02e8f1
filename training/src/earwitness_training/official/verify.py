"""Compares a written bundle on ONNX Runtime with PyTorch, clip by clip."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import torch
from torch import Tensor

from earwitness_training import golden
from earwitness_training.export.runtime import OnnxBundle
from earwitness_training.official.clap_mel import SAMPLE_RATE
from earwitness_training.official.enclap import OfficialEnClap
from earwitness_training.official.encodec import distances
from earwitness_training.official.resample import Resampler
from earwitness_training.reference_decode import beam_search


@dataclass(frozen=True)
class ClipParity:
    """How one clip came out on both sides.

    `tie_gap` is the widest lead, as a share of the distance, of PyTorch's code over the one that ONNX Runtime chose
    in its place, over the frames' first differences; later code books follow from those.
    """

    name: str
    equal_codes: float
    tie_gap: float
    embedding_difference: float
    equal_tokens_given_codes: bool
    equal_tokens: bool
    caption: str


@dataclass(frozen=True)
class ParityReport:
    """The clips of one comparison."""

    clips: list[ClipParity]

    def scores(self) -> dict[str, float]:
        """The worst of each figure, for `bundle.json`."""
        return {
            "parityClips": len(self.clips),
            "parityEqualCodesShare": round(float(np.mean([clip.equal_codes for clip in self.clips])), 6),
            "parityLargestTieGap": max(clip.tie_gap for clip in self.clips),
            "parityEmbeddingDifference": max(clip.embedding_difference for clip in self.clips),
            "parityCaptionsEqualGivenCodes": _share(clip.equal_tokens_given_codes for clip in self.clips),
            "parityCaptionsEqual": _share(clip.equal_tokens for clip in self.clips),
        }

    def lines(self) -> list[str]:
        """A table for people."""
        head = "codes equal  widest tie  embedding   tokens, given codes  tokens  clip: caption"
        return [head] + [
            f"{clip.equal_codes:11.5f}  {clip.tie_gap:10.1e}  {clip.embedding_difference:9.1e}  "
            f"{_word(clip.equal_tokens_given_codes):>19}  {_word(clip.equal_tokens):>6}  {clip.name}: {clip.caption}"
            for clip in self.clips
        ]


def compare(model: OfficialEnClap, folder: Path, files: list[Path]) -> ParityReport:
    """Runs each file, cut to what the bundle takes, through PyTorch and through the bundle in `folder`.

    Raises:
        ValueError: a file can't be read as audio, or is shorter than the bundle's shortest clip.

    """
    bundle = OnnxBundle(folder)
    return ParityReport([_compare_clip(model, bundle, path) for path in files])


def load_clip(path: Path, shortest: int, longest: int) -> Tensor:
    """The first channel, as the original takes it, at the bundle's rate: float[1, samples]."""
    try:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise ValueError(f"{path} can't be read as audio: {error}") from error
    waveform = Resampler(rate, SAMPLE_RATE)(torch.from_numpy(samples[:, 0].copy())[None])[:, :longest]
    if waveform.shape[1] < shortest:
        raise ValueError(f"{path}: {waveform.shape[1]} samples at {SAMPLE_RATE} Hz, expected {shortest} or more")
    return waveform


@torch.no_grad()
def _compare_clip(model: OfficialEnClap, bundle: OnnxBundle, path: Path) -> ClipParity:
    waveform = load_clip(path, model.config.audio.min_samples, model.config.audio.max_samples)
    codes, embedding = model.encode(waveform)
    found_codes = bundle.run("codec", waveform=waveform.numpy())["codes"]
    found_embedding = bundle.run("clapAudio", waveform=waveform.numpy())["embedding"]
    next_log_probs = golden.scorer(model, model.captioner.encoder(codes, embedding))
    expected = beam_search(next_log_probs, model.config.generation)[0].tokens
    [given] = bundle.caption_codes(codes.numpy(), embedding.numpy())
    [caption] = bundle.caption_codes(found_codes, found_embedding)
    return ClipParity(
        name=path.name,
        equal_codes=float((found_codes == codes.numpy()).mean()),
        tie_gap=tie_gap(model, waveform, torch.from_numpy(found_codes)),
        embedding_difference=float(np.abs(found_embedding - embedding.numpy()).max()),
        equal_tokens_given_codes=given.tokens == expected,
        equal_tokens=caption.tokens == expected,
        caption=caption.text,
    )


@torch.no_grad()
def tie_gap(model: OfficialEnClap, waveform: Tensor, found: Tensor) -> float:
    """The widest tie that ONNX Runtime broke the other way, as a share of the distance to PyTorch's code."""
    residual = model.codec.latents(waveform)
    codes = model.codec.encode(waveform)
    same_so_far = torch.ones(codes.shape[:2], dtype=torch.bool)
    widest = 0.0
    for i, book in enumerate(model.codec.codebooks.unbind(0)):
        differs = same_so_far & (codes[..., i] != found[..., i])
        if differs.any():
            far = distances(residual, book)
            ours, theirs = (far.gather(2, which[..., i : i + 1])[..., 0] for which in (codes, found))
            widest = max(widest, float(((theirs - ours) / residual.square().sum(-1))[differs].max()))
        same_so_far &= ~differs
        residual = residual - book[codes[..., i]]
    return widest


def _share(outcomes: Iterable[bool]) -> float:
    return round(float(np.mean(list(outcomes))), 6)


def _word(equal: bool) -> str:
    return "equal" if equal else "differ"
