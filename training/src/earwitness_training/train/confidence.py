"""Fits how sure a caption is: the chance that it names just what is heard, on recordings that no part has met."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from scipy.optimize import minimize

from earwitness_training.data.scenes import Scene
from earwitness_training.data.sounds import Sound, named_in, repeats
from earwitness_training.export.confidence import FEATURES, ConfidenceFeatures
from earwitness_training.export.runtime import OnnxBundle
from earwitness_training.train.material import Material

SCENES, LENGTHS, BATCH = 960, (5.0, 10.0), 24
SHARES = {"empty": 0.26, "alone": 0.37, "together": 0.15, "sequence": 0.15, "talk": 0.07}
NOTHING_KNOWN = re.compile(r"\b(no distinct sound|nothing|silence|quiet|hum|noise|hiss|music|unfamiliar)\b")
RIDGE = 0.001  # few recordings, five weights


def fit_confidence(bundle: OnnxBundle, material: Material) -> dict[str, float]:
    """Weights by which a window's right hypotheses stand out of the wrong ones, calibrated on the surest of each."""
    features, right, starts = [], [], []
    for scene_features, scene_right in _heard(bundle, material):
        starts.append(sum(map(len, right)))
        features.append(scene_features)
        right.append(scene_right)
    rows, truth = np.concatenate(features), np.concatenate(right)
    *weights, bias = logistic(rows, truth)
    margins = rows @ np.array(weights) + bias
    surest = [start + int(part.argmax()) for start, part in zip(starts, np.split(margins, starts[1:]), strict=True)]
    scale, shift = logistic(margins[surest, None], truth[surest])
    scaled = [max(scale, 0.1) * weight for weight in weights]
    return dict(zip([*FEATURES, "bias"], (round(float(w), 4) for w in [*scaled, scale * bias + shift]), strict=True))


def _heard(bundle: OnnxBundle, material: Material) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Of each scene its hypotheses' features float[hypotheses, 5], and which of them name just what is heard."""
    mixer, features = material.mixer_of_the_unheard(), ConfidenceFeatures(bundle)
    for batch in range(SCENES // BATCH):
        scenes = [mixer.draw(LENGTHS[batch % len(LENGTHS)], SHARES) for _ in range(BATCH)]
        waveforms = material.chain.record(np.stack([scene.waveform for scene in scenes])).numpy()
        clap = bundle.run("clapAudio", waveform=waveforms)
        found = bundle.hypotheses(bundle.run("codec", waveform=waveforms)["codes"], clap["embedding"])
        highest = clap["label_scores"].max(axis=1)
        for scene, all_of_them, embedding, scores in zip(scenes, found, clap["embedding"], highest, strict=True):
            plain = [hypothesis for hypothesis in all_of_them if not repeats(hypothesis.text, material.sounds)]
            hypotheses = plain or all_of_them
            right = [is_right(hypothesis.text, scene, material.sounds) for hypothesis in hypotheses]
            yield features.of(hypotheses, embedding, scores), np.array(right)


def is_right(caption: str, scene: Scene, sounds: list[Sound]) -> bool:
    """Whether it names just what is heard; where no known kind is heard, it must say so."""
    named, truth = set(named_in(caption, sounds)), {event.label for event in scene.events}
    return named == truth and (bool(truth) or NOTHING_KNOWN.search(caption) is not None)


def logistic(features: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Weights and bias with the least log loss, drawn a little towards 0: float[features + 1]."""
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-6
    rows = np.concatenate([(features - mean) / spread, np.ones((len(features), 1))], axis=1)
    signs = 2.0 * right - 1

    def loss(weights: np.ndarray) -> float:
        return float(np.logaddexp(0, -(rows @ weights) * signs).mean() + RIDGE * np.square(weights[:-1]).mean())

    found = minimize(loss, np.zeros(rows.shape[1]), method="BFGS").x
    weights = found[:-1] / spread
    return np.append(weights, found[-1] - weights @ mean)
