"""Which hypothesis is the caption, and how sure it is."""

import dataclasses

import numpy as np
import pytest

from earwitness_training.export.confidence import CaptionChoice
from earwitness_training.export.runtime import Caption

ITEMS = [
    {"name": "dog_bark", "threshold": 0.5, "named": r"\bdogs?\b"},
    {"name": "rain", "threshold": 0.5},
]
BOTH = Caption([2, 0, 5, 6, 2], "a dog barks while rain falls", -4.0, -1.0)
DOG = Caption([2, 0, 5, 7, 2], "a dog barks", -2.0, -0.5)


@dataclasses.dataclass
class Manifest:
    """A bundle's manifest, and a text tower to which all texts are alike."""

    manifest: dict
    settings: dict

    def embed_texts(self, texts: list[str]) -> np.ndarray:
        """float[texts, 1]."""
        return np.ones((len(texts), 1))


def choice(settings: dict, **weights: float) -> CaptionChoice:
    manifest = {"labels": {"items": ITEMS}}
    if weights:
        manifest["confidence"] = {"logProbability": 1, "agreement": 0, "label": 0, "bias": 0.5} | weights
    return CaptionChoice(Manifest(manifest, settings))


def test_the_likeliest_is_the_caption_where_nothing_else_is_said() -> None:
    caption, confidence = choice({}).choose([DOG, BOTH], np.ones(1), np.array([0.9, 0.8]))
    assert caption is DOG
    assert confidence == pytest.approx(np.exp(-0.5))


def test_the_surest_names_what_the_labels_heard() -> None:
    caption, confidence = choice({"hypotheses": 12}, naming=1.0).choose([DOG, BOTH], np.ones(1), np.array([0.9, 0.8]))
    assert caption is BOTH
    margin = -1 + np.log(0.9) + np.log(0.8) + 0.5
    assert confidence == pytest.approx(1 / (1 + np.exp(-margin)))
