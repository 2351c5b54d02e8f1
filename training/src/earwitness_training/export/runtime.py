"""Runs a bundle on ONNX Runtime, as a user of the contract would: for scoring, and to check exports."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime

from earwitness_training import tokenization
from earwitness_training.export.bundle import MANIFEST

Arrays = dict[str, np.ndarray]


@dataclass(frozen=True)
class Caption:
    """Best hypothesis of one clip; `score` is the length-normalised log-probability."""

    tokens: list[int]
    text: str
    log_prob: float
    score: float


class OnnxBundle:
    """A loaded bundle. Waveforms are float32[batch, samples] at the bundle's rate."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        self.manifest = json.loads((folder / MANIFEST).read_text())
        self.settings = self.manifest["generation"]
        self.tokenizer = tokenization.load(folder / self.manifest["tokenizer"]["file"])
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.sessions = {
            name: onnxruntime.InferenceSession(str(folder / graph["file"]), options, ["CPUExecutionProvider"])
            for name, graph in self.manifest["graphs"].items()
        }

    def run(self, graph: str, **inputs: np.ndarray) -> Arrays:
        """Outputs of one graph by name."""
        session = self.sessions[graph]
        names = [output.name for output in session.get_outputs()]
        return dict(zip(names, session.run(names, inputs), strict=True))

    def embed_texts(self, texts: list[str]) -> np.ndarray:
        """float32[texts, embedding dim]."""
        ids = [self.tokenizer.encode(text).ids[: self.manifest["textTokenizer"]["maxTokens"]] for text in texts]
        width = max(map(len, ids))
        padded = np.full((len(ids), width), self.settings["pad"], np.int64)
        for row, tokens in zip(padded, ids, strict=True):
            row[: len(tokens)] = tokens
        mask = (padded != self.settings["pad"]).astype(np.int64)
        return self.run("clapText", input_ids=padded, attention_mask=mask)["embedding"]

    def caption(self, waveforms: np.ndarray, beams: int | None = None) -> list[Caption]:
        """Beam search over a batch; `beams` replaces the bundle's own number."""
        embedding = self.run("clapAudio", waveform=waveforms)["embedding"]
        codes = self.run("codec", waveform=waveforms)["codes"]
        return self.caption_codes(codes, embedding, beams)

    def caption_codes(self, codes: np.ndarray, embedding: np.ndarray, beams: int | None = None) -> list[Caption]:
        """The likeliest caption of each row of `hypotheses`."""
        return [hypotheses[0] for hypotheses in self.hypotheses(codes, embedding, beams)]

    def hypotheses(self, codes: np.ndarray, embedding: np.ndarray, beams: int | None = None) -> list[list[Caption]]:
        """Of each row of codes int64[batch, frames, codebooks] and embeddings float32[batch, dim] all finished
        hypotheses, likeliest first.
        """
        cross = self.run("encoder", codes=codes, embedding=embedding)
        search = _BatchSearch(self.settings, len(codes), beams or self.settings["beams"])
        model = self.manifest["model"]
        rows = len(codes) * search.beams
        shape = (rows, model["heads"], 0, model["headDim"])
        cache = {
            f"past_{part}.{i}": np.zeros(shape, model.get("cacheType", "float32"))
            for i in range(model["decoderLayers"])
            for part in ("key", "value")
        }
        origin = np.arange(rows)
        while not search.done:
            step = self.run("decoder", tokens=search.last_tokens(), beam_origin=origin, **cross, **cache)
            origin = search.advance(step["log_probs"], step["token_ids"])
            cache = {name.replace("present", "past"): value for name, value in step.items() if "present" in name}
        return [[self._caption(*hypothesis) for hypothesis in finished] for finished in search.likeliest_first()]

    def _caption(self, tokens: list[int], log_prob: float, score: float) -> Caption:
        return Caption(tokens, self.tokenizer.decode(tokens, skip_special_tokens=True), log_prob, score)


