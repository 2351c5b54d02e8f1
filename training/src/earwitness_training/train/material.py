"""What all stages of a training run draw from, and the run's settings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from earwitness_training import config as configuration
from earwitness_training import tokenization
from earwitness_training.data.captions import CaptionWriter, read_captions
from earwitness_training.data.chain import RecordingChain
from earwitness_training.data.recordings import Recording, load_recordings, split_held_back
from earwitness_training.data.scenes import SceneMixer
from earwitness_training.data.sounds import Sound, load_sounds

HELD_BACK_SHARE = 0.08


@dataclass(frozen=True)
class Recipe:
    """What one training run is made of. Recordings of fold `hold_out` are left alone."""

    preset: str
    data: Path
    captions: Path
    out: Path
    work: Path
    minutes: float
    seed: int
    hold_out: int | None
    resume: bool
    threads: int

    @property
    def config(self) -> configuration.ModelConfig:
        """The preset's configuration."""
        return configuration.load(self.preset)


class Material:
    """Recordings, wording, tokenizer, and one random generator for all that is drawn. Not thread-safe.

    Recordings that are held back train no tower: on them label scores are calibrated.
    """

    def __init__(self, recipe: Recipe) -> None:
        config = recipe.config
        self.rate = config.audio.sample_rate
        self.rng = np.random.default_rng(recipe.seed)
        recordings = load_recordings(recipe.data, self.rate, lambda row: int(row["fold"]) != recipe.hold_out)
        self.kept, self.held_back = split_held_back(recordings, HELD_BACK_SHARE)
        self.sounds = load_sounds(sorted({recording.label for recording in recordings}))
        human = read_captions(recipe.captions)
        self.writer = CaptionWriter(self.sounds, human, self.rng)
        self.tokenizer: Tokenizer = tokenization.train(_texts(self.sounds, human), config.vocabulary_size)
        self.chain = RecordingChain(self.rate, self.rng)

    @property
    def labels(self) -> list[str]:
        """Names of the kinds, in the order of the label head."""
        return [sound.name for sound in self.sounds]

    def mixer(self, recordings: list[Recording]) -> SceneMixer:
        """Draws scenes from some of the recordings."""
        return SceneMixer(recordings, self.rate, self.rng)


def _texts(sounds: list[Sound], human: list[str]) -> list[str]:
    """What merges are learnt from: each of our own phrases weighs as much as twenty captions."""
    own = [text for sound in sounds for text in [sound.prompt, *sound.clauses, *sound.nouns]]
    return [text.lower() for text in human] + 20 * own
