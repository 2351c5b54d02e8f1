"""The graphs of a bundle as modules with the contract's inputs and outputs, and their export (opset 17)."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from earwitness_training.models.enclap import EnClap
from earwitness_training.models.transformer import KeyValue

OPSET = 17


@dataclass(frozen=True)
class Graph:
    """A module, an example of its inputs, and names of tensors and of their dynamic axes."""

    module: nn.Module
    inputs: dict[str, Tensor]
    outputs: list[str]
    dynamic: dict[str, dict[int, str]]


class CodecGraph(nn.Module):
    """waveform float[batch, samples] → codes int64[batch, frames, codebooks]."""

    def __init__(self, model: EnClap) -> None:
        super().__init__()
        self.codec = model.codec

    def forward(self, waveform: Tensor) -> Tensor:  # noqa: D102
        return self.codec.encode(waveform)


class ClapAudioGraph(nn.Module):
    """waveform float[batch, samples] → embedding, and label_scores where there is a head."""

    def __init__(self, model: EnClap) -> None:
        super().__init__()
        self.tower = model.clap_audio

    def forward(self, waveform: Tensor) -> Tensor | tuple[Tensor, Tensor]:  # noqa: D102
        embedding, scores = self.tower(waveform)
        return embedding if scores is None else (embedding, scores)


class EncoderGraph(nn.Module):
    """codes, embedding → each decoder layer's cross keys and values."""

    def __init__(self, model: EnClap) -> None:
        super().__init__()
        self.captioner = model.captioner

    def forward(self, codes: Tensor, embedding: Tensor) -> tuple[Tensor, ...]:  # noqa: D102
        return _flat(self.captioner.decoder.cross(self.captioner.encoder(codes, embedding)))


class DecoderGraph(nn.Module):
    """One step of every beam: gathers the cache, runs the decoder, keeps the `top_k` likeliest tokens."""

    def __init__(self, model: EnClap) -> None:
        super().__init__()
        self.decoder, self.top_k = model.captioner.decoder, model.config.top_k

    def forward(self, tokens: Tensor, beam_origin: Tensor, *caches: Tensor) -> tuple[Tensor, ...]:  # noqa: D102
        pairs = list(zip(caches[::2], caches[1::2], strict=True))
        cross, past = pairs[: len(pairs) // 2], pairs[len(pairs) // 2 :]
        past = [(key.index_select(0, beam_origin), value.index_select(0, beam_origin)) for key, value in past]
        logits, present = self.decoder(tokens[:, None], cross, past)
        best = logits[:, 0].log_softmax(-1).topk(self.top_k)
        return best.values, best.indices, *_flat(present)


class ClapTextGraph(nn.Module):
    """input_ids, attention_mask int64[batch, tokens] → embedding."""

    def __init__(self, model: EnClap) -> None:
        super().__init__()
        self.tower = model.clap_text

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:  # noqa: D102
        return self.tower(input_ids, attention_mask)


def graphs(model: EnClap) -> dict[str, Graph]:
    """The graphs by their name in `bundle.json`, each with example inputs for tracing."""
    config = model.config
    batch, beams, frames, past = 2, 3, 30, 4
    layers, heads, width = config.bart.decoder_layers, config.bart.heads, config.bart.head_dim
    waveform = 0.1 * torch.randn(batch, config.audio.min_samples + 1234)
    codes = torch.randint(config.codec.codebook_size, (batch, frames, config.codec.codebooks))
    cross_names = _cache_names("cross", layers)
    past_names = _cache_names("past", layers)
    present_names = _cache_names("present", layers)
    cross = {name: torch.randn(batch, heads, frames + 3, width) for name in cross_names}
    cached = {name: torch.randn(batch * beams, heads, past, width) for name in past_names}
    rows = {"tokens": torch.full((batch * beams,), 5), "beam_origin": torch.arange(batch * beams)}
    text = {"input_ids": torch.full((batch, 7), 5), "attention_mask": torch.ones(batch, 7, dtype=torch.int64)}
    wave_axes = {"waveform": {0: "batch", 1: "samples"}}
    cross_axes = {name: {0: "batch", 2: "positions"} for name in cross_names}
    scores = ["label_scores"] if config.clap_audio.label_head else []
    return {
        "codec": Graph(
            CodecGraph(model),
            {"waveform": waveform},
            ["codes"],
            wave_axes | {"codes": {0: "batch", 1: "frames"}},
        ),
        "clapAudio": Graph(
            ClapAudioGraph(model),
            {"waveform": waveform},
            ["embedding", *scores],
            wave_axes | {"embedding": {0: "batch"}} | {name: {0: "batch", 1: "label_frames"} for name in scores},
        ),
        "encoder": Graph(
            EncoderGraph(model),
            {"codes": codes, "embedding": torch.randn(batch, config.clap_audio.embedding_dim)},
            cross_names,
            {"codes": {0: "batch", 1: "frames"}, "embedding": {0: "batch"}} | cross_axes,
        ),
        "decoder": Graph(
            DecoderGraph(model),
            rows | cross | cached,
            ["log_probs", "token_ids", *present_names],
            {name: {0: "rows"} for name in ("tokens", "beam_origin", "log_probs", "token_ids")}
            | cross_axes
            | {name: {0: "past_rows", 2: "past"} for name in past_names}
            | {name: {0: "rows", 2: "present"} for name in present_names},
        ),
        "clapText": Graph(
            ClapTextGraph(model),
            text,
            ["embedding"],
            {name: {0: "batch", 1: "tokens"} for name in text} | {"embedding": {0: "batch"}},
        ),
    }


def export_graph(graph: Graph, path: Path) -> None:
    """Writes one graph as ONNX with all weights inside the file."""
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            graph.module.eval(),
            tuple(graph.inputs.values()),
            str(path),
            input_names=list(graph.inputs),
            output_names=graph.outputs,
            dynamic_axes=graph.dynamic,
            opset_version=OPSET,
            dynamo=False,  # its graphs are smaller and stay at opset 17
        )


def _cache_names(kind: str, layers: int) -> list[str]:
    return [f"{kind}_{part}.{i}" for i in range(layers) for part in ("key", "value")]


def _flat(pairs: list[KeyValue]) -> tuple[Tensor, ...]:
    return tuple(tensor for pair in pairs for tensor in pair)
