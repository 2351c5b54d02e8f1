"""Trains the codec to rebuild one-second crops."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from earwitness_training.config import ModelConfig
from earwitness_training.data.scenes import SceneMixer
from earwitness_training.models.codec import AcousticCodec, Codec
from earwitness_training.train.loop import Stage, run
from earwitness_training.train.material import Material

BATCH, CROP_SECONDS = 16, 1.0
SHARES = {"empty": 0.05, "alone": 0.55, "together": 0.4}
FFT_SIZES = (256, 512, 1024)
COMMITMENT = 0.1
SCORED_SCENES = 64


def train_codec(codec: AcousticCodec, config: ModelConfig, material: Material, work: Path, resume: bool) -> None:
    """L1 of the waveform, of log spectra at three resolutions, and the commitment to the code books."""
    rate = config.audio.sample_rate
    crop = int(CROP_SECONDS * rate) // config.codec.hop * config.codec.hop
    mixer = material.mixer(material.kept)

    def batch() -> Tensor:
        scenes = np.stack([mixer.draw(2 * CROP_SECONDS, SHARES).waveform for _ in range(BATCH)])
        recorded = material.chain.record(scenes, noisy=0.3)
        return torch.stack([_loud_crop(row, crop, mixer.rng) for row in recorded])

    def losses() -> dict[str, Tensor]:
        waveform = batch().to(material.device)
        with torch.autocast(material.device.type, torch.bfloat16):
            rebuilt, commitment = codec(waveform)
        rebuilt = rebuilt.float()
        return {
            "waveform": 5 * F.l1_loss(rebuilt, waveform),
            "spectrum": spectral_distance(rebuilt, waveform),
            "commitment": COMMITMENT * commitment,
        }

    codec.quantiser.start(codec.latents(batch()).detach())
    steps = config.training.codec_steps
    run(Stage("codec", codec, losses, steps, peak_rate=2e-3, device=material.device), work, resume)


@torch.no_grad()
def codec_scores(codec: Codec, mixer: SceneMixer) -> dict[str, float]:
    """On scenes of sounds that the codec never met: signal-to-noise ratio, spectral distance, share of codes used."""
    waveform = torch.from_numpy(np.stack([mixer.compose(4.0, "alone").waveform for _ in range(SCORED_SCENES)]))
    rebuilt, _ = codec.eval().acoustic(waveform)
    waveform = waveform[:, : rebuilt.shape[1]]
    ratio = waveform.square().sum(1) / (rebuilt - waveform).square().sum(1)
    codes = codec.encode(waveform)
    used = [len(book.unique()) for book in codes.flatten(0, 1).unbind(1)]
    return {
        "codecSnrDb": float(10 * ratio.log10().median()),
        "codecSpectralDistance": float(spectral_distance(rebuilt, waveform)),
        "codecCodesUsed": sum(used) / (len(used) * codec.acoustic.quantiser.codebooks.shape[1]),
    }


def spectral_distance(found: Tensor, wanted: Tensor) -> Tensor:
    """Mean absolute difference of log magnitudes, averaged over FFT sizes; both float[batch, samples]."""
    distances = [F.l1_loss(_log_spectrum(found, size), _log_spectrum(wanted, size)) for size in FFT_SIZES]
    return sum(distances) / len(distances)


def _log_spectrum(waveform: Tensor, size: int) -> Tensor:
    window = torch.hann_window(size, device=waveform.device)
    return (torch.stft(waveform, size, size // 4, window=window, return_complex=True).abs() + 1e-3).log()


def _loud_crop(row: Tensor, crop: int, rng: np.random.Generator) -> Tensor:
    """Of two random crops the louder one, so that pauses don't fill the batch."""
    starts = rng.integers(0, len(row) - crop + 1, 2)
    return max((row[start : start + crop] for start in starts), key=lambda piece: float(piece.square().sum()))
