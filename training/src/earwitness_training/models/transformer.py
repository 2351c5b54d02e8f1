"""Attention and the BART layers (post-norm, arXiv 1910.13461), laid out like Hugging Face's for easy import."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

KeyValue = tuple[Tensor, Tensor]  # each float[batch, heads, positions, head_dim]
MASKED = -1e4  # far below any score, yet its softmax makes no denormals that slow a CPU down


class Attention(nn.Module):
    """Multi-head attention whose keys and values the caller may keep."""

    def __init__(self, d_model: int, heads: int) -> None:
        super().__init__()
        self.heads, self.head_dim = heads, d_model // heads
        self.q_proj = nn.Linear(d_model, d_model)
        self.k_proj = nn.Linear(d_model, d_model)
        self.v_proj = nn.Linear(d_model, d_model)
        self.out_proj = nn.Linear(d_model, d_model)

    def key_value(self, x: Tensor) -> KeyValue:
        """float[batch, positions, d_model] to keys and values."""
        return self._split(self.k_proj(x)), self._split(self.v_proj(x))

    def forward(self, x: Tensor, key_value: KeyValue, mask: Tensor | None = None) -> Tensor:
        """Attends from x float[rows, length, d_model]; `mask` is added to the scores.

        There may be several rows for each batch entry of `key_value`: its beams, adjacent to one another.
        """
        key, value = key_value
        rows, length, width = x.shape
        query = self._split(self.q_proj(x) * self.head_dim**-0.5)  # [rows, heads, length, head_dim]
        shared = query.reshape(key.shape[0], -1, self.heads, length, self.head_dim).transpose(1, 2)
        shared = shared.reshape(key.shape[0], self.heads, -1, self.head_dim)
        scores = shared @ key.transpose(2, 3)
        if mask is not None:
            scores = scores + mask
        mixed = scores.softmax(-1) @ value  # [batch, heads, beams * length, head_dim]
        mixed = mixed.reshape(key.shape[0], self.heads, -1, length, self.head_dim).permute(0, 2, 3, 1, 4)
        return self.out_proj(mixed.reshape(rows, length, width))

    def _split(self, x: Tensor) -> Tensor:
        return x.reshape(x.shape[0], x.shape[1], self.heads, self.head_dim).transpose(1, 2)


class FeedForward(nn.Module):
    """The position-wise part of a layer."""

    def __init__(self, d_model: int, ffn: int, dropout: float) -> None:
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(d_model, ffn), nn.Linear(ffn, d_model)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        """Shape float[batch, positions, d_model] in and out."""
        return self.fc2(self.dropout(F.gelu(self.fc1(x))))


class EncoderLayer(nn.Module):
    """Self-attention and feed-forward, each followed by a norm."""

    def __init__(self, d_model: int, heads: int, ffn: int, dropout: float) -> None:
        super().__init__()
        self.self_attn = Attention(d_model, heads)
        self.self_attn_layer_norm = nn.LayerNorm(d_model)
        self.feed_forward = FeedForward(d_model, ffn, dropout)
        self.final_layer_norm = nn.LayerNorm(d_model)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        """Shape float[batch, positions, d_model] in and out."""
        x = self.self_attn_layer_norm(x + self.dropout(self.self_attn(x, self.self_attn.key_value(x), mask)))
        return self.final_layer_norm(x + self.dropout(self.feed_forward(x)))


class DecoderLayer(nn.Module):
    """Self-attention over the text so far, cross-attention to the clip, feed-forward."""

    def __init__(self, d_model: int, heads: int, ffn: int, dropout: float) -> None:
        super().__init__()
        self.self_attn = Attention(d_model, heads)
        self.self_attn_layer_norm = nn.LayerNorm(d_model)
        self.encoder_attn = Attention(d_model, heads)
        self.encoder_attn_layer_norm = nn.LayerNorm(d_model)
        self.feed_forward = FeedForward(d_model, ffn, dropout)
        self.final_layer_norm = nn.LayerNorm(d_model)
        self.dropout = nn.Dropout(dropout)

    def forward(
        self, x: Tensor, cross: KeyValue, past: KeyValue | None, mask: Tensor | None
    ) -> tuple[Tensor, KeyValue]:
        """X float[rows, length, d_model]; returns it with the self-attention cache grown by `length`."""
        key, value = self.self_attn.key_value(x)
        if past is not None:
            key, value = torch.cat([past[0], key], dim=2), torch.cat([past[1], value], dim=2)
        x = self.self_attn_layer_norm(x + self.dropout(self.self_attn(x, (key, value), mask)))
        x = self.encoder_attn_layer_norm(x + self.dropout(self.encoder_attn(x, cross)))
        return self.final_layer_norm(x + self.dropout(self.feed_forward(x))), (key, value)
