"""LAION-CLAP's two towers, with the projections that lead to their common space."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from earwitness_training.models.transformer import MASKED, EncoderLayer
from earwitness_training.official.clap_mel import FusedMel
from earwitness_training.official.htsat import HtsAt
from earwitness_training.official.weights import Weights

HEAD_DIM = 64  # of RoBERTa, at every size
PAD_ID = 1

_ROBERTA_NAMES = {
    "self_attn.q_proj": "attention.self.query",
    "self_attn.k_proj": "attention.self.key",
    "self_attn.v_proj": "attention.self.value",
    "self_attn.out_proj": "attention.output.dense",
    "self_attn_layer_norm": "attention.output.LayerNorm",
    "feed_forward.fc1": "intermediate.dense",
    "feed_forward.fc2": "output.dense",
    "final_layer_norm": "output.LayerNorm",
}


class AudioTower(nn.Module):
    """Waveforms at 48 kHz to embeddings."""

    def __init__(self, weights: Weights, longest_samples: int, seed: int) -> None:
        super().__init__()
        if "audio_branch.patch_embed.mel_conv2d.weight" not in weights:
            raise ValueError(f"{weights.where} is no fusion checkpoint: EnCLAP needs 630k-audioset-fusion-best.pt")
        branch = weights.under("audio_branch")
        self.mel = FusedMel(len(branch["bn0.weight"]), longest_samples, seed)
        self.branch = HtsAt(branch)
        self.projection = _projection(weights.under("audio_projection"))

    @property
    def embedding_dim(self) -> int:
        """Width of the common space."""
        return self.projection[2].out_features

    def forward(self, waveform: Tensor, offsets: Tensor | None = None) -> tuple[Tensor, None]:
        """float[batch, samples] to float[batch, dim] of length 1; there is no label head.

        `offsets` int64[3] are the first frames of the three windows that stand for a clip over 10 s.
        """
        pictures, longer = self.mel(waveform, offsets)
        return F.normalize(self.projection(self.branch(pictures, longer)), dim=-1), None


class TextTower(nn.Module):
    """RoBERTa (arXiv 1907.11692), of which the first token's pooled state is projected."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        branch = weights.under("text_branch")
        self.words = _embedding(branch["embeddings.word_embeddings.weight"])
        self.positions = _embedding(branch["embeddings.position_embeddings.weight"])
        self.register_buffer("kind", branch["embeddings.token_type_embeddings.weight"][0].float())
        width = self.words.embedding_dim
        self.norm = nn.LayerNorm(width)
        branch.under("embeddings.LayerNorm").fill(self.norm)
        layers = branch.under("encoder.layer")
        self.layers = nn.ModuleList(_layer(layers.under(str(i)), width) for i in layers.indices())
        self.pooler = nn.Linear(width, width)
        branch.under("pooler.dense").fill(self.pooler)
        self.projection = _projection(weights.under("text_projection"))

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Both int64[batch, tokens], to float[batch, dim] of length 1."""
        position = attention_mask.cumsum(1) * attention_mask + PAD_ID
        x = self.norm(self.words(input_ids) + self.kind + self.positions(position))
        mask = (1 - attention_mask.to(x.dtype))[:, None, None] * MASKED
        for layer in self.layers:
            x = layer(x, mask)
        return F.normalize(self.projection(torch.tanh(self.pooler(x[:, 0]))), dim=-1)


def _layer(weights: Weights, width: int) -> EncoderLayer:
    layer = EncoderLayer(width, width // HEAD_DIM, len(weights["intermediate.dense.bias"]), dropout=0.0)
    renamed = {
        f"{ours}.{part}": weights[f"{theirs}.{part}"]
        for ours, theirs in _ROBERTA_NAMES.items()
        for part in ("weight", "bias")
    }
    Weights(renamed, weights.where).fill(layer)
    return layer


def _embedding(table: Tensor) -> nn.Embedding:
    return nn.Embedding.from_pretrained(table.float())


def _projection(weights: Weights) -> nn.Sequential:
    width_in, joint = weights["0.weight"].shape[1], weights["2.weight"].shape[0]
    projection = nn.Sequential(nn.Linear(width_in, joint), nn.ReLU(), nn.Linear(joint, joint))
    weights.fill(projection)
    return projection
