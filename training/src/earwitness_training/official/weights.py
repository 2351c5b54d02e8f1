"""Reads checkpoint files as they are published, and hands out their tensors by name."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

# CLAP's training loop left NumPy scalars in its checkpoints; they are harmless, but not on PyTorch's own list.
_NUMPY_SCALARS = [
    (np._core.multiarray.scalar, "numpy.core.multiarray.scalar"),
    np._core.multiarray.scalar,
    np.dtype,
    *(type(np.dtype(kind)) for kind in ("float32", "float64", "int64")),
]


class Weights:
    """Tensors of one file; a missing one is an error that names the file."""

    def __init__(self, tensors: Mapping[str, Tensor], where: str) -> None:
        self.tensors, self.where = tensors, where

    def __getitem__(self, name: str) -> Tensor:
        if name not in self.tensors:
            raise ValueError(f"{self.where} has no tensor {name}: is it the right checkpoint?")
        return self.tensors[name]

    def __contains__(self, name: str) -> bool:
        return name in self.tensors

    def __iter__(self) -> Iterator[str]:
        return iter(self.tensors)

    def items(self) -> Iterable[tuple[str, Tensor]]:
        """Names and tensors."""
        return self.tensors.items()

    def under(self, prefix: str) -> Weights:
        """The tensors below `prefix.`, which their names lose."""
        start = prefix + "."
        inner = {name.removeprefix(start): tensor for name, tensor in self.tensors.items() if name.startswith(start)}
        return Weights(inner, f"{self.where}, {prefix}")

    def indices(self) -> list[int]:
        """The numbers with which names begin."""
        return sorted({int(name.split(".")[0]) for name in self.tensors})

    def fill(self, module: nn.Module) -> None:
        """Copies into every parameter and persistent buffer of `module` the tensor of the same name.

        Raises:
            ValueError: a tensor is missing or has another shape.

        """
        wanted = module.state_dict()
        for name, target in wanted.items():
            if self[name].shape != target.shape:
                raise ValueError(f"{self.where}: {name} is {tuple(self[name].shape)}, expected {tuple(target.shape)}")
        module.load_state_dict({name: self[name].float() for name in wanted})


def read(path: Path) -> Weights:
    """Reads a `.bin`, `.th` or `.pt` file: a state dict, or a training checkpoint that holds one as `state_dict`.

    Nothing in the file is executed: only tensors and plain values are accepted.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: the file is no checkpoint.

    """
    if not path.is_file():
        raise FileNotFoundError(f"No such checkpoint: {path}")
    try:
        with torch.serialization.safe_globals(_NUMPY_SCALARS):
            content = torch.load(path, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError) as error:
        raise ValueError(f"{path} is no PyTorch checkpoint: {error}") from error
    state = content.get("state_dict", content) if isinstance(content, dict) else None
    if not state or not all(isinstance(value, Tensor) for value in state.values()):
        raise ValueError(f"{path} holds no state dict")
    return Weights({name.removeprefix("module."): tensor for name, tensor in state.items()}, str(path))
