"""A tiny bundle of random weights with the results that plain PyTorch gives for it: the serving side's yardstick."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import soundfile
import torch
from tokenizers import Tokenizer
from torch import Tensor

from earwitness_training import tokenization
from earwitness_training.config import ModelConfig
from earwitness_training.export.bundle import write_bundle
from earwitness_training.labels import Label
from earwitness_training.models.enclap import EnClap
from earwitness_training.reference_decode import Hypothesis, Scorer, beam_search, greedy

LABELS = [Label("dog_bark", "a dog barks"), Label("rain", "rain falls"), Label("door_slam", "a door slams")]
SENTENCES = [
    "A dog barks while rain falls.",
    "rain falls on a roof and a door slams",
    "someone is speaking, then a dog barks in the distance",
    "A clock ticks; nothing else is heard.",
]
CARD = """# Tiny bundle

Random weights, for tests of the bundle contract only. Its captions mean nothing.
"""
FILE = "golden.json"
FIRST_MERGE = 259  # below it: three special tokens and single bytes, which seldom make readable text
WORD_BIAS, END_BIAS = 12.0, 14.5


def write_tiny_bundle(config: ModelConfig, seed: int, folder: Path) -> None:
    """Writes the bundle, three waveforms (`*.wav`, 16-bit) and `golden.json`."""
    torch.manual_seed(seed)
    tokenizer = tokenization.train(SENTENCES, config.vocabulary_size)
    clips = waveforms(config.audio.sample_rate, seed)
    model = random_model(config, [torch.from_numpy(samples) for samples in clips.values()])
    write_bundle(model, tokenizer, LABELS, CARD, folder, scores={})
    expected = []
    for name, samples in clips.items():
        soundfile.write(folder / f"{name}.wav", samples, config.audio.sample_rate, subtype="PCM_16")
        expected.append({"file": f"{name}.wav"} | _clip(model, tokenizer, torch.from_numpy(samples)[None]))
    texts = [_text(model, tokenizer, sentence) for sentence in SENTENCES[:2]]
    golden = {"seed": seed, "clips": expected, "texts": texts}
    (folder / FILE).write_text(json.dumps(golden, indent=1) + "\n")


def random_model(config: ModelConfig, clips: list[Tensor]) -> EnClap:
    """Weights spread so far that neither codes nor tokens are near ties, and that clips differ in their captions."""
    model = EnClap(config, len(LABELS)).eval()
    decoder = model.captioner.decoder
    with torch.no_grad():
        for conv in (
            module for module in model.codec.acoustic.encoder.modules() if isinstance(module, torch.nn.Conv1d)
        ):
            conv.weight.mul_(2.0)
        for norm in (module for module in model.clap_audio.modules() if isinstance(module, torch.nn.BatchNorm2d)):
            norm.momentum = None  # take the statistics of the clips as they are
        model.clap_audio.train()(torch.nn.utils.rnn.pad_sequence(clips, batch_first=True))
        model.clap_audio.eval().head.weight.normal_()
        model.clap_audio.calibration_scale.uniform_(0.5, 1.5)
        model.clap_audio.calibration_part_scale.uniform_(0.5, 1.5)
        model.clap_audio.calibration_bias.uniform_(-0.5, 0.5)
        model.captioner.encoder.clap_projection.weight.normal_(std=2.0)
        decoder.tokens.weight.normal_(std=1.0)
        for layer in decoder.layers:
            layer.encoder_attn.q_proj.weight.mul_(4.0)
            layer.encoder_attn.out_proj.weight.mul_(4.0)
        decoder.lm_head.weight.normal_(std=0.7)
        decoder.lm_head.bias.zero_()
        decoder.lm_head.bias[FIRST_MERGE:] = WORD_BIAS
        decoder.lm_head.bias[config.generation.eos] = END_BIAS
    return model


def waveforms(sample_rate: int, seed: int) -> dict[str, np.ndarray]:
    """A sweep, decaying knocks, and noise, of three lengths: float32[samples] each, on the grid of 16-bit PCM."""
    noise = np.random.default_rng(seed)
    seconds = np.arange(2 * sample_rate) / sample_rate
    sweep = 0.5 * np.sin(2 * np.pi * (200 + 900 * seconds) * seconds)
    knocks = 0.8 * np.exp(-30 * (seconds % 0.25)) * np.sin(2 * np.pi * 340 * seconds)
    hiss = 0.05 * noise.standard_normal(len(seconds))
    lengths = {"sweep": 32000, "knocks": 24000, "hiss": 17321}
    return {
        name: (np.round(signal[: lengths[name]] * 32768) / 32768).astype(np.float32)
        for name, signal in {"sweep": sweep, "knocks": knocks + 0.1 * hiss, "hiss": hiss}.items()
    }


def scorer(model: EnClap, encoded: Tensor) -> Scorer:
    """Next-token log-probabilities for one clip, computed over the whole text each time."""
    cross = model.captioner.decoder.cross(encoded)

    @torch.no_grad()
    def next_log_probs(tokens: Tensor) -> Tensor:
        logits, _ = model.captioner.decoder(tokens, cross)
        return logits[:, -1].log_softmax(-1)

    return next_log_probs


@torch.no_grad()
def _clip(model: EnClap, tokenizer: Tokenizer, waveform: Tensor) -> dict[str, object]:
    embedding, scores = model.clap_audio(waveform)
    codes = model.codec.encode(waveform)
    next_log_probs = scorer(model, model.captioner.encoder(codes, embedding))
    settings = model.config.generation
    beams = beam_search(next_log_probs, settings)
    return {
        "samples": waveform.shape[1],
        "codes": codes[0].tolist(),
        "embedding": _rounded(embedding[0]),
        "labelScores": _rounded(scores[0]),
        "greedy": _caption(tokenizer, greedy(next_log_probs, settings)),
        "beams": [_caption(tokenizer, hypothesis) for hypothesis in beams],
    }


@torch.no_grad()
def _text(model: EnClap, tokenizer: Tokenizer, sentence: str) -> dict[str, object]:
    ids = tokenizer.encode(sentence).ids
    embedding = model.clap_text(torch.tensor([ids]), torch.ones(1, len(ids), dtype=torch.int64))
    return {"text": sentence, "inputIds": ids, "embedding": _rounded(embedding[0])}


def _caption(tokenizer: Tokenizer, hypothesis: Hypothesis) -> dict[str, object]:
    return {
        "tokens": hypothesis.tokens,
        "logProb": round(hypothesis.log_prob, 5),
        "score": round(hypothesis.score, 6),
        "text": tokenizer.decode(hypothesis.tokens, skip_special_tokens=True),
    }


def _rounded(values: Tensor) -> list:
    return np.round(values.numpy().astype(np.float64), 7).tolist()