class _BatchSearch:
    """Beam search over the decoder's top-k candidates, all clips of a batch in step."""

    def __init__(self, settings: dict, clips: int, beams: int) -> None:
        self.settings, self.beams = settings, beams
        self.most = settings.get("hypotheses") or 0
        self.least_end = math.log(settings.get("leastEnd") or 1e-30)
        self.contenders: list[list[tuple[list[int], float, float]]] = [[] for _ in range(clips)]
        self.tokens = [[settings["decoderStart"]] for _ in range(clips * beams)]
        self.totals = np.full((clips, beams), -1e9)
        self.totals[:, 0] = 0  # all beams are alike at first: only one may go on
        self.finished: list[list[tuple[list[int], float, float]]] = [[] for _ in range(clips)]

    @property
    def done(self) -> bool:
        return all(len(hypotheses) >= self.beams for hypotheses in self.finished)

    def last_tokens(self) -> np.ndarray:
        return np.array([tokens[-1] for tokens in self.tokens])

    def likeliest_first(self) -> list[list[tuple[list[int], float, float]]]:
        pairs = zip(self.contenders, self.finished, strict=True)
        kept = [contenders if self.most and contenders else finished for contenders, finished in pairs]
        best = [sorted(hypotheses, key=lambda hypothesis: -hypothesis[2]) for hypotheses in kept]
        return [hypotheses[: self.most or self.beams] for hypotheses in best]

    def advance(self, log_probs: np.ndarray, token_ids: np.ndarray) -> np.ndarray:
        """Grows every beam by a token; returns the row that each new row continues."""
        origin, tokens, totals = [], [], []
        for clip in range(len(self.finished)):
            for row, token, total in self._survivors(clip, log_probs, token_ids):
                origin.append(row)
                tokens.append([*self.tokens[row], token])
                totals.append(total)
        self.tokens, self.totals = tokens, np.array(totals).reshape(-1, self.beams)
        return np.array(origin)

    def _survivors(self, clip: int, log_probs: np.ndarray, token_ids: np.ndarray) -> list[tuple[int, int, float]]:
        rows = range(clip * self.beams, (clip + 1) * self.beams)
        idle = [(row, self.settings["pad"], -1e9) for row in rows]
        if len(self.finished[clip]) >= self.beams:
            return idle
        self.contenders[clip] += [
            self._ended(row, float(self.totals[clip, row - rows[0]] + value))
            for row in rows
            for token, value in zip(token_ids[row], log_probs[row], strict=True)
            if token == self.settings["eos"] and value >= self.least_end and self._speaks(clip, row)
        ]
        candidates = [
            (row, token, float(self.totals[clip, row - rows[0]] + value))
            for row in rows
            for token, value in self._allowed(row, token_ids[row], log_probs[row])
        ]
        candidates.sort(key=lambda candidate: -candidate[2])
        kept = []
        for rank, (row, token, total) in enumerate(candidates[: 2 * self.beams]):
            if token != self.settings["eos"]:
                kept.append((row, token, total))
            elif rank < self.beams:
                self.finished[clip].append(self._ended(row, total))
            if len(kept) == self.beams:
                break
        return (kept + idle)[: self.beams]

    def _ended(self, row: int, total: float) -> tuple[list[int], float, float]:
        score = total / len(self.tokens[row]) ** self.settings["lengthPenalty"]
        return [*self.tokens[row], self.settings["eos"]], total, score

    def _speaks(self, clip: int, row: int) -> bool:
        """Whether a row is in use and has more than what every caption begins with."""
        beginning = 2 if self.settings["forcedBos"] is not None else 1
        return self.totals[clip, row % self.beams] > -1e8 and len(self.tokens[row]) > beginning

    def _allowed(self, row: int, ids: np.ndarray, values: np.ndarray) -> list[tuple[int, float]]:
        tokens, settings = self.tokens[row], self.settings
        if len(tokens) == 1 and settings["forcedBos"] is not None:
            return [(settings["forcedBos"], 0.0)]
        if len(tokens) == settings["maxLength"] - 1 and settings["forcedEos"] is not None:
            return [(settings["forcedEos"], 0.0)]
        size = settings["noRepeatNgram"]
        tail = tokens[len(tokens) - size + 1 :]
        banned = {
            tokens[i + size - 1] for i in range(len(tokens) - size + 1) if size and tokens[i : i + size - 1] == tail
        }
        return [(int(token), float(v)) for token, v in zip(ids, values, strict=True) if token not in banned]
