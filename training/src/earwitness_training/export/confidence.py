"""What a caption's confidence is made of, as the bundle's contract has it."""

from __future__ import annotations

import numpy as np

from earwitness_training.export.runtime import Caption, OnnxBundle

FEATURES = ("logProbability", "agreement", "label")


def confidence_features(
    bundle: OnnxBundle, captions: list[Caption], embeddings: np.ndarray, highest: np.ndarray
) -> np.ndarray:
    """Mean log-probability a token, CLAP agreement, surest label over its threshold or 0: float[captions, 3].

    `embeddings` float[captions, dim] are the audio's, `highest` float[captions, labels] each label's highest score.
    """
    texts = bundle.embed_texts([caption.text for caption in captions])
    thresholds = np.array([item["threshold"] for item in bundle.manifest["labels"]["items"]])
    surest = np.where(highest >= thresholds, highest, 0).max(axis=1)
    means = np.array([caption.score for caption in captions])
    return np.stack([means, (texts * embeddings).sum(axis=1), surest], axis=1)
