"""Turns label logits into probabilities and chooses thresholds, on recordings that no tower was trained on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from scipy.optimize import minimize
from torch import Tensor

from earwitness_training.data.recordings import Recording
from earwitness_training.models.clap import AudioTower
from earwitness_training.train.material import Material

SCENES_A_LABEL, SECONDS, BATCH = 10, 5.0, 30
SHARES = {"empty": 0.15, "alone": 0.43, "together": 0.22, "sequence": 0.14, "talk": 0.06}
CANDIDATES = np.linspace(0.2, 0.8, 25)
OWN_SCENES = 20.0  # with so many scenes of its own, a label's threshold counts as much as the common one


@dataclass(frozen=True)
class Calibration:
    """Makes the two heads' logits one probability, the same for all labels: sigmoid(scale · frames' + part_scale ·
    parts' + bias). `thresholds` float[labels] are of that.
    """

    scale: float
    part_scale: float
    bias: float
    thresholds: np.ndarray

    def give(self, tower: AudioTower) -> None:
        """Lets the tower's scores be these probabilities."""
        tower.calibration_scale.fill_(self.scale)
        tower.calibration_part_scale.fill_(self.part_scale)
        tower.calibration_bias.fill_(self.bias)


def calibrate(
    tower: AudioTower, material: Material, recordings: list[Recording], frames_per_second: float
) -> Calibration:
    """On scenes of recordings that are held back from what is calibrated."""
    logits, told, truth = _held_back_logits(tower, material, recordings, frames_per_second)
    scale, part_scale, bias = platt([logits.flatten(), told.flatten()], truth.flatten())
    scores = 1 / (1 + np.exp(-(scale * logits + part_scale * told + bias)))
    return Calibration(scale, part_scale, bias, thresholds(scores.max(axis=1), truth.max(axis=1)))


def platt(logits: list[np.ndarray], truth: np.ndarray) -> list[float]:
    """A scale for each of the logits and a bias with the least log loss over flat arrays of one length."""

    def loss(parameters: np.ndarray) -> float:
        *scales, bias = parameters
        margin = sum(scale * values for scale, values in zip(scales, logits, strict=True)) + bias
        return float(np.logaddexp(0, -margin * (2 * truth - 1)).mean())

    return minimize(loss, [*(1 / len(logits) for _ in logits), 0.0], method="Nelder-Mead").x.tolist()


def thresholds(scores: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """For each label the threshold of best F1, drawn towards the common one where scenes are few.

    Both are float[scenes, labels]; returns float[labels].
    """
    common = CANDIDATES[np.argmax([f1(scores >= threshold, truth) for threshold in CANDIDATES])]
    chosen = []
    for own_scores, own_truth in zip(scores.T, truth.T, strict=True):
        own = CANDIDATES[np.argmax([f1(own_scores >= threshold, own_truth) for threshold in CANDIDATES])]
        weight = own_truth.sum() / (own_truth.sum() + OWN_SCENES)
        chosen.append(weight * own + (1 - weight) * common)
    return np.array(chosen)


def f1(found: np.ndarray, truth: np.ndarray) -> float:
    """Harmonic mean of precision and recall over all entries."""
    hits = float((found * truth).sum())
    return 2 * hits / max(float(found.sum() + truth.sum()), 1.0)


@torch.no_grad()
def _held_back_logits(
    tower: AudioTower, material: Material, recordings: list[Recording], frames_per_second: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The frames' logits, the parts', and the truth, each float[scenes, frames, labels]."""
    tower.eval()
    mixer = material.mixer(recordings)
    logits, told, truth = [], [], []
    while len(truth) < SCENES_A_LABEL * len(material.labels):
        scenes = [mixer.draw(SECONDS, SHARES) for _ in range(BATCH)]
        waveform: Tensor = material.chain.record(np.stack([scene.waveform for scene in scenes]))
        frames = tower.frames
        embedding, found = tower.from_spectrogram(frames.mel.by_fft(frames.whole_frames(waveform)))
        logits.append(found.double().numpy())
        told.append(tower.part_logits_over(found.shape[1], embedding).double().numpy())
        truth += [scene.frame_truth(material.labels, found.shape[1], frames_per_second) for scene in scenes]
    return np.concatenate(logits), np.concatenate(told), np.stack(truth)
