"""A training loop bounded by time: the learning rate follows the share of minutes spent, not a count of steps."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

WARM_UP = 0.08  # share of the time in which the rate rises
CHECKPOINT_SECONDS, REPORT_SECONDS = 60, 20


@dataclass(frozen=True)
class Stage:
    """`losses` computes one batch's losses by name; their sum is minimised for `minutes` of wall time."""

    name: str
    module: nn.Module
    losses: Callable[[], dict[str, Tensor]]
    minutes: float
    peak_rate: float
    weight_decay: float = 0.02


def run(stage: Stage, work: Path, resume: bool, clock: Callable[[], float] = time.monotonic) -> None:
    """Trains, or goes on from the last checkpoint of this stage in `work`; prints progress. `clock` gives seconds."""
    optimiser = torch.optim.AdamW(_groups(stage), lr=stage.peak_rate, betas=(0.9, 0.98))
    path = checkpoint(work, stage.name)
    elapsed, steps = _restore(path, stage, optimiser) if resume and path.exists() else (0.0, 0)
    torch.manual_seed(torch.initial_seed() + steps)
    seconds = stage.minutes * 60
    saved = reported = elapsed
    stage.module.train()
    while elapsed < seconds:
        begun = clock()
        for group in optimiser.param_groups:
            group["lr"] = stage.peak_rate * one_cycle(elapsed / seconds)
        losses = stage.losses()
        optimiser.zero_grad(set_to_none=True)
        sum(losses.values()).backward()
        nn.utils.clip_grad_norm_(stage.module.parameters(), 1.0)
        optimiser.step()
        steps += 1
        elapsed += clock() - begun
        if elapsed - reported > REPORT_SECONDS:
            reported = elapsed
            parts = "  ".join(f"{name} {value.item():.3f}" for name, value in losses.items())
            print(f"{stage.name}: {elapsed / 60:5.1f} of {stage.minutes:.1f} min, step {steps}: {parts}", flush=True)
        if elapsed - saved > CHECKPOINT_SECONDS:
            saved = elapsed
            _save(path, stage, optimiser, elapsed, steps)
    _save(path, stage, optimiser, elapsed, steps)
    stage.module.eval()


def checkpoint(work: Path, stage: str) -> Path:
    """Where a stage keeps its state."""
    return work / f"{stage}.pt"


def finished(work: Path, stage: str, minutes: float) -> bool:
    """Whether a stage's checkpoint says that it has had its time."""
    path = checkpoint(work, stage)
    return path.exists() and torch.load(path, weights_only=True)["at"][0] >= minutes * 60


def one_cycle(share: float) -> float:
    """Rises linearly, then falls to nothing along half a cosine."""
    if share < WARM_UP:
        return max(share, 1e-3) / WARM_UP
    return 0.5 * (1 + math.cos(math.pi * min(1.0, (share - WARM_UP) / (1 - WARM_UP))))


def _groups(stage: Stage) -> list[dict]:
    """Weight decay for matrices and filters alone."""
    parameters = [parameter for parameter in stage.module.parameters() if parameter.requires_grad]
    return [
        {"params": [p for p in parameters if p.ndim > 1], "weight_decay": stage.weight_decay},
        {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
    ]


def _save(path: Path, stage: Stage, optimiser: torch.optim.Optimizer, elapsed: float, steps: int) -> None:
    state = {"model": stage.module.state_dict(), "optimiser": optimiser.state_dict(), "at": (elapsed, steps)}
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    partial.replace(path)  # a kill leaves the old checkpoint or the new one


def _restore(path: Path, stage: Stage, optimiser: torch.optim.Optimizer) -> tuple[float, int]:
    state = torch.load(path, weights_only=True)
    stage.module.load_state_dict(state["model"])
    optimiser.load_state_dict(state["optimiser"])
    elapsed, steps = state["at"]
    print(f"{stage.name}: goes on after {elapsed / 60:.1f} min, step {steps}", flush=True)
    return elapsed, steps
