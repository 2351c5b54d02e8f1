"""A training loop over a number of steps: a busy machine makes it longer, not worse."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor, nn

T = TypeVar("T")
CPU = torch.device("cpu")
WARM_UP = 0.08  # share of the steps in which the rate rises
CHECKPOINT_SECONDS, REPORT_SECONDS = 60, 20


def one_cycle(share: float) -> float:
    """Rises linearly, then falls to nothing along half a cosine."""
    if share < WARM_UP:
        return max(share, 1e-3) / WARM_UP
    return 0.5 * (1 + math.cos(math.pi * min(1.0, (share - WARM_UP) / (1 - WARM_UP))))


@dataclass(frozen=True)
class Stage:
    """`losses` computes one batch's losses by name; their sum is minimised in `steps` steps.

    `schedule` says what share of the peak rate the share of the steps done has. `losses` finds the module on `device`;
    before and after, it is on the CPU.
    """

    name: str
    module: nn.Module
    losses: Callable[[], dict[str, Tensor]]
    steps: int
    peak_rate: float
    weight_decay: float = 0.02
    schedule: Callable[[float], float] = one_cycle
    device: torch.device = CPU


def run(stage: Stage, work: Path, resume: bool, clock: Callable[[], float] = time.monotonic) -> None:
    """Trains, or goes on from the last checkpoint of this stage in `work`; prints progress. `clock` gives seconds."""
    stage.module.to(stage.device)
    optimiser = torch.optim.AdamW(_groups(stage), lr=stage.peak_rate, betas=(0.9, 0.98))
    path = checkpoint(work, stage.name)
    step = _restore(path, stage, optimiser) if resume and path.exists() else 0
    torch.manual_seed(torch.initial_seed() + step)
    begun, first = clock(), step
    saved = reported = begun
    stage.module.train()
    while step < stage.steps:
        for group in optimiser.param_groups:
            group["lr"] = stage.peak_rate * stage.schedule(step / stage.steps)
        losses = stage.losses()
        optimiser.zero_grad(set_to_none=True)
        sum(losses.values()).backward()
        nn.utils.clip_grad_norm_(stage.module.parameters(), 1.0)
        optimiser.step()
        step += 1
        now = clock()
        if now - reported > REPORT_SECONDS or step == stage.steps:
            reported = now
            left = (now - begun) / (step - first) * (stage.steps - step) / 60
            parts = "  ".join(f"{name} {value.item():.3f}" for name, value in losses.items())
            print(f"{stage.name}: step {step} of {stage.steps}, about {left:.0f} min left: {parts}", flush=True)
        if now - saved > CHECKPOINT_SECONDS:
            saved = now
            _save(path, stage, optimiser, step)
    _save(path, stage, optimiser, step)
    stage.module.to(CPU).eval()


@contextlib.contextmanager
def ahead(batch: Callable[[], T]) -> Iterator[Callable[[], T]]:
    """Draws the next batch in a thread of its own while the present one is learnt from."""
    with ThreadPoolExecutor(1, "batches") as pool:
        waiting = [pool.submit(batch)]

        def draw() -> T:
            waiting.append(pool.submit(batch))
            return waiting.pop(0).result()

        yield draw


def checkpoint(work: Path, stage: str) -> Path:
    """Where a stage keeps its state."""
    return work / f"{stage}.pt"


def finished(work: Path, stage: str, steps: int) -> bool:
    """Whether a stage's checkpoint says that it has had its steps."""
    path = checkpoint(work, stage)
    return path.exists() and torch.load(path, weights_only=True, map_location=CPU)["step"] >= steps


def _groups(stage: Stage) -> list[dict]:
    """Weight decay for matrices and filters alone."""
    parameters = [parameter for parameter in stage.module.parameters() if parameter.requires_grad]
    return [
        {"params": [p for p in parameters if p.ndim > 1], "weight_decay": stage.weight_decay},
        {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
    ]


def _save(path: Path, stage: Stage, optimiser: torch.optim.Optimizer, step: int) -> None:
    state = {"model": stage.module.state_dict(), "optimiser": optimiser.state_dict(), "step": step}
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    partial.replace(path)  # a kill leaves the old checkpoint or the new one


def _restore(path: Path, stage: Stage, optimiser: torch.optim.Optimizer) -> int:
    state = torch.load(path, weights_only=True, map_location=CPU)
    stage.module.load_state_dict(state["model"])
    optimiser.load_state_dict(state["optimiser"])
    print(f"{stage.name}: goes on after step {state['step']}", flush=True)
    return state["step"]
