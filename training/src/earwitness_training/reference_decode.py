"""Beam search as Hugging Face `generate` does it, one clip at a time, in the plainest way.

It checks the faster searches, so it shares nothing with them: no cache, no top-k cut, no batching.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from earwitness_training.config import GenerationConfig

Scorer = Callable[[Tensor], Tensor]
"""Tokens int64[rows, length] to log-probabilities of the next token float[rows, vocabulary]."""


@dataclass(frozen=True)
class Hypothesis:
    """A finished caption: its tokens with start and end, and the sum of its log-probabilities."""

    tokens: list[int]
    log_prob: float
    score: float


def beam_search(next_log_probs: Scorer, settings: GenerationConfig) -> list[Hypothesis]:
    """Hypotheses, best first; `score` is log_prob / (generated tokens ** length_penalty)."""
    beams = [([settings.decoder_start], 0.0)]
    finished: list[Hypothesis] = []
    while True:
        scores = next_log_probs(torch.tensor([tokens for tokens, _ in beams])).double()
        candidates = []
        for row, (tokens, total) in zip(scores, beams, strict=True):
            allowed = restrict(row, tokens, settings)
            best = allowed.topk(min(2 * settings.beams, len(allowed)))
            candidates += [
                ([*tokens, int(token)], total + float(value))
                for value, token in zip(best.values, best.indices, strict=True)
                if value > -torch.inf
            ]
        candidates.sort(key=lambda candidate: -candidate[1])
        beams = []
        for rank, (tokens, total) in enumerate(candidates[: 2 * settings.beams]):
            if tokens[-1] != settings.eos:
                beams.append((tokens, total))
            elif rank < settings.beams:
                score = total / (len(tokens) - 1) ** settings.length_penalty
                finished.append(Hypothesis(tokens, total, score))
            if len(beams) == settings.beams:
                break
        finished = sorted(finished, key=lambda hypothesis: -hypothesis.score)[: settings.beams]
        if not beams or (len(finished) == settings.beams and _done(finished, beams, settings)):
            return finished


def greedy(next_log_probs: Scorer, settings: GenerationConfig) -> Hypothesis:
    """The most likely token at each step."""
    tokens, total = [settings.decoder_start], 0.0
    while tokens[-1] != settings.eos or len(tokens) == 1:
        row = restrict(next_log_probs(torch.tensor([tokens]))[0].double(), tokens, settings)
        tokens.append(int(row.argmax()))
        total += float(row[tokens[-1]])
    return Hypothesis(tokens, total, total / (len(tokens) - 1) ** settings.length_penalty)


def restrict(row: Tensor, tokens: list[int], settings: GenerationConfig) -> Tensor:
    """Bans repeated n-grams, then forces the first and the last token; nothing is normalised again."""
    row = row.clone()
    size = settings.no_repeat_ngram
    if size:
        tail = tokens[len(tokens) - size + 1 :]
        for start in range(len(tokens) - size + 1):
            if tokens[start : start + size - 1] == tail:
                row[tokens[start + size - 1]] = -torch.inf
    if len(tokens) == 1 and settings.forced_bos is not None:
        return _only(row, settings.forced_bos)
    if len(tokens) == settings.max_length - 1 and settings.forced_eos is not None:
        return _only(row, settings.forced_eos)
    return row


def _only(row: Tensor, token: int) -> Tensor:
    forced = torch.full_like(row, -torch.inf)
    forced[token] = 0.0
    return forced


def _done(finished: list[Hypothesis], beams: list[tuple[list[int], float]], settings: GenerationConfig) -> bool:
    if settings.early_stopping:
        return True
    tokens, total = beams[0]
    return finished[-1].score >= total / (len(tokens) - 1) ** settings.length_penalty
