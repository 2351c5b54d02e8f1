"""The text tower learns how people speak of a sound beside its name."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch

from earwitness_training import config, tokenization
from earwitness_training.data.captions import CaptionWriter
from earwitness_training.data.freely import FreeWriter, captions_of_one
from earwitness_training.data.scenes import Event, Scene
from earwitness_training.data.sounds import load_sounds
from earwitness_training.models.clap import TextTower
from earwitness_training.train.caption import Pool
from earwitness_training.train.clap import pad_tokens
from earwitness_training.train.words import train_words

SOUNDS = load_sounds(["dog_bark", "rain"])
HUMAN = ["A dog yelps at  a stranger.", "Rain drums upon tin roofs", "A dog barks in the rain", "A cat meows"]


def scene(*labels: str) -> Scene:
    events = [Event(label, 0.0, 1, np.ones(20, bool)) for label in labels]
    return Scene(np.zeros(0, np.float32), "together", events, seconds=1.0)


def free_writer(seed: int = 0) -> FreeWriter:
    rng = np.random.default_rng(seed)
    return FreeWriter(CaptionWriter(SOUNDS, [], rng), HUMAN, SOUNDS, rng)


def test_captions_that_name_one_kind_are_its_own():
    assert captions_of_one(HUMAN, SOUNDS) == {
        "dog_bark": ["a dog yelps at a stranger"],
        "rain": ["rain drums upon tin roofs"],
    }


def test_what_is_said_beside_a_name_is_said_without_it_too():
    writer = free_writer()
    told = {writer.write(scene("dog_bark")) for _ in range(200)}
    assert {"a dog yelps at a stranger", "a yelps at a stranger", "a dog barks"} <= told
    assert not any("roof" in caption for caption in told)


def test_two_kinds_are_told_of_as_ever():
    writer = free_writer()
    assert not any("stranger" in writer.write(scene("dog_bark", "rain")) for _ in range(100))


@pytest.fixture(scope="module")
def taught(tmp_path_factory):
    torch.manual_seed(0)
    tiny = config.load("tiny")
    tokenizer = tokenization.train([text.lower() for text in HUMAN], tiny.vocabulary_size)
    tower = TextTower(tiny.clap_text, tiny.vocabulary_size, tiny.clap_audio.embedding_dim)
    scenes = [scene("dog_bark"), scene("rain")] * 16
    embeddings = torch.eye(tiny.clap_audio.embedding_dim)[[0, 1] * 16]
    pool = Pool(1.0, scenes, torch.empty(0), torch.empty(0), embeddings)
    drawn = {"rng": np.random.default_rng(0), "free_teller": free_writer(), "tokenizer": tokenizer}
    material = SimpleNamespace(**drawn, device=torch.device("cpu"))
    train_words(tower, [pool], material, 200, tmp_path_factory.mktemp("words"), resume=False)
    return tower, tokenizer


@pytest.mark.parametrize(("text", "kind"), [("yelps at a stranger", 0), ("drums upon tin roofs", 1)])
def test_a_text_without_the_name_finds_its_sound(taught, text, kind):
    tower, tokenizer = taught
    with torch.no_grad():
        embedding = tower(*pad_tokens([tokenizer.encode(text).ids]))[0]
    assert embedding[kind] > embedding[1 - kind] + 0.3
