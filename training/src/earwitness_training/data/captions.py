"""Captions for scenes: composed ones, and human ones whose sounds are exactly those of the scene."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np

from earwitness_training.data.scenes import DISTANT_DB, Event, Scene
from earwitness_training.data.sounds import Sound, named_in

BACKDROPS = {
    "silence": ["no distinct sound", "nothing is heard", "silence", "it is quiet, with no distinct sound"],
    "hum": [
        "a steady hum, no distinct sound",
        "a constant low hum",
        "a steady electrical hum",
        "no distinct sound but a hum",
    ],
    "noise": [
        "steady background noise",
        "constant background noise",
        "noise with no distinct sound",
        "steady hiss and noise",
    ],
    "music": ["music plays", "music is playing", "music can be heard", "there is music, no other sound"],
    "unfamiliar": [
        "an unfamiliar sound",
        "an unfamiliar sound can be heard",
        "something unfamiliar is heard",
        "there is an unfamiliar sound",
    ],
}
ALONE = ["{clause}", "{clause}", "{clause}", "{noun}", "{noun} can be heard", "the sound of {noun}", "there is {noun}"]
TOGETHER = [
    "{clause} while {clause2}",
    "{clause} as {clause2}",
    "{clause} and {clause2}",
    "{noun} and {noun2}",
    "{noun} together with {noun2}",
    "{clause} with {noun2} in the background",
    "{clause}, and {clause2} at the same time",
]
SEQUENCE = [
    "{clause}, then {clause2}",
    "{clause} followed by {noun2}",
    "{clause} and then {clause2}",
    "{noun}, then {noun2}",
    "first {clause}, then {clause2}",
    "{clause} before {clause2}",
    "after {noun}, {clause2}",
    "{clause}, and later {clause2}",
]
ONCE_MORE = ["repeatedly", "several times", "again and again", "over and over"]
AT_ONCE_STEPS = 20  # sounds that begin within a second are told of by loudness, others in their order
STEADY_SHARE = 0.5  # a sound that fills more of its scene does not sound like a repeated one
FAR = ["in the distance", "far away", "faintly"]

PLAIN_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "is",
        "are",
        "be",
        "being",
        "can",
        "heard",
        "hear",
        "sound",
        "sounds",
        "of",
        "in",
        "with",
        "as",
        "while",
        "then",
        "by",
        "followed",
        "before",
        "it",
        "its",
        "to",
        "some",
        "someone",
        "somebody",
        "person",
        "people",
        "another",
        "several",
        "two",
        "few",
        "multiple",
        "times",
        "time",
        "loud",
        "loudly",
        "loudest",
        "quietly",
        "softly",
        "nearby",
        "distance",
        "distant",
        "background",
        "foreground",
        "away",
        "far",
        "close",
        "repeatedly",
        "briefly",
        "continuously",
        "constantly",
        "again",
        "once",
        "twice",
        "continues",
        "begins",
        "starts",
        "quickly",
        "slowly",
        "fast",
        "rapid",
        "rapidly",
        "steadily",
        "faint",
        "faintly",
        "light",
        "lightly",
        "heavily",
        "hard",
        "something",
        "occurs",
        "present",
        "at",
        "on",
        "or",
        "very",
        "more",
        "there",
        "outside",
        "inside",
        "room",
        "small",
        "large",
        "high",
        "low",
        "long",
        "short",
        "brief",
        "one",
        "man",
        "woman",
        "men",
        "women",
        "male",
        "female",
        "adult",
    ]
)
ORDER_WORDS = re.compile(r"\b(then|followed|before|later)\b")


class CaptionWriter:
    """Tells of scenes in words. Captions are lower-case without a full stop.

    `leaning` makes the first way to say a thing the likeliest, by Zipf's law, for a captioner: were all alike, no
    sentence would stand out for its beam search. A text tower is to meet all of them equally often.
    """

    def __init__(self, sounds: list[Sound], human: list[str], rng: np.random.Generator, leaning: bool = False) -> None:
        self.leaning = leaning
        self.sounds = {sound.name: sound for sound in sounds}
        self.rng = rng
        self.human = human_captions(human, sounds)

    def write(self, scene: Scene) -> str:
        """A caption that is true of the scene."""
        if not scene.events:
            return self._any(BACKDROPS[scene.backdrop])
        human = self.human.get(_key([event.label for event in scene.events], scene.layout == "sequence"), [])
        if human and self.rng.random() < min(0.35, 0.05 * len(human)):
            return human[self.rng.integers(len(human))]
        if len(scene.events) == 1:
            return self._alone(scene.events[0])
        return self._several(scene.events, SEQUENCE if scene.layout == "sequence" else TOGETHER)

    def _alone(self, event: Event) -> str:
        caption = self._fill(self._any(ALONE), event)
        intermittent = event.active.mean() < STEADY_SHARE
        if event.repeats > 1 and intermittent and self.rng.random() < 0.4:
            return f"{caption} {self._any(ONCE_MORE)}"
        if event.gain_db < DISTANT_DB and self.rng.random() < 0.3:
            return f"{caption} {self._any(FAR)}"
        return caption

    def _several(self, events: list[Event], patterns: list[str]) -> str:
        if patterns is TOGETHER and events[-1].start - events[0].start < AT_ONCE_STEPS:
            events = sorted(events, key=lambda event: -event.gain_db)
        caption = self._fill(self._any(patterns), events[0], events[1])
        if len(events) == 3:
            joint = ", then " if patterns is SEQUENCE else " and "
            caption += joint + self._any(self.sounds[events[2].label].clauses)
        return caption

    def _fill(self, pattern: str, first: Event, second: Event | None = None) -> str:
        words = {
            "clause": self._any(self.sounds[first.label].clauses),
            "noun": self._any(self.sounds[first.label].nouns),
        }
        if second:
            words["clause2"] = self._any(self.sounds[second.label].clauses)
            words["noun2"] = self._any(self.sounds[second.label].nouns)
        return pattern.format(**words)

    def _any(self, choices: list[str]) -> str:
        if not self.leaning:
            return choices[self.rng.integers(len(choices))]
        weights = 1 / np.arange(1, len(choices) + 1)
        return choices[self.rng.choice(len(choices), p=weights / weights.sum())]


def read_captions(table: Path) -> list[str]:
    """The column `caption` of a CSV file."""
    with table.open(newline="") as lines:
        return [row["caption"] for row in csv.DictReader(lines)]


def human_captions(captions: list[str], sounds: list[Sound]) -> dict[tuple, list[str]]:
    """Captions that speak of known kinds and of nothing else, by the kinds and whether they come in sequence."""
    by_name = {sound.name: sound for sound in sounds}
    found: dict[tuple, list[str]] = {}
    for caption in captions:
        text = caption.lower().strip().rstrip(".")
        names = named_in(text, sounds)
        words = set(re.findall(r"[a-z']+", text))
        known = PLAIN_WORDS.union(*(by_name[name].words for name in names))
        in_order = bool(ORDER_WORDS.search(text))
        if names and words <= known and in_order <= (len(names) > 1):
            found.setdefault(_key(names, in_order), []).append(_without_gender(text, names))
    return found


def _key(names: list[str], in_order: bool) -> tuple:
    return (in_order, *(names if in_order else sorted(names)))


def _without_gender(text: str, names: list[str]) -> str:
    """Says `person` where the kind of sound doesn't tell who made it."""
    if any(name.startswith(("man_", "woman_")) for name in names):
        return text
    text = re.sub(r"\ban adult (man|woman|male|female)\b", "a person", text)
    text = re.sub(r"\b(adult )?(man|woman|male|female)\b", "person", text)
    return re.sub(r"\b(men|women)\b", "people", text)
