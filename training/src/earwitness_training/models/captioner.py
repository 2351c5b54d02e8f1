"""EnCLAP's BART: an encoder over codes and the CLAP embedding, a text decoder, masked codec modelling heads."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from earwitness_training.config import ModelConfig
from earwitness_training.models.transformer import MASKED, DecoderLayer, EncoderLayer, KeyValue


class CodeEncoder(nn.Module):
    """Rows [clap, bos] + codes + [eos], as in EnCLAP: row 0 has no position, row i has position i − 1.

    With `frames_a_position` above 1, so many frames of codes are joined into one row.
    """

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        bart, codec = config.bart, config.codec
        self.mask_id = codec.codebook_size  # one more entry in each book, for masked codec modelling
        self.code_embeddings = nn.ModuleList(
            nn.Embedding(codec.codebook_size + 1, bart.d_model) for _ in range(codec.codebooks)
        )
        self.stride, self.inputs = bart.frames_a_position, bart.inputs
        self.join = nn.Linear(self.stride * bart.d_model, bart.d_model) if self.stride > 1 else nn.Identity()
        self.clap_projection = nn.Linear(config.clap_audio.embedding_dim, bart.d_model)
        self.bos = nn.Parameter(0.02 * torch.randn(bart.d_model))
        self.eos = nn.Parameter(0.02 * torch.randn(bart.d_model))
        # Codes and positions have to be of like size: small random positions, as in BART, are drowned out by untrained
        # codes for longer than a small captioner trains, and the order of sounds with them.
        for book in self.code_embeddings:
            nn.init.normal_(book.weight, std=codec.codebooks**-0.5)
        self.positions = nn.Parameter(sinusoids(bart.max_positions, bart.d_model))
        self.layernorm_embedding = nn.LayerNorm(bart.d_model)
        self.dropout = nn.Dropout(bart.dropout)
        self.layers = nn.ModuleList(
            EncoderLayer(bart.d_model, bart.heads, bart.ffn, bart.dropout) for _ in range(bart.encoder_layers)
        )

    def forward(self, codes: Tensor, embedding: Tensor) -> Tensor:
        """Codes int64[batch, frames, codebooks], embedding float[batch, dim] to float[batch, positions + 3, d_model].

        `positions` is frames / frames_a_position, rounded up.
        """
        if self.inputs == "clap":
            codes = torch.full_like(codes, self.mask_id)
        elif self.inputs == "codes":
            embedding = torch.zeros_like(embedding)
        frames = self.embed(codes)
        if self.stride > 1:
            frames = F.pad(frames, (0, 0, 0, -frames.shape[1] % self.stride))
            frames = self.join(frames.unflatten(1, (-1, self.stride)).flatten(2))
        clap = self.clap_projection(embedding)[:, None]
        rows = torch.cat([self.bos.expand_as(clap), frames, self.eos.expand_as(clap)], dim=1)
        rows = rows + self.positions[: rows.shape[1]]
        x = self.dropout(self.layernorm_embedding(torch.cat([clap, rows], dim=1)))
        for layer in self.layers:
            x = layer(x)
        return x

    def embed(self, codes: Tensor) -> Tensor:
        """Codes int64[batch, frames, codebooks] to float[batch, frames, d_model], whatever they are masked with."""
        return sum(book(codes[..., i]) for i, book in enumerate(self.code_embeddings))


class TextDecoder(nn.Module):
    """The BART decoder, with its cache in the caller's hands."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        bart = config.bart
        self.tokens = nn.Embedding(config.vocabulary_size, bart.d_model)
        self.positions = nn.Parameter(0.02 * torch.randn(bart.max_positions, bart.d_model))
        self.layernorm_embedding = nn.LayerNorm(bart.d_model)
        self.dropout = nn.Dropout(bart.dropout)
        self.layers = nn.ModuleList(
            DecoderLayer(bart.d_model, bart.heads, bart.ffn, bart.dropout) for _ in range(bart.decoder_layers)
        )
        self.lm_head = nn.Linear(bart.d_model, config.vocabulary_size)
        nn.init.normal_(self.tokens.weight, std=bart.d_model**-0.5)
        if bart.tie_embeddings:
            self.lm_head.weight = self.tokens.weight

    def cross(self, encoded: Tensor) -> list[KeyValue]:
        """Each layer's cross-attention keys and values: float[batch, heads, positions, head_dim]."""
        return [layer.encoder_attn.key_value(encoded) for layer in self.layers]

    def forward(
        self, tokens: Tensor, cross: list[KeyValue], past: list[KeyValue] | None = None
    ) -> tuple[Tensor, list[KeyValue]]:
        """Tokens int64[rows, length] to logits float[rows, length, vocabulary] and the grown cache."""
        start = past[0][0].shape[2] if past is not None else 0
        length = tokens.shape[1]
        x = self.tokens(tokens) + self.positions[start : start + length]
        x = self.dropout(self.layernorm_embedding(x))
        mask = causal_mask(length, x) if length > 1 else None
        present = []
        for i, layer in enumerate(self.layers):
            x, key_value = layer(x, cross[i], past[i] if past is not None else None, mask)
            present.append(key_value)
        return self.lm_head(x), present


class Captioner(nn.Module):
    """Encoder, decoder and the heads that only training uses."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.encoder = CodeEncoder(config)
        self.decoder = TextDecoder(config)
        self.stride = config.bart.frames_a_position
        self.part = nn.Linear(config.bart.d_model, self.stride * config.bart.d_model) if self.stride > 1 else None
        self.mcm_heads = nn.ModuleList(
            nn.Linear(config.bart.d_model, config.codec.codebook_size) for _ in range(config.codec.codebooks)
        )

    def forward(self, codes: Tensor, embedding: Tensor, tokens: Tensor, hidden: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Teacher forcing with the codes masked where `hidden` bool[batch, frames, codebooks] is set.

        Returns text logits float[batch, length, vocabulary], and for each code book the logits of its masked codes
        float[masked, codebook_size].
        """
        encoded = self.encoder(codes.masked_fill(hidden, self.encoder.mask_id), embedding)
        logits, _ = self.decoder(tokens, self.decoder.cross(encoded))
        frames = encoded[:, 2:-1]
        if self.part is not None:
            frames = self.part(frames).unflatten(2, (self.stride, -1)).flatten(1, 2)[:, : codes.shape[1]]
        return logits, [head(frames[hidden[..., book]]) for book, head in enumerate(self.mcm_heads)]


def sinusoids(positions: int, width: int) -> Tensor:
    """Sines and cosines of falling frequency (arXiv 1706.03762, section 3.5): float[positions, width]."""
    at = torch.arange(positions)[:, None] / 10000 ** (torch.arange(0, width, 2) / width)
    return torch.stack([at.sin(), at.cos()], dim=-1).flatten(1)


def causal_mask(length: int, like: Tensor) -> Tensor:
    """Added to scores: nothing looks ahead. float[length, length]."""
    return torch.full((length, length), MASKED, dtype=like.dtype, device=like.device).triu(1)
