"""What all stages of a training run draw from, and the run's settings."""

from __future__ import annotations

import dataclasses
import functools
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from tokenizers import Tokenizer

from earwitness_training import config as configuration
from earwitness_training import tokenization
from earwitness_training.data import programs
from earwitness_training.data.captions import CaptionWriter, read_captions
from earwitness_training.data.chain import RecordingChain
from earwitness_training.data.freely import FreeWriter
from earwitness_training.data.recordings import SPEECH, Recording, load_recordings, split_held_back
from earwitness_training.data.scenes import SceneMixer
from earwitness_training.data.sounds import Sound, load_sounds
from earwitness_training.data.synthesis import KINDS, Synthesiser
from earwitness_training.data.teacher import teach
from earwitness_training.data.unfamiliar import UnfamiliarSounds
from earwitness_training.train.earlier import EarlierBundle

HELD_BACK_SHARE = 0.08
MUSIC_SECONDS = 30.0
T = TypeVar("T")


@dataclass(frozen=True)
class Recipe:
    """What one training run is made of. Recordings of fold `hold_out` are left alone."""

    preset: str
    data: Path
    captions: Path
    out: Path
    work: Path
    effort: float
    seed: int
    hold_out: int | None
    resume: bool
    threads: int
    teacher: Path | None = None
    earlier: Path | None = None
    device: str = "cpu"

    @functools.cached_property
    def config(self) -> configuration.ModelConfig:
        """The preset's configuration, its steps multiplied by the effort."""
        preset = configuration.load(self.preset)
        return dataclasses.replace(preset, training=preset.training.scaled(self.effort))


class Material:
    """Recordings, wording, tokenizer, and one random generator for all that is drawn. Not thread-safe.

    Recordings that are held back train no tower: on them label scores are calibrated.
    """

    def __init__(self, recipe: Recipe) -> None:
        config = recipe.config
        self.rate = config.audio.sample_rate
        self.device = torch.device(recipe.device)
        self.rng = np.random.default_rng(recipe.seed)
        self.human = human = read_captions(recipe.captions)
        recordings, self.music, self.unfamiliar = load_or_build(
            recipe.work / "material.pickle", recipe.resume, lambda: _sounds(recipe, human)
        )
        self.kept, self.held_back = split_held_back(recordings, HELD_BACK_SHARE)
        self.sounds = load_sounds(sorted({recording.label for recording in recordings}))
        self.writer = CaptionWriter(self.sounds, human, self.rng)
        self.teller = CaptionWriter(self.sounds, human, self.rng, leaning=True)
        self.tokenizer: Tokenizer = (
            EarlierBundle.read(recipe.earlier).tokenizer
            if recipe.earlier
            else tokenization.train(_texts(self.sounds, human), config.vocabulary_size)
        )
        self.chain = RecordingChain(self.rate, self.rng)

    @functools.cached_property
    def free_teller(self) -> FreeWriter:
        """Tells of scenes as people do; made when it is asked for, as it goes through all human captions."""
        return FreeWriter(self.writer, self.human, self.sounds, self.rng)

    @property
    def heard_by_captioner(self) -> list[Recording]:
        """Every other recording that is held back; the others calibrate its confidence."""
        return self.held_back[1::2]

    @property
    def heard_by_none(self) -> list[Recording]:
        """Recordings that neither a tower nor the captioner was trained on."""
        return self.held_back[::2]

    @property
    def labels(self) -> list[str]:
        """Names of the kinds, in the order of the label head."""
        return [sound.name for sound in self.sounds]

    def mixer(self, recordings: list[Recording], unfamiliar: list[np.ndarray] | None = None) -> SceneMixer:
        """Draws scenes from some of the recordings, and from other unfamiliar sounds than the training's if given."""
        others = self.unfamiliar if unfamiliar is None else unfamiliar
        return SceneMixer(recordings, self.rate, self.rng, self.music, varied=True, unfamiliar=others)

    def mixer_of_the_unheard(self) -> SceneMixer:
        """Draws scenes from recordings that nothing was trained on, and unfamiliar sounds made for the occasion."""
        return self.mixer(self.heard_by_none, _unfamiliar(len(self.unfamiliar) // 2, self.rate, self.rng))


def load_or_build(path: Path, resume: bool, build: Callable[[], T]) -> T:
    """What an interrupted run left at `path` (our own pickle), or else what `build` gives, kept there."""
    if resume and path.exists():
        return pickle.loads(path.read_bytes())
    built = build()
    partial = path.with_suffix(".partial")
    partial.write_bytes(pickle.dumps(built, protocol=pickle.HIGHEST_PROTOCOL))
    partial.replace(path)
    return built


def _sounds(recipe: Recipe, human: list[str]) -> tuple[list[Recording], np.ndarray | None, list[np.ndarray]]:
    """Recordings of the table and made ones, with what the teacher says of them; music; unfamiliar sounds."""
    config, rng = recipe.config, np.random.default_rng([recipe.seed, 1])
    rate, wanted = config.audio.sample_rate, config.training
    recordings = load_recordings(recipe.data, rate, lambda row: int(row["fold"]) != recipe.hold_out)
    if wanted.synthesised:
        maker = Synthesiser(rate, rng)
        recordings += [made for kind in KINDS for made in maker.recordings(kind, wanted.synthesised, fold=0)]
    if wanted.spoken and any(recording.label == SPEECH for recording in recordings):
        recordings += programs.speech(human, wanted.spoken, rate, rng)
    music = programs.music(wanted.music_pieces, MUSIC_SECONDS, rate, rng) if wanted.music_pieces else None
    unfamiliar = _unfamiliar(wanted.unfamiliar, rate, rng)
    if recipe.teacher:
        print(f"{recipe.teacher.name} listens to {len(recordings)} recordings", flush=True)
        recordings = teach(recordings, recipe.teacher)
    return recordings, music, unfamiliar


def _unfamiliar(count: int, rate: int, rng: np.random.Generator) -> list[np.ndarray]:
    """Half of them drawn, half played, where there is what plays them: each float32[samples]."""
    played = programs.strokes(count // 2, rate, rng) if count else []
    maker = UnfamiliarSounds(rate, rng)
    return played + [maker.draw().astype(np.float32) for _ in range(count - len(played))]


def _texts(sounds: list[Sound], human: list[str]) -> list[str]:
    """What merges are learnt from: each of our own phrases weighs as much as twenty captions."""
    own = [text for sound in sounds for text in [sound.prompt, *sound.clauses, *sound.nouns]]
    return [text.lower() for text in human] + 20 * own
