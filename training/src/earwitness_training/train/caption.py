"""Trains the captioner on a pool of scenes whose codes and embeddings are computed once."""

from __future__ import annotations

import dataclasses
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor

from earwitness_training.config import TrainingConfig
from earwitness_training.data.chain import RecordingChain
from earwitness_training.data.scenes import Scene, SceneMixer
from earwitness_training.models.captioner import Captioner
from earwitness_training.models.codec import SemanticCodec
from earwitness_training.models.enclap import EnClap
from earwitness_training.tokenization import EOS_ID, PAD_ID
from earwitness_training.train.clap import pad_tokens
from earwitness_training.train.loop import REPORT_SECONDS, Stage, run
from earwitness_training.train.material import Material

SHARES = {"empty": 0.12, "alone": 0.38, "together": 0.27, "sequence": 0.23}
LENGTHS = {10.0: 0.5, 5.0: 0.3, 2.0: 0.2}  # seconds of a scene to share of the pool
ENCODE_SECONDS = 160  # of audio encoded at a time
BATCH_SECONDS, MAX_BATCH = 320, 64
EMBEDDING_DROPPED = 0.4  # share of scenes that have to be told from their codes alone, which know the order
EMBEDDING_NOISE = 0.25  # length of the noise added to an embedding of length 1
FEATURE_NOISE = (
    0.3  # of features' own spread, before semantic codes are taken: towers know what they trained on too well
)
LABEL_SMOOTHING = 0.05
MASKED_SHARE, MASKED_SPAN = 0.15, 10  # EnCLAP, section 3.3
MCM_SCALE = 0.2  # EnCLAP has 0.7: with so short a training, masked codes would take most of it


@dataclass(frozen=True)
class Pool:
    """Scenes of one length, their audio left out.

    Codes int16[scenes, frames, acoustic books], features
    bfloat16[scenes, feature frames, width], embeddings float[scenes, dim].
    """

    seconds: float
    scenes: list[Scene]
    codes: Tensor
    features: Tensor
    embeddings: Tensor


def build_pools(model: EnClap, mixer: SceneMixer, chain: RecordingChain, scenes: int) -> list[Pool]:
    """Draws and encodes about `scenes` scenes, all but their semantic codes."""
    return [
        _build_pool(model, mixer, chain, seconds, max(1, int(scenes * share))) for seconds, share in LENGTHS.items()
    ]


class Codes:
    """Codes of scenes of a pool, the semantic books before the acoustic ones: never quite the same ones twice."""

    def __init__(self, pools: list[Pool], semantic: SemanticCodec | None) -> None:
        self.semantic = semantic
        self.noise = FEATURE_NOISE * torch.cat([pool.features[::16].flatten(0, 1) for pool in pools]).float().std(0)

    @torch.no_grad()
    def of(self, pool: Pool, rows: np.ndarray) -> Tensor:
        """int64[rows, frames, books]."""
        acoustic = pool.codes[rows].long()
        if self.semantic is None:
            return acoustic
        features = pool.features[rows].float()
        heard = self.semantic.from_features(features + self.noise * torch.randn_like(features), acoustic.shape[1])
        return torch.cat([heard, acoustic], dim=2)


@torch.no_grad()
def _build_pool(model: EnClap, mixer: SceneMixer, chain: RecordingChain, seconds: float, count: int) -> Pool:
    model.eval()
    scenes, codes, features, embeddings = [], [], [], []
    frames, reported = model.clap_audio.frames, time.monotonic()
    while len(scenes) < count:
        drawn = [mixer.draw(seconds, SHARES) for _ in range(int(ENCODE_SECONDS / seconds))]
        waveform = chain.record(np.stack([scene.waveform for scene in drawn]))
        mel = frames.mel.by_fft(frames.whole_frames(waveform))
        with torch.autocast("cpu", torch.bfloat16):
            found = frames.from_spectrogram(mel.contiguous(memory_format=torch.channels_last))
            embedding, _ = model.clap_audio.from_frames(found)
        codes.append(model.codec.acoustic.encode(waveform).short())
        features.append(found.bfloat16())
        embeddings.append(embedding.float())
        scenes += [_truth_alone(scene) for scene in drawn]
        if time.monotonic() - reported > REPORT_SECONDS:
            reported = time.monotonic()
            print(f"scenes of {seconds:g} s: {len(scenes)} of {count} encoded", flush=True)
    return Pool(seconds, scenes, torch.cat(codes), torch.cat(features), torch.cat(embeddings))


