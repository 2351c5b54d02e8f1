"""All parts of one bundle together."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from earwitness_training.config import ModelConfig
from earwitness_training.models.captioner import Captioner
from earwitness_training.models.clap import AudioTower, TextTower
from earwitness_training.models.codec import Codec


class EnClap(nn.Module):
    """Codec, CLAP pair and caption model of one configuration."""

    def __init__(self, config: ModelConfig, labels: int) -> None:
        super().__init__()
        self.config = config
        self.codec = Codec(config)
        self.clap_audio = AudioTower(config.clap_audio, config.audio.sample_rate, labels)
        self.clap_text = TextTower(config.clap_text, config.vocabulary_size, config.clap_audio.embedding_dim)
        self.captioner = Captioner(config)

    @torch.no_grad()
    def encode(self, waveform: Tensor) -> Tensor:
        """float[batch, samples] to what the decoder attends to: float[batch, positions, d_model]."""
        embedding, _ = self.clap_audio(waveform)
        return self.captioner.encoder(self.codec.encode(waveform), embedding)
