"""EnCLAP's own checkpoint: its BART as this package's captioner, and all three networks together."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from earwitness_training.config import (
    AudioConfig,
    BartConfig,
    ClapAudioConfig,
    ClapTextConfig,
    CodecConfig,
    GenerationConfig,
    ModelConfig,
)
from earwitness_training.models.captioner import Captioner, CodeEncoder
from earwitness_training.official import clap_mel
from earwitness_training.official.clap import AudioTower, TextTower
from earwitness_training.official.encodec import EnCodec
from earwitness_training.official.weights import Weights, read

CONFIG_FILE, WEIGHTS_FILE = "config.json", "pytorch_model.bin"
WORDS, SHARED_WORDS = "model.decoder.embed_tokens.weight", "model.shared.weight"
SPECIAL_ROWS = 3  # [clap, bos] before the codes, [eos] behind them
POSITION_OFFSET = 2  # BART's position tables begin with two rows that nothing uses
BOS, PAD, EOS = 0, 1, 2

# What the published inference code hands to `generate`.
GENERATION = GenerationConfig(
    beams=4,
    max_length=50,
    no_repeat_ngram=3,
    length_penalty=1.0,
    early_stopping=True,
    decoder_start=EOS,
    bos=BOS,
    eos=EOS,
    pad=PAD,
    forced_bos=BOS,
    forced_eos=EOS,
)
# Settings of `generate` that a checkpoint's configuration could bring in, and the value that leaves captions alone.
NEUTRAL = {"min_length": 0, "repetition_penalty": 1.0, "encoder_no_repeat_ngram_size": 0, "bad_words_ids": None}
# Of each row: 2 · beams candidates, and as many as the 3-gram ban can take away from a caption of 50 tokens.
TOP_K = 24


@dataclass(frozen=True)
class Sources:
    """The files as they are published."""

    enclap: Path
    encodec: Path
    clap: Path


class CutCodeEncoder(CodeEncoder):
    """Encodes the codes that EnCLAP's position table has room for, and no more."""

    def forward(self, codes: Tensor, embedding: Tensor) -> Tensor:
        """As in the base class, with at most `max_positions - 3` frames."""
        return super().forward(codes[:, : len(self.positions) - SPECIAL_ROWS], embedding)


class OfficialEnClap(nn.Module):
    """The published model behind the interface that `export.graphs` expects."""

    def __init__(
        self,
        sources: Sources,
        longest_samples: int,
        seed: int,
        starting: Callable[[Weights, ModelConfig], Weights] | None = None,
    ) -> None:
        """`starting` makes of a checkpoint that knows no codes yet one to train on."""
        super().__init__()
        settings = read_settings(sources.enclap)
        clap = read(sources.clap)
        self.codec = EnCodec(read(sources.encodec), settings.get("num_rvq", 16), clap_mel.SAMPLE_RATE)
        self.clap_audio = AudioTower(clap, longest_samples, seed)
        self.clap_text = TextTower(clap)
        self.config = _model_config(settings, self, longest_samples)
        weights = read(sources.enclap / WEIGHTS_FILE)
        self.captioner = load_captioner(starting(weights, self.config) if starting else weights, settings, self.config)
        self.eval()

    @torch.no_grad()
    def encode(self, waveform: Tensor) -> tuple[Tensor, Tensor]:
        """float[batch, samples] at 48 kHz to codes int64[batch, frames, codebooks] and embedding float[batch, dim]."""
        return self.codec.encode(waveform), self.clap_audio(waveform)[0]


def read_settings(folder: Path) -> dict[str, Any]:
    """EnCLAP's config.json.

    Raises:
        FileNotFoundError: the folder has none.
        ValueError: it asks for something that the captioner does not do.

    """
    path = folder / CONFIG_FILE
    if not path.is_file():
        raise FileNotFoundError(f"No {CONFIG_FILE} in {folder}: --enclap names a checkpoint folder")
    settings = json.loads(path.read_text())
    if settings.get("activation_function", "gelu") != "gelu":
        raise ValueError(f"{path}: activation_function {settings['activation_function']}, expected gelu")
    for name, value in NEUTRAL.items():
        if settings.get(name, value) != value:
            raise ValueError(f"{path}: {name} is {settings[name]}, which Earwitness's beam search does not do")
    return settings


