"""How people speak of each kind of sound: the wording of `conf/sounds.yaml`."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from earwitness_training.config import CONF_DIR

LIKE_LETTERS = 3  # words that begin with so many equal letters are forms of one word


@dataclass(frozen=True)
class Sound:
    """One kind of sound; `named` matches captions that speak of it."""

    name: str
    prompt: str
    named: re.Pattern[str]
    clauses: list[str]
    nouns: list[str]
    words: frozenset[str]


def load_sounds(names: list[str]) -> list[Sound]:
    """Wording for each label; one that the file lacks is called by its own words."""
    known = yaml.safe_load((CONF_DIR / "sounds.yaml").read_text())
    return [_sound(name, known[name]) if name in known else _unworded(name) for name in names]


def named_in(caption: str, sounds: list[Sound]) -> list[str]:
    """Names of the kinds that a caption speaks of, in the order in which it first does."""
    text = caption.lower()
    found = [(match.start(), sound.name) for sound in sounds if (match := sound.named.search(text))]
    return [name for _, name in sorted(found)]


def repeats(caption: str, sounds: list[Sound]) -> bool:
    """Whether a caption names a kind twice in words that begin alike: the last choice among hypotheses."""
    text = caption.lower()
    matches = ([match.group()[:LIKE_LETTERS] for match in sound.named.finditer(text)] for sound in sounds)
    return any(len(set(begun)) < len(begun) for begun in matches)


def _sound(name: str, wording: dict) -> Sound:
    return Sound(
        name,
        wording["prompt"],
        re.compile(wording["named"]),
        wording["clauses"],
        wording["nouns"],
        frozenset(map(str, wording["words"])),
    )


def _unworded(name: str) -> Sound:
    words = name.replace("_", " ")
    return Sound(
        name,
        f"the sound of {words}",
        re.compile(rf"\b{re.escape(words)}\b"),
        [f"{words} is heard", f"{words} can be heard", f"there is {words}"],
        [words, f"the sound of {words}"],
        frozenset(words.split()),
    )
