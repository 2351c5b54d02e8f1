"""Fits how sure a caption is: the chance that it names just what is heard, on recordings that no part has met."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize

from earwitness_training.data.sounds import named_in
from earwitness_training.export.confidence import FEATURES, confidence_features
from earwitness_training.export.runtime import OnnxBundle
from earwitness_training.train.material import Material

SCENES, SECONDS, BATCH = 240, 5.0, 24
SHARES = {"empty": 0.1, "alone": 0.5, "together": 0.2, "sequence": 0.2}
RIDGE = 0.001  # few scenes, four weights


def fit_confidence(bundle: OnnxBundle, material: Material) -> dict[str, float]:
    """Weights of the caption's mean log-probability, its CLAP agreement and the surest label, and the bias."""
    mixer = material.mixer(material.heard_by_none)
    features, right = [], []
    while len(right) < SCENES:
        scenes = [mixer.draw(SECONDS, SHARES) for _ in range(BATCH)]
        waveforms = material.chain.record(np.stack([scene.waveform for scene in scenes])).numpy()
        clap = bundle.run("clapAudio", waveform=waveforms)
        captions = bundle.caption_codes(bundle.run("codec", waveform=waveforms)["codes"], clap["embedding"])
        features += list(confidence_features(bundle, captions, clap["embedding"], clap["label_scores"].max(axis=1)))
        right += [
            set(named_in(caption.text, material.sounds)) == {event.label for event in scene.events}
            for caption, scene in zip(captions, scenes, strict=True)
        ]
    weights = logistic(np.array(features), np.array(right))
    return dict(zip([*FEATURES, "bias"], (round(float(weight), 4) for weight in weights), strict=True))


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