def load_captioner(weights: Weights, settings: dict[str, Any], config: ModelConfig) -> Captioner:
    """EnCLAP's BART; what only training uses is left out."""
    captioner = Captioner(config)
    captioner.encoder = CutCodeEncoder(config)
    captioner.mcm_heads = nn.ModuleList()
    # One parameter in transformers, which loads into it first the shared copy, then the decoder's, and ties the head.
    words = weights[WORDS if WORDS in weights else SHARED_WORDS]
    head = words if settings.get("tie_word_embeddings", True) else weights["lm_head.weight"]
    Weights(_encoder_tensors(weights, words, config), weights.where).fill(captioner.encoder)
    scale = config.bart.d_model**0.5 if settings.get("scale_embedding", False) else 1.0
    Weights(_decoder_tensors(weights, words * scale, head), weights.where).fill(captioner.decoder)
    return captioner


def _encoder_tensors(weights: Weights, words: Tensor, config: ModelConfig) -> dict[str, Tensor]:
    tensors = _stack(weights.under("model.encoder"))
    tensors |= {"bos": words[BOS], "eos": words[EOS]}
    entries = config.codec.codebook_size + 1  # the published tables are filled up to a multiple of 64
    for i in range(config.codec.codebooks):
        tensors[f"code_embeddings.{i}.weight"] = weights[f"model.encoder.embed_encodec.{i}.weight"][:entries]
    return tensors


def _decoder_tensors(weights: Weights, words: Tensor, head: Tensor) -> dict[str, Tensor]:
    return _stack(weights.under("model.decoder")) | {
        "tokens.weight": words,
        "lm_head.weight": head,
        "lm_head.bias": weights["final_logits_bias"][0],
    }


def _stack(weights: Weights) -> dict[str, Tensor]:
    """A BART stack under this package's names."""
    renamed = {
        name.replace(".fc1.", ".feed_forward.fc1.").replace(".fc2.", ".feed_forward.fc2."): tensor
        for name, tensor in weights.items()
    }
    return renamed | {"positions": weights["embed_positions.weight"][POSITION_OFFSET:]}


def _model_config(settings: dict[str, Any], model: OfficialEnClap, longest_samples: int) -> ModelConfig:
    rate, codec, text = clap_mel.SAMPLE_RATE, model.codec, model.clap_text
    strided = [layer for layer in codec.front if isinstance(layer, nn.Conv1d) and layer.stride[0] > 1]
    strides = [layer.stride[0] for layer in strided]
    channels = [layer.in_channels for layer in strided]
    width = len(text.kind)
    return ModelConfig(
        name=f"enclap-{_size(settings)}",
        version="0.1.0",
        audio=AudioConfig(rate, clap_mel.CLIP_SAMPLES, rate // 10, longest_samples),
        codec=CodecConfig(channels, strides, codec.latent_dim, len(codec.codebooks), codec.codebooks.shape[1]),
        clap_audio=ClapAudioConfig(
            n_fft=clap_mel.N_FFT,
            hop=clap_mel.HOP,
            mels=len(model.clap_audio.branch.bn0.weight),
            channels=[stage.blocks[0].width for stage in model.clap_audio.branch.layers],
            embedding_dim=model.clap_audio.embedding_dim,
            label_head=False,
        ),
        clap_text=ClapTextConfig(
            width, len(text.layers), text.layers[0].self_attn.heads, text.layers[0].feed_forward.fc1.out_features, 77
        ),
        bart=_bart_config(settings),
        vocabulary_size=settings["vocab_size"],
        top_k=TOP_K,
        generation=dataclasses.replace(GENERATION, length_penalty=settings.get("length_penalty", 1.0)),
    )


def _bart_config(settings: dict[str, Any]) -> BartConfig:
    heads = settings["encoder_attention_heads"]
    if heads != settings["decoder_attention_heads"]:
        raise ValueError("EnCLAP's encoder and decoder have different numbers of attention heads")
    if settings["encoder_ffn_dim"] != settings["decoder_ffn_dim"]:
        raise ValueError("EnCLAP's encoder and decoder have feed-forward parts of different widths")
    return BartConfig(
        d_model=settings["d_model"],
        encoder_layers=settings["encoder_layers"],
        decoder_layers=settings["decoder_layers"],
        heads=heads,
        ffn=settings["encoder_ffn_dim"],
        max_positions=settings["max_position_embeddings"],
        dropout=0.0,
        tie_embeddings=False,  # the head may have a weight of its own
    )


def _size(settings: dict[str, Any]) -> str:
    return {6: "base", 12: "large"}.get(settings["encoder_layers"], f"{settings['encoder_layers']}-layers")
