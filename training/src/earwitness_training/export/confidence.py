"""Which hypothesis is a window's caption and how sure it is, as the bundle's contract has it."""

from __future__ import annotations

import re

import numpy as np

from earwitness_training.export.runtime import Caption, OnnxBundle

FEATURES = ("logProbability", "agreement", "label", "naming")
LOWEST_SCORE, HIGHEST_SCORE = 0.01, 0.99  # beyond these a label's score says nothing more


class ConfidenceFeatures:
    """Features of the hypotheses of a window."""

    def __init__(self, bundle: OnnxBundle) -> None:
        self.bundle = bundle
        items = bundle.manifest["labels"]["items"]
        self.thresholds = np.array([item["threshold"] for item in items])
        self.named = [re.compile(item.get("named") or rf"\b{re.escape(_words(item['name']))}\b") for item in items]

    def of(self, hypotheses: list[Caption], embedding: np.ndarray, highest: np.ndarray) -> np.ndarray:
        """Mean log-probability a token, CLAP agreement, surest label over its threshold or 0, naming fit.

        `embedding` float[dim] is the audio's, `highest` float[labels] each label's highest score in the window; returns
        float[hypotheses, 4].
        """
        texts = [hypothesis.text for hypothesis in hypotheses]
        means = np.array([hypothesis.log_prob / max(1, len(hypothesis.tokens) - 1) for hypothesis in hypotheses])
        agreements = self.bundle.embed_texts(texts) @ embedding
        surest = np.where(highest >= self.thresholds, highest, 0).max()
        fits = [self._naming_fit(text, highest) for text in texts]
        return np.stack([means, agreements, np.full(len(texts), surest), np.array(fits)], axis=1)

    def _naming_fit(self, text: str, highest: np.ndarray) -> float:
        scores = np.clip(highest, LOWEST_SCORE, HIGHEST_SCORE)
        named = np.array([bool(pattern.search(text)) for pattern in self.named])
        return float(np.log(np.where(named, scores, 1 - scores)).sum())


class CaptionChoice:
    """The likeliest hypothesis, or the surest one where the bundle has a search for more of them."""

    def __init__(self, bundle: OnnxBundle) -> None:
        self.weights = bundle.manifest.get("confidence")
        self.by_confidence = bool(bundle.settings.get("hypotheses"))
        self.features = ConfidenceFeatures(bundle)

    def choose(self, hypotheses: list[Caption], embedding: np.ndarray, highest: np.ndarray) -> tuple[Caption, float]:
        """The caption of a window and how sure it is, from 0 to 1; `hypotheses` are likeliest first."""
        contenders = hypotheses if self.by_confidence else hypotheses[:1]
        if not self.weights:
            return contenders[0], float(np.exp(contenders[0].score))
        wanted = np.array([self.weights.get(name, 0.0) for name in FEATURES])
        margins = self.features.of(contenders, embedding, highest) @ wanted + self.weights["bias"]
        surest = int(margins.argmax())
        return contenders[surest], float(1 / (1 + np.exp(-margins[surest])))


def _words(label: str) -> str:
    return label.replace("_", " ").replace("-", " ")
