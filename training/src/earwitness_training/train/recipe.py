"""From a folder of labelled recordings to a bundle."""

from __future__ import annotations

import dataclasses
import multiprocessing
from multiprocessing.process import BaseProcess
from pathlib import Path

import numpy as np
import torch

from earwitness_training.export.bundle import add_confidence, write_bundle
from earwitness_training.export.runtime import OnnxBundle
from earwitness_training.labels import Label
from earwitness_training.models.codec import AcousticCodec
from earwitness_training.models.enclap import EnClap
from earwitness_training.train import loop
from earwitness_training.train.calibrate import calibrate
from earwitness_training.train.caption import Pool, build_pools, train_captioner
from earwitness_training.train.clap import ClapPair, train_clap
from earwitness_training.train.codec import codec_scores, train_codec
from earwitness_training.train.confidence import fit_confidence
from earwitness_training.train.earlier import EarlierBundle
from earwitness_training.train.material import Material, Recipe, load_or_build
from earwitness_training.train.refine import draw_stretches, refine
from earwitness_training.train.semantic import train_semantic
from earwitness_training.train.words import train_words

HELD_BACK_COPIES = 3  # embeddings of sounds unseen by CLAP are the kind that the captioner will meet in use


def train(recipe: Recipe) -> None:
    """Runs all stages and writes the bundle into `recipe.out`; its card and scores come with `card`."""
    torch.manual_seed(recipe.seed)
    recipe.work.mkdir(parents=True, exist_ok=True)
    material = Material(recipe)
    model = EnClap(recipe.config, len(material.sounds))
    sizes = {name: sum(p.numel() for p in part.parameters()) for name, part in model.named_children()}
    print(f"{len(material.kept)} recordings, {len(material.sounds)} kinds; parameters {sizes}", flush=True)
    if recipe.earlier:
        _take_towers(recipe, material, model)
    else:
        _train_towers(recipe, material, model)
    pools = _pools(recipe, material, model)
    if not recipe.earlier:
        steps = recipe.config.training.word_steps
        train_words(model.clap_text, pools, material, steps, recipe.work, recipe.resume)
    thresholds = _refine_heads(recipe, material, model, pools)
    _train_captioner(recipe, material, model, pools)
    labels = [
        Label(sound.name, sound.prompt, round(float(threshold), 3), sound.named.pattern)
        for sound, threshold in zip(material.sounds, thresholds, strict=True)
    ]
    scores = {} if recipe.earlier else codec_scores(model.codec, material.mixer(material.held_back))
    card = f"# {recipe.config.name} {recipe.config.version}\n\nNot scored yet.\n"
    write_bundle(model, material.tokenizer, labels, card, recipe.out, scores)
    add_confidence(recipe.out, fit_confidence(OnnxBundle(recipe.out, recipe.threads), material))
    print(f"Bundle written to {recipe.out}", flush=True)


def _take_towers(recipe: Recipe, material: Material, model: EnClap) -> None:
    """Everything but semantic books, encoder and MCM heads from an earlier bundle."""
    earlier = EarlierBundle.read(recipe.earlier)
    if earlier.labels != material.labels:
        raise ValueError(f"{recipe.earlier} knows other kinds than {recipe.data}: {earlier.labels}")
    earlier.give(model)
    model.eval()
    torch.set_num_threads(recipe.threads)


def _train_towers(recipe: Recipe, material: Material, model: EnClap) -> None:
    """Codec and CLAP need nothing of each other, so they train side by side; small layers don't fill two cores."""
    torch.set_num_threads(max(1, recipe.threads // 2))
    rate, training = recipe.config.frames_per_second, recipe.config.training
    aside = multiprocessing.get_context("spawn").Process(target=_train_codec_aside, args=(recipe,))
    if not (recipe.resume and loop.finished(recipe.work, "codec", training.codec_steps)):
        aside.start()
    pair = ClapPair(model.clap_audio, model.clap_text)
    train_clap(pair, material, rate, training.clap_steps, recipe.work, recipe.resume)
    _join_codec(aside, model, recipe.work)
    torch.set_num_threads(recipe.threads)


def _train_codec_aside(recipe: Recipe) -> None:
    torch.set_num_threads(max(1, recipe.threads // 2))
    torch.manual_seed(recipe.seed)
    material = Material(dataclasses.replace(recipe, resume=True))  # what the other process has just drawn
    train_codec(AcousticCodec(recipe.config.codec), recipe.config, material, recipe.work, recipe.resume)


def _join_codec(aside: BaseProcess, model: EnClap, work: Path) -> None:
    if aside.pid is not None:
        aside.join()
    if aside.exitcode:
        raise RuntimeError(f"The codec's training ended with {aside.exitcode}; its own message is above")
    trained = torch.load(loop.checkpoint(work, "codec"), weights_only=True, map_location=loop.CPU)["model"]
    model.codec.acoustic.load_state_dict(trained)
    model.codec.eval()


def _pools(recipe: Recipe, material: Material, model: EnClap) -> list[Pool]:
    mixer = material.mixer(material.kept + HELD_BACK_COPIES * material.heard_by_captioner)
    return load_or_build(
        recipe.work / "pools.pickle",
        recipe.resume,
        lambda: build_pools(model, mixer, material.chain, recipe.config.training.pool_scenes),
    )


def _refine_heads(recipe: Recipe, material: Material, model: EnClap, pools: list[Pool]) -> np.ndarray:
    """Refines the label heads, calibrates them on what they have not met, and returns their thresholds."""
    tower, rate, work = model.clap_audio, recipe.config.frames_per_second, recipe.work
    stretches = load_or_build(
        work / "stretches.pickle",
        recipe.resume,
        lambda: draw_stretches(tower, material.mixer(material.kept), material.chain, material.labels),
    )
    steps = recipe.config.training.head_steps
    refine(tower, pools, stretches, material.labels, rate, steps, material.rng, work, recipe.resume)
    calibration = load_or_build(
        work / "calibration.pickle",
        recipe.resume,
        lambda: calibrate(tower, material, material.heard_by_none, rate),
    )
    calibration.give(tower)
    return calibration.thresholds


def _train_captioner(recipe: Recipe, material: Material, model: EnClap, pools: list[Pool]) -> None:
    training, audio = recipe.config.training, recipe.config.clap_audio
    semantic = model.codec.semantic
    if semantic is not None:
        semantic.frames.load_state_dict(model.clap_audio.frames.state_dict())
        rate = recipe.config.audio.sample_rate / audio.frame_hop
        train_semantic(semantic, pools, material, rate, training.semantic_steps, recipe.work, recipe.resume)
        semantic.eval()
    train_captioner(model.captioner, semantic, pools, material, training, recipe.work, recipe.resume)
