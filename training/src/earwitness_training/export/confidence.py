"""By what a bundle judges how sure its hypotheses are, as its contract has it."""

from __future__ import annotations

import re

import numpy as np

from earwitness_training.export.runtime import Caption, OnnxBundle

FEATURES = ("logProbability", "agreement", "label", "naming", "nothing")
LOWEST_SCORE, HIGHEST_SCORE = 0.01, 0.99  # beyond these a label's score says nothing more


class ConfidenceFeatures:
    """Features of the hypotheses of a window."""

    def __init__(self, bundle: OnnxBundle) -> None:
        self.bundle = bundle
        items = bundle.manifest["labels"]["items"]
        self.thresholds = np.array([item["threshold"] for item in items])
        self.named = [re.compile(item.get("named") or rf"\b{re.escape(_words(item['name']))}\b") for item in items]

    def of(self, hypotheses: list[Caption], embedding: np.ndarray, highest: np.ndarray) -> np.ndarray:
        """Mean log-probability a token, CLAP agreement, surest label over its threshold or 0, naming fit, and 1 if no
        kind is named.

        `embedding` float[dim] is the audio's, `highest` float[labels] each label's highest score in the window; returns
        float[hypotheses, 5].
        """
        texts = [hypothesis.text for hypothesis in hypotheses]
        means = np.array([hypothesis.log_prob / max(1, len(hypothesis.tokens) - 1) for hypothesis in hypotheses])
        agreements = self.bundle.embed_texts(texts) @ embedding
        surest = np.where(highest >= self.thresholds, highest, 0).max()
        named = np.array([[bool(pattern.search(text)) for pattern in self.named] for text in texts])
        scores = np.clip(highest, LOWEST_SCORE, HIGHEST_SCORE)
        fits = np.log(np.where(named, scores, 1 - scores)).sum(axis=1)
        return np.stack([means, agreements, np.full(len(texts), surest), fits, ~named.any(axis=1)], axis=1)


def _words(label: str) -> str:
    return label.replace("_", " ").replace("-", " ")
