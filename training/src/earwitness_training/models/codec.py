"""The codec: semantic code books that tell what is heard, beside acoustic ones from which the waveform is rebuilt.

The two are quantised side by side, as in Mimi (arXiv 2410.00037, section 3.2). The semantic books quantise the frame
features of the audio tower, of which the codec holds a copy; the acoustic ones a small convolutional encoder's latents.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from earwitness_training.config import CodecConfig, ModelConfig
from earwitness_training.models.clap import FrameEncoder

EMA_DECAY = 0.97
DEAD_USAGE = 0.05  # a code with a smaller moving count per step is put on a fresh latent


class Codec(nn.Module):
    """Both kinds of code books."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.acoustic = AcousticCodec(config.codec)
        self.semantic = SemanticCodec(config) if config.codec.semantic_books else None

    def encode(self, waveform: Tensor) -> Tensor:
        """float[batch, samples] to int64[batch, samples // hop, codebooks]; what does not fill a hop is left out."""
        acoustic = self.acoustic.encode(waveform)
        if self.semantic is None:
            return acoustic
        return torch.cat([self.semantic.encode(waveform, acoustic.shape[1]), acoustic], dim=2)


class SemanticCodec(nn.Module):
    """Frame features, projected so that their sum of codes tells the labels, to codes."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        codec = config.codec
        self.hop, self.frame_hop = codec.hop, config.clap_audio.frame_hop
        self.frames = FrameEncoder(config.clap_audio, config.audio.sample_rate)
        self.projection = nn.Linear(self.frames.width, codec.latent_dim)
        self.quantiser = ResidualQuantiser(codec.semantic_books, codec.codebook_size, codec.latent_dim)

    def encode(self, waveform: Tensor, frames: int) -> Tensor:
        """float[batch, samples] to int64[batch, frames, books], one for each frame of the acoustic books."""
        return self.from_features(self.frames(waveform), frames)

    def from_features(self, features: Tensor, frames: int) -> Tensor:
        """Features float[batch, feature frames, width] to int64[batch, frames, books]."""
        codes = self.quantiser.encode(self.projection(features))
        return codes.index_select(1, torch.arange(frames) * self.hop // self.frame_hop)


class AcousticCodec(nn.Module):
    """Waveform to codes and back: a convolutional encoder and its mirror, which only training uses."""

    def __init__(self, config: CodecConfig) -> None:
        super().__init__()
        self.encoder = _encoder(config)
        self.quantiser = ResidualQuantiser(
            config.codebooks - config.semantic_books, config.codebook_size, config.latent_dim
        )
        self.decoder = _decoder(config)

    def encode(self, waveform: Tensor) -> Tensor:
        """float[batch, samples] to int64[batch, samples // hop, books]."""
        return self.quantiser.encode(self.latents(waveform))

    def latents(self, waveform: Tensor) -> Tensor:
        """float[batch, samples] to float[batch, frames, latent_dim]."""
        return self.encoder(waveform[:, None]).transpose(1, 2)

    def forward(self, waveform: Tensor) -> tuple[Tensor, Tensor]:
        """The reconstruction float[batch, frames * hop] and the commitment loss; moves the code books in training."""
        quantised, commitment = self.quantiser(self.latents(waveform).float())  # distances need full precision
        return self.decoder(quantised.transpose(1, 2))[:, 0], commitment


class ResidualQuantiser(nn.Module):
    """Code books that each quantise what the ones before left over (SoundStream, arXiv 2107.03312, section III-C)."""

    def __init__(self, books: int, size: int, latent_dim: int) -> None:
        super().__init__()
        shape = (books, size, latent_dim)
        self.register_buffer("codebooks", torch.randn(shape) / latent_dim**0.5)
        self.register_buffer("usage", torch.ones(shape[:2]))
        self.register_buffer("sums", self.codebooks.clone())

    def encode(self, latents: Tensor) -> Tensor:
        """float[batch, frames, latent_dim] to int64[batch, frames, codebooks]."""
        residual, codes = latents, []
        for codebook in self.codebooks.unbind(0):
            code = nearest(residual, codebook)
            residual = residual - F.embedding(code, codebook)
            codes.append(code)
        return torch.stack(codes, dim=-1)

    def forward(self, latents: Tensor) -> tuple[Tensor, Tensor]:
        """Quantised latents with a straight-through gradient, and the commitment loss summed over code books."""
        partial, commitment = self.partial_sums(latents)
        return partial[-1], commitment

    def partial_sums(self, latents: Tensor) -> tuple[list[Tensor], Tensor]:
        """What the first book gives, the first two, and so on; otherwise like `forward`."""
        residual, quantised, sums = latents, torch.zeros_like(latents), []
        commitment = latents.new_zeros(())
        for index in range(len(self.codebooks)):
            code = nearest(residual.detach(), self.codebooks[index])
            chosen = F.embedding(code, self.codebooks[index])
            if self.training:
                self._follow(index, residual.detach().flatten(0, 1), code.flatten())
            commitment = commitment + F.mse_loss(residual, chosen.detach())
            residual = residual - chosen.detach()
            quantised = quantised + chosen
            sums.append(latents + (quantised - latents).detach())
        return sums, commitment

    @torch.no_grad()
    def start(self, latents: Tensor) -> None:
        """Puts the codes of each book on residuals drawn from float[batch, frames, latent_dim]."""
        residual = latents.flatten(0, 1)
        for index, codebook in enumerate(self.codebooks):
            codebook.copy_(residual[torch.randint(len(residual), (len(codebook),))])
            self.sums[index] = codebook
            self.usage[index] = 1
            residual = residual - F.embedding(nearest(residual, codebook), codebook)

    @torch.no_grad()
    def _follow(self, index: int, residual: Tensor, code: Tensor) -> None:
        """Moves a code book to the running mean of the latents it was chosen for; revives codes nobody chooses."""
        size = self.codebooks.shape[1]
        counts = torch.bincount(code, minlength=size).to(residual.dtype)
        sums = torch.zeros_like(self.sums[index]).index_add_(0, code, residual)
        self.usage[index].lerp_(counts, 1 - EMA_DECAY)
        self.sums[index].lerp_(sums, 1 - EMA_DECAY)
        dead = self.usage[index] < DEAD_USAGE
        fresh = residual[torch.randint(len(residual), (size,))]
        self.usage[index] = torch.where(dead, torch.ones_like(counts), self.usage[index])
        self.sums[index] = torch.where(dead[:, None], fresh, self.sums[index])
        self.codebooks[index] = self.sums[index] / self.usage[index][:, None]


def nearest(latents: Tensor, codebook: Tensor) -> Tensor:
    """Index of the code nearest to each latent: argmin |x − e|² is argmax 2x·e − |e|²."""
    return (2 * torch.matmul(latents, codebook.T) - codebook.square().sum(-1)).argmax(-1)


class Residual(nn.Module):
    """Two convolutions around a shortcut."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.ELU(), nn.Conv1d(channels, channels, 3, padding=1), nn.ELU(), nn.Conv1d(channels, channels, 1)
        )

    def forward(self, x: Tensor) -> Tensor:
        """Shape float[batch, channels, frames] in and out."""
        return x + self.body(x)


def _window(stride: int) -> tuple[int, int]:
    """Kernel and padding with which a strided convolution yields exactly length // stride frames."""
    return (2 * stride, stride // 2) if stride % 2 == 0 else (2 * stride - 1, (stride - 1) // 2)


def _encoder(config: CodecConfig) -> nn.Sequential:
    layers: list[nn.Module] = []
    widths = [1, *config.channels, config.latent_dim]
    for i, stride in enumerate(config.strides):
        kernel, padding = _window(stride)
        if i > 1:
            layers.append(Residual(widths[i]))
        if i > 0:
            layers.append(nn.ELU())
        layers.append(nn.Conv1d(widths[i], widths[i + 1], kernel, stride, padding))
    return nn.Sequential(*layers)


def _decoder(config: CodecConfig) -> nn.Sequential:
    layers: list[nn.Module] = []
    widths = [1, *config.channels, config.latent_dim]
    for i, stride in reversed(list(enumerate(config.strides))):
        kernel, padding = _window(stride)
        layers.append(
            nn.ConvTranspose1d(
                widths[i + 1],
                widths[i],
                kernel,
                stride,
                padding,
                output_padding=stride + 2 * padding - kernel,
            )
        )
        if i > 1:
            layers.append(Residual(widths[i]))
        if i > 0:
            layers.append(nn.ELU())
    return nn.Sequential(*layers)
