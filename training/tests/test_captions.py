"""Captions are true of their scenes."""

import dataclasses

import numpy as np
import pytest

from earwitness_training.data.captions import CaptionWriter, human_captions
from earwitness_training.data.scenes import Event, Scene
from earwitness_training.data.sounds import load_sounds, named_in, repeats

KINDS = [
    *("baby_cry", "breathing", "chainsaw", "clock_tick", "cough", "dishes", "dog_bark", "door_opening", "door_slam"),
    *("electric_shaver", "fire_crackling", "glass_breaking", "hair_dryer", "hand_clapping", "helicopter"),
    *("keyboard_typing", "keys_jangling", "laughter", "man_screaming", "paper_rustling", "rain", "rooster"),
    *("sea_waves", "sneeze", "speech", "water_running", "woman_crying", "woman_screaming", "yawn"),
]
HUMAN = [
    "A dog barks, then a man sneezes",
    "A dog barks while a car passes",
    "An adult man coughs",
    "A woman cries and a dog barks",
]


@pytest.fixture(scope="module")
def sounds():
    return load_sounds(KINDS)


def scene(*labels: str, layout: str) -> Scene:
    step = np.zeros(40, bool)
    events = []
    for i, label in enumerate(labels):
        active = step.copy()
        active[i * 10 : i * 10 + 8] = True
        events.append(Event(label, gain_db=-3.0 * i, repeats=1, active=active))
    return Scene(np.zeros(0, np.float32), layout, events)


def test_every_phrase_names_its_own_kind_and_no_other(sounds):
    for sound in sounds:
        for phrase in [sound.prompt, *sound.clauses, *sound.nouns]:
            assert named_in(phrase, sounds) == [sound.name], phrase


def test_composed_captions_name_what_sounds_in_order(sounds):
    writer = CaptionWriter(sounds, [], np.random.default_rng(1))
    rng = np.random.default_rng(2)
    for _ in range(300):
        first, second = rng.choice(KINDS, 2, replace=False)
        caption = writer.write(scene(first, second, layout="sequence"))
        assert named_in(caption, sounds) == [first, second], caption
        caption = writer.write(scene(first, second, layout="together"))
        assert set(named_in(caption, sounds)) == {first, second}, caption


def test_there_are_many_ways_to_say_one_thing(sounds):
    writer = CaptionWriter(sounds, [], np.random.default_rng(1))
    captions = [writer.write(scene("rain", layout="alone")) for _ in range(200)]
    assert len(set(captions)) > 15
    assert max(map(captions.count, captions)) < 40


def test_a_leaning_writer_has_a_favourite_and_still_says_all(sounds):
    even, leaning = (CaptionWriter(sounds, [], np.random.default_rng(1), leaning) for leaning in (False, True))
    rain = scene("rain", layout="alone")
    most = {}
    for writer in (even, leaning):
        captions = [writer.write(rain) for _ in range(300)]
        most[writer.leaning] = max(map(captions.count, captions))
        assert len(set(captions)) > 12
    assert most[True] > 2 * most[False]


def test_sounds_that_begin_one_after_another_are_told_in_that_order(sounds):
    writer = CaptionWriter(sounds, [], np.random.default_rng(1))
    active = np.zeros(120, bool)
    active[60:] = True
    quiet = Event("rain", -9.0, 1, np.ones(120, bool))
    loud = Event("dog_bark", 0.0, 1, active)
    for _ in range(20):
        caption = writer.write(Scene(np.zeros(0, np.float32), "together", [quiet, loud]))
        assert named_in(caption, sounds) == ["rain", "dog_bark"]
        caption = writer.write(
            Scene(np.zeros(0, np.float32), "together", [quiet, dataclasses.replace(loud, active=quiet.active)])
        )
        assert named_in(caption, sounds) == ["dog_bark", "rain"]


@pytest.mark.parametrize("backdrop", ["silence", "hum", "noise"])
def test_nothing_is_named_where_nothing_sounds(sounds, backdrop):
    writer = CaptionWriter(sounds, [], np.random.default_rng(1))
    for _ in range(20):
        caption = writer.write(Scene(np.zeros(0, np.float32), "empty", [], backdrop))
        assert named_in(caption, sounds) == []


def test_human_captions_are_taken_only_where_every_word_is_accounted_for(sounds):
    found = human_captions(HUMAN, sounds)
    assert found[(True, "dog_bark", "sneeze")] == ["a dog barks, then a person sneezes"]
    assert found[(False, "cough")] == ["a person coughs"]
    assert found[(False, "dog_bark", "woman_crying")] == ["a woman cries and a dog barks"]
    assert len(found) == 3


def test_an_unknown_kind_is_called_by_its_label():
    [sound] = load_sounds(["steam_whistle"])
    assert named_in("the sound of steam whistle", [sound]) == ["steam_whistle"]


@pytest.mark.parametrize(
    ("caption", "twice"),
    [
        ("a dog barks while a dog is barking", True),
        ("a dog barks, then it is raining", False),
        ("someone shaves with an electric razor", False),
        ("plates and cutlery clatter", False),
    ],
)
def test_a_caption_that_says_a_thing_twice_is_known_as_such(sounds, caption, twice):
    assert repeats(caption, sounds) == twice
