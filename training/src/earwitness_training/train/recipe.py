"""From a folder of labelled recordings to a bundle, within a given number of minutes."""

from __future__ import annotations

import multiprocessing
import pickle
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch

from earwitness_training.export.bundle import write_bundle
from earwitness_training.labels import Label
from earwitness_training.models.codec import Codec
from earwitness_training.models.enclap import EnClap
from earwitness_training.train import loop
from earwitness_training.train.calibrate import calibrate
from earwitness_training.train.caption import build_pools, train_captioner
from earwitness_training.train.clap import ClapPair, train_clap
from earwitness_training.train.codec import codec_scores, train_codec
from earwitness_training.train.material import Material, Recipe

TOWERS_SHARE, POOL_SHARE = 0.4, 0.06  # of the minutes; the captioner takes what is left
POOL_SCENES_A_MINUTE = 700
T = TypeVar("T")
HELD_BACK_COPIES = 3  # embeddings of sounds unseen by CLAP are the kind that the captioner will meet in use


def train(recipe: Recipe) -> None:
    """Runs all stages and writes the bundle into `recipe.out`; its card and scores come with `score`."""
    torch.manual_seed(recipe.seed)
    recipe.work.mkdir(parents=True, exist_ok=True)
    material = Material(recipe)
    model = EnClap(recipe.config, len(material.sounds))
    sizes = {name: sum(p.numel() for p in part.parameters()) for name, part in model.named_children()}
    print(f"{len(material.kept)} recordings, {len(material.sounds)} kinds; parameters {sizes}", flush=True)
    thresholds = _train_towers(recipe, material, model)
    _train_captioner(recipe, material, model)
    labels = [
        Label(sound.name, sound.prompt, round(float(threshold), 3))
        for sound, threshold in zip(material.sounds, thresholds, strict=True)
    ]
    scores = codec_scores(model.codec, material.mixer(material.held_back))
    card = f"# {recipe.config.name} {recipe.config.version}\n\nNot scored yet.\n"
    write_bundle(model, material.tokenizer, labels, card, recipe.out, scores)
    print(f"Bundle written to {recipe.out}", flush=True)


def _train_towers(recipe: Recipe, material: Material, model: EnClap) -> np.ndarray:
    """Codec and CLAP need nothing of each other, and small layers don't fill two cores: each gets half of them."""
    torch.set_num_threads(max(1, recipe.threads // 2))
    rate, minutes = recipe.config.frames_per_second, TOWERS_SHARE * recipe.minutes
    aside = multiprocessing.get_context("spawn").Process(target=_train_codec_aside, args=(recipe,))
    if not (recipe.resume and loop.finished(recipe.work, "codec", minutes)):
        aside.start()
    pair = ClapPair(model.clap_audio, model.clap_text)
    train_clap(pair, material, rate, minutes, recipe.work, recipe.resume)
    scale, bias, thresholds = load_or_build(
        recipe.work / "calibration.pickle", recipe.resume, lambda: calibrate(model.clap_audio, material, rate)
    )
    model.clap_audio.calibration_scale.fill_(scale)
    model.clap_audio.calibration_bias.fill_(bias)
    _join_codec(aside, model, recipe.work)
    torch.set_num_threads(recipe.threads)
    return thresholds


def _train_codec_aside(recipe: Recipe) -> None:
    torch.set_num_threads(max(1, recipe.threads // 2))
    torch.manual_seed(recipe.seed)
    material = Material(recipe)
    config, minutes = recipe.config, TOWERS_SHARE * recipe.minutes
    train_codec(Codec(config.codec), config, material, minutes, recipe.work, recipe.resume)


def _join_codec(aside: BaseProcess, model: EnClap, work: Path) -> None:
    if aside.pid is not None:
        aside.join()
    if aside.exitcode:
        raise RuntimeError(f"The codec's training ended with {aside.exitcode}; its own message is above")
    model.codec.load_state_dict(torch.load(loop.checkpoint(work, "codec"), weights_only=True)["model"])
    model.codec.eval()


def load_or_build(path: Path, resume: bool, build: Callable[[], T]) -> T:
    """What an interrupted run left at `path` (our own pickle), or else what `build` gives, kept there."""
    if resume and path.exists():
        return pickle.loads(path.read_bytes())
    built = build()
    path.write_bytes(pickle.dumps(built))
    return built


def _train_captioner(recipe: Recipe, material: Material, model: EnClap) -> None:
    scenes = int(POOL_SHARE * recipe.minutes * POOL_SCENES_A_MINUTE)
    mixer = material.mixer(material.kept + HELD_BACK_COPIES * material.held_back)
    pools = load_or_build(
        recipe.work / "pools.pickle", recipe.resume, lambda: build_pools(model, mixer, material.chain, scenes)
    )
    minutes = (1 - TOWERS_SHARE - POOL_SHARE) * recipe.minutes
    train_captioner(model.captioner, pools, material, minutes, recipe.work, recipe.resume)
