"""What makes a hypothesis a sure one."""

import dataclasses

import numpy as np
import pytest
from sounds_fixture import RATE

from earwitness_training.data.scenes import Event, Scene
from earwitness_training.data.sounds import load_sounds
from earwitness_training.export.confidence import ConfidenceFeatures
from earwitness_training.export.runtime import Caption, _BatchSearch
from earwitness_training.train.confidence import is_right

ITEMS = [
    {"name": "dog_bark", "threshold": 0.5, "named": r"\bdogs?\b"},
    {"name": "rain", "threshold": 0.5},
]
BOTH = Caption([2, 0, 5, 6, 2], "a dog barks while rain falls", -4.0, -1.0)
NOTHING = Caption([2, 0, 8, 9, 2], "no distinct sound", -1.0, -0.25)
DOG = Caption([2, 0, 5, 7, 2], "a dog barks", -2.0, -0.5)


@dataclasses.dataclass
class Manifest:
    """A bundle's manifest, and a text tower to which all texts are alike."""

    manifest: dict
    settings: dict

    def embed_texts(self, texts: list[str]) -> np.ndarray:
        """float[texts, 1]."""
        return np.ones((len(texts), 1))


def test_what_the_labels_heard_fits_and_what_they_did_not_hear_does_not() -> None:
    features = ConfidenceFeatures(Manifest({"labels": {"items": ITEMS}}, {}))
    dog, both = features.of([DOG, BOTH], np.ones(1), np.array([0.9, 0.8]))
    assert both == pytest.approx([-1, 1, 0.9, np.log(0.9) + np.log(0.8), 0])
    assert dog == pytest.approx([-0.5, 1, 0.9, np.log(0.9) + np.log(0.2), 0])


def test_a_caption_that_names_no_kind_is_known_as_such() -> None:
    features = ConfidenceFeatures(Manifest({"labels": {"items": ITEMS}}, {}))
    [found] = features.of([NOTHING], np.ones(1), np.array([0.2, 0.1]))
    assert found == pytest.approx([-0.25, 1, 0, np.log(0.8) + np.log(0.9), 1])


def test_a_label_under_its_threshold_is_no_surest_one() -> None:
    features = ConfidenceFeatures(Manifest({"labels": {"items": ITEMS}}, {}))
    [found] = features.of([DOG], np.ones(1), np.array([0.4, 0.3]))
    assert found[2] == 0


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
