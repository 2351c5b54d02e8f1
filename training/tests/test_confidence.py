"""Which hypothesis is the caption, and how sure it is."""

import dataclasses

import numpy as np
import pytest
from sounds_fixture import RATE

from earwitness_training.data.scenes import Event, Scene
from earwitness_training.data.sounds import load_sounds
from earwitness_training.export.confidence import CaptionChoice
from earwitness_training.export.runtime import Caption, _BatchSearch
from earwitness_training.train.confidence import is_right

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


@pytest.mark.parametrize(
    ("caption", "heard", "right"),
    [
        ("a dog barks", ["dog_bark"], True),
        ("a dog barks while rain falls", ["dog_bark"], False),
        ("no distinct sound", [], True),
        ("an unfamiliar sound", [], True),
        ("a person", [], False),
        ("a person", ["dog_bark"], False),
    ],
)
def test_where_no_known_kind_is_heard_a_caption_must_say_so(caption, heard, right):
    events = [Event(label, 0.0, 1, np.ones(20, bool)) for label in heard]
    scene = Scene(np.zeros(RATE, np.float32), "alone" if heard else "empty", events)
    assert is_right(caption, scene, load_sounds(["dog_bark", "rain"])) == right


@pytest.mark.parametrize(("settings", "found"), [({}, 2), ({"leastEnd": 0.05}, 1)])
def test_what_hardly_ends_is_no_hypothesis(settings, found):
    """An end of 2 %, and one of 90 %."""
    common = {"hypotheses": 9, "decoderStart": 2, "eos": 2, "pad": 1, "forcedBos": None, "forcedEos": None}
    limits = {"maxLength": 10, "noRepeatNgram": 0, "lengthPenalty": 1.0}
    search = _BatchSearch(common | limits | settings, clips=1, beams=1)
    for log_probs, tokens in (([-0.1, -3], [7, 9]), ([-0.1, -4], [8, 2]), ([-0.1, -3], [2, 9])):
        search.advance(np.array([log_probs]), np.array([tokens]))
    [hypotheses] = search.likeliest_first()
    assert len(hypotheses) == found
    assert hypotheses[0][0] == [2, 7, 8, 2]
