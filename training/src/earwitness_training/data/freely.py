"""Captions as people put them who don't know our words for a sound."""

from __future__ import annotations

import re

import numpy as np

from earwitness_training.data.captions import CaptionWriter
from earwitness_training.data.scenes import Scene
from earwitness_training.data.sounds import Sound, named_in

FREELY = 0.5  # share of the scenes of one kind that are told of so
NAME_LEFT_OUT = 0.5  # share of those captions that go without the kind's own name
FEWEST_WORDS = 2


class FreeWriter:
    """Tells of scenes like `writer`, but often of one kind in a human caption that names it, whatever else is in it.

    Without the kind's name, what people say beside it comes to stand for it: hinges for doors, whimpers for dogs.
    """

    def __init__(self, writer: CaptionWriter, human: list[str], sounds: list[Sound], rng: np.random.Generator) -> None:
        self.writer, self.rng = writer, rng
        self.sounds = {sound.name: sound for sound in sounds}
        self.human = captions_of_one(human, sounds)

    def write(self, scene: Scene) -> str:
        """A caption that is mostly true of the scene."""
        kinds = {event.label for event in scene.events}
        told = self.human.get(min(kinds), []) if len(kinds) == 1 else []
        if not told or self.rng.random() >= FREELY:
            return self.writer.write(scene)
        caption = told[self.rng.integers(len(told))]
        if self.rng.random() >= NAME_LEFT_OUT:
            return caption
        left = " ".join(self.sounds[min(kinds)].named.sub(" ", caption).split())
        return left if len(left.split()) >= FEWEST_WORDS else caption


def captions_of_one(captions: list[str], sounds: list[Sound]) -> dict[str, list[str]]:
    """Of each kind the captions that name it and no other of the kinds: lower-case, without a full stop."""
    found: dict[str, list[str]] = {}
    for caption in captions:
        text = re.sub(r"\s+", " ", caption.lower()).strip().rstrip(".")
        names = named_in(text, sounds)
        if len(names) == 1:
            found.setdefault(names[0], []).append(text)
    return found