def _truth_alone(scene: Scene) -> Scene:
    events = [dataclasses.replace(event, taught=None) for event in scene.events]
    return dataclasses.replace(scene, waveform=np.empty(0, np.float32), events=events)


def train_captioner(
    captioner: Captioner,
    semantic: SemanticCodec | None,
    pools: list[Pool],
    material: Material,
    training: TrainingConfig,
    work: Path,
    resume: bool,
) -> None:
    """Caption loss with label smoothing, and masked codec modelling on the same pass."""
    rng, writer, masked, device = material.rng, material.teller, training.mcm, material.device
    dropped = EMBEDDING_DROPPED if captioner.encoder.inputs == "both" else 0.0
    sizes, drawn = np.array([len(pool.scenes) for pool in pools], float), Codes(pools, semantic)

    def losses() -> dict[str, Tensor]:
        pool = pools[rng.choice(len(pools), p=sizes / sizes.sum())]
        rows = rng.integers(len(pool.scenes), size=min(MAX_BATCH, int(BATCH_SECONDS / pool.seconds)))
        codes = drawn.of(pool, rows)
        hidden = mask_spans(codes.shape, rng) if masked else torch.zeros(codes.shape, dtype=torch.bool)
        tokens, _ = pad_tokens([caption_ids(material.tokenizer, writer.write(pool.scenes[row])) for row in rows])
        embedding = with_noise(pool.embeddings[rows]) * (torch.rand(len(rows), 1) >= dropped)
        codes, embedding, tokens, hidden = (part.to(device) for part in (codes, embedding, tokens, hidden))
        with torch.autocast(device.type, torch.bfloat16):
            logits, guesses = captioner(codes, embedding, tokens[:, :-1], hidden)
        caption = F.cross_entropy(
            logits.float().flatten(0, 1),
            tokens[:, 1:].flatten(),
            ignore_index=PAD_ID,
            label_smoothing=LABEL_SMOOTHING,
        )
        return {"caption": caption} | ({"codes": MCM_SCALE * mcm_loss(guesses, codes, hidden)} if masked else {})

    steps = training.caption_steps
    run(Stage("captioner", captioner, losses, steps, peak_rate=1.5e-3, device=device), work, resume)


def with_noise(embeddings: Tensor) -> Tensor:
    """Embeddings float[batch, dim] of length 1, each pushed a little somewhere."""
    noise = torch.randn_like(embeddings) * EMBEDDING_NOISE / embeddings.shape[1] ** 0.5
    return F.normalize(embeddings + noise, dim=-1)


def caption_ids(tokenizer: Tokenizer, caption: str) -> list[int]:
    """BART's order of tokens: the decoder starts from `</s>`, then `<s>`, the text, `</s>`."""
    return [EOS_ID, *tokenizer.encode(caption).ids]


def mask_spans(shape: tuple[int, ...], rng: np.random.Generator) -> Tensor:
    """Spans of ten frames masked in each code book by itself: bool[batch, frames, codebooks]."""
    batch, frames, books = shape
    starts = rng.random((batch, frames, books)) < MASKED_SHARE / MASKED_SPAN
    hidden = np.zeros(shape, bool)
    for offset in range(min(MASKED_SPAN, frames)):
        hidden[:, offset:] |= starts[:, : frames - offset]
    return torch.from_numpy(hidden)


def mcm_loss(guesses: list[Tensor], codes: Tensor, hidden: Tensor) -> Tensor:
    """Cross-entropy of the masked codes, each book weighing half as much as the one before."""
    total = codes.new_zeros((), dtype=torch.float32)
    for book, logits in enumerate(guesses):
        if len(logits):
            wanted = codes[..., book][hidden[..., book]]
            total = total + F.cross_entropy(logits.float(), wanted) / 2 ** (book + 1)
    return total
