"""The graphs by which a feed's overlapping windows are encoded once: each goes on where the one before ended."""

from __future__ import annotations

import dataclasses

import torch
from torch import Tensor, nn

from earwitness_training.export.graphs import Graph
from earwitness_training.official.encodec import EnCodec

NAME, FILE = "codecStream", "codec_stream.onnx"


class StatefulCodecGraph(nn.Module):
    """waveform float[batch, samples] → codes, and the state float[batch, state] at the waveform's end."""

    def __init__(self, codec: EnCodec) -> None:
        super().__init__()
        self.codec = codec

    def forward(self, waveform: Tensor) -> tuple[Tensor, Tensor]:  # noqa: D102
        return self.codec.encode_with_state(waveform)


class CodecStreamGraph(nn.Module):
    """waveform float[batch, context + samples], state float[batch, state] → codes of the samples, next_state."""

    def __init__(self, codec: EnCodec) -> None:
        super().__init__()
        self.codec = codec

    def forward(self, waveform: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:  # noqa: D102
        return self.codec.encode_on(waveform, state)


def with_streaming(codec: EnCodec, graphs: dict[str, Graph]) -> dict[str, Graph]:
    """`graphs`, of which the codec's tells its state, and the one that goes on from it."""
    whole = graphs["codec"]
    axes = whole.dynamic | {"next_state": {0: "batch"}}
    stateful = dataclasses.replace(
        whole, module=StatefulCodecGraph(codec), outputs=[*whole.outputs, "next_state"], dynamic=axes
    )
    stream = Graph(
        CodecStreamGraph(codec),
        {"waveform": 0.1 * torch.randn(2, codec.context + 9 * codec.frame), "state": torch.zeros(2, codec.state_size)},
        stateful.outputs,
        axes | {"state": {0: "batch"}},
    )
    return graphs | {"codec": stateful, NAME: stream}


def describe(codec: EnCodec) -> dict[str, int]:
    """What `bundle.json` says of it."""
    return {"frameSamples": codec.frame, "contextSamples": codec.context, "stateSize": codec.state_size}
