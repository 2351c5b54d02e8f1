"""Takes the trained parts out of an earlier bundle's graphs, so that a run can begin where another ended."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from tokenizers import Tokenizer
from torch import Tensor, nn

from earwitness_training import tokenization
from earwitness_training.export.bundle import MANIFEST
from earwitness_training.models.enclap import EnClap

Weights = dict[str, Tensor]


@dataclass(frozen=True)
class EarlierBundle:
    """Its folder and what `bundle.json` says."""

    folder: Path
    manifest: dict

    @classmethod
    def read(cls, folder: Path) -> EarlierBundle:
        """Reads the manifest.

        Raises:
            ValueError: there is none.

        """
        if not (folder / MANIFEST).is_file():
            raise ValueError(f"{folder} holds no {MANIFEST}")
        return cls(folder, json.loads((folder / MANIFEST).read_text()))

    @property
    def labels(self) -> list[str]:
        """Its kinds of sound."""
        return [item["name"] for item in self.manifest["labels"]["items"]]

    @property
    def tokenizer(self) -> Tokenizer:
        """For captions and texts."""
        return tokenization.load(self.folder / self.manifest["tokenizer"]["file"])

    def give(self, model: EnClap) -> None:
        """Loads towers, the acoustic codec's encoder and books, and the text decoder into the model.

        Raises:
            ValueError: a part is of another shape than the model's.

        """
        audio = self._weights("clapAudio")
        _load(model.clap_audio, {_new_name(name): value for name, value in audio.named("tower.").items()}, "clapAudio")
        _load_convolutions(model.clap_audio.frames, audio.fused)
        _load(model.clap_text, self._weights("clapText").named("tower."), "clapText")
        codec = self._weights("codec").named("codec.")
        acoustic = {
            name.removeprefix("acoustic."): value for name, value in codec.items() if not name.startswith("semantic.")
        }
        books = len(model.codec.acoustic.quantiser.codebooks)
        acoustic["quantiser.codebooks"] = acoustic["quantiser.codebooks"][:books]
        _load(model.codec.acoustic, acoustic, "codec")
        decoder = self._weights("decoder").named("decoder.")
        decoder |= self._weights("encoder").named("captioner.decoder.")
        decoder.pop("lm_head.weight", None) if model.config.bart.tie_embeddings else None
        _load(model.captioner.decoder, decoder, "decoder")

    def _weights(self, graph: str) -> GraphWeights:
        return GraphWeights.read(self.folder / self.manifest["graphs"][graph]["file"])


@dataclass(frozen=True)
class GraphWeights:
    """`by_name` as PyTorch calls them; `fused` convolutions, with batch norm inside, in their order."""

    by_name: Weights
    fused: list[tuple[Tensor, Tensor]]

    @classmethod
    def read(cls, path: Path) -> GraphWeights:
        """An export names all parameters but those that it transposes (matrices) or fuses (convolutions)."""
        graph = onnx.load(str(path)).graph
        values = {
            tensor.name: torch.from_numpy(numpy_helper.to_array(tensor).astype(np.float32))
            for tensor in graph.initializer
            if len(tensor.dims)
        }
        for node in graph.node:
            if node.op_type == "Identity" and node.input[0] in values:
                values[node.output[0]] = values[node.input[0]]  # the exporter keeps equal tensors once
        named = {name: value for name, value in values.items() if not name.startswith("onnx::")}
        consumers = {source: node for node in graph.node for source in node.input}
        fused = []
        for node in graph.node:
            weight = node.input[1] if len(node.input) > 1 else ""
            if node.op_type == "MatMul" and weight.startswith("onnx::") and weight in values:
                added = consumers[node.output[0]]
                bias = next(name for name in added.input if name in named)
                named[bias.removesuffix("bias") + "weight"] = values[weight].T.contiguous()
            elif node.op_type == "Conv" and weight.startswith("onnx::"):
                fused.append((values[weight], values[node.input[2]]))
        return cls(named, fused)

    def named(self, prefix: str) -> Weights:
        """Those below a module, by their names within it."""
        return {name.removeprefix(prefix): value for name, value in self.by_name.items() if name.startswith(prefix)}


def _new_name(name: str) -> str:
    """Before version 0.2 the frame encoder's parts were the tower's own."""
    return f"frames.{name}" if name.startswith(("mix.", "context.", "mel.")) else name


def _load(module: nn.Module, weights: Weights, part: str) -> None:
    own = dict(module.named_parameters()) | dict(module.named_buffers())
    for name, value in weights.items():
        if name not in own or own[name].shape != value.shape:
            found = list(own[name].shape) if name in own else "none"
            raise ValueError(f"{part}: {name} is {list(value.shape)}, the model has {found}")
        with torch.no_grad():
            own[name].copy_(value)


def _load_convolutions(frames: nn.Module, fused: list[tuple[Tensor, Tensor]]) -> None:
    """Batch norms are inside the convolutions already: what stands for them adds the bias and nothing else."""
    normed = (nn.Conv2d, nn.Conv1d)
    convolutions = [module for module in frames.modules() if isinstance(module, normed) and module.bias is None]
    norms = [module for module in frames.modules() if isinstance(module, (nn.BatchNorm2d, nn.BatchNorm1d))]
    if len(convolutions) != len(fused):
        raise ValueError(f"clapAudio: {len(fused)} convolutions, the model has {len(convolutions)}")
    with torch.no_grad():
        for convolution, norm, (weight, bias) in zip(convolutions, norms, fused, strict=True):
            convolution.weight.copy_(weight)
            norm.running_mean.zero_()
            norm.running_var.fill_(1 - norm.eps)
            norm.weight.fill_(1)
            norm.bias.copy_(bias)
