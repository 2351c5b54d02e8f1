"""EnCodec's 24 kHz encoder and residual vector quantiser (arXiv 2210.13438), built from its published weights."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from earwitness_training.official.resample import Resampler
from earwitness_training.official.weights import Weights

SAMPLE_RATE = 24_000


class CausalConv(nn.Conv1d):
    """Sees only the past; both the context before the first sample and the rest of the last stride are reflections."""

    def forward(self, x: Tensor) -> Tensor:
        """float[batch, channels, length] to float[batch, channels, ceil(length / stride)]."""
        stride = self.stride[0]
        left = self.kernel_size[0] - stride
        if stride > 1:
            right = (stride - x.shape[2] % stride) % stride
            x = F.pad(x, (left, right), mode="reflect")
        elif left:
            x = F.pad(x, (left, 0), mode="reflect")
        return super().forward(x)


class ResidualUnit(nn.Module):
    """Two convolutions beside a convolution of width one."""

    def __init__(self, first: CausalConv, second: CausalConv, shortcut: CausalConv) -> None:
        super().__init__()
        self.block = nn.Sequential(nn.ELU(), first, nn.ELU(), second)
        self.shortcut = shortcut

    def forward(self, x: Tensor) -> Tensor:
        """Shape float[batch, channels, length] in and out."""
        return self.shortcut(x) + self.block(x)


class ResidualLstm(nn.Module):
    """A recurrent stack around a shortcut."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        width = weights["weight_hh_l0"].shape[1]
        layers = sum(name.startswith("weight_hh_l") for name in weights)
        self.lstm = nn.LSTM(width, width, layers)
        weights.fill(self.lstm)

    def forward(self, x: Tensor) -> Tensor:
        """Shape float[batch, channels, length] in and out."""
        return x + self.lstm(x.permute(2, 0, 1))[0].permute(1, 2, 0)


class EnCodec(nn.Module):
    """Waveforms at `sample_rate` to codes; `codebooks` of those in the checkpoint are used (16 make 12 kbit/s)."""

    def __init__(self, weights: Weights, codebooks: int, sample_rate: int) -> None:
        super().__init__()
        self.resample = Resampler(sample_rate, SAMPLE_RATE)
        self.encoder = _encoder(weights.under("encoder.model"))
        books = [weights[f"quantizer.vq.layers.{i}._codebook.embed"].float() for i in range(codebooks)]
        self.register_buffer("codebooks", torch.stack(books))

    @property
    def latent_dim(self) -> int:
        """Width of a code book's entries."""
        return self.codebooks.shape[2]

    def encode(self, waveform: Tensor) -> Tensor:
        """float[batch, samples] to int64[batch, frames, codebooks]."""
        residual = self.latents(waveform)
        codes = []
        for book in self.codebooks.unbind(0):
            code = distances(residual, book).argmin(-1)
            residual = residual - F.embedding(code, book)
            codes.append(code)
        return torch.stack(codes, dim=-1)

    def latents(self, waveform: Tensor) -> Tensor:
        """float[batch, samples] to float[batch, frames, latent_dim]: 75 frames a second."""
        return self.encoder(self.resample(waveform)[:, None]).transpose(1, 2)


def distances(x: Tensor, book: Tensor) -> Tensor:
    """Squared, float[..., entries]; the order of the operations decides near ties, so it is the original's."""
    return x.square().sum(-1, keepdim=True) - (2 * x) @ book.T + book.square().sum(-1)


def _encoder(weights: Weights) -> nn.Sequential:
    """The layers in the checkpoint's own order; the numbers that it leaves out are activations."""
    layers: dict[int, nn.Module] = {0: _convolution(weights.under("0"))}
    for i in weights.indices()[1:]:
        layer = weights.under(str(i))
        if "lstm.weight_hh_l0" in layer:
            layers[i] = ResidualLstm(layer.under("lstm"))
        elif "conv.conv.weight_v" in layer:
            layers[i] = _convolution(layer)
        else:
            first, second, shortcut = (_convolution(layer.under(part)) for part in ("block.1", "block.3", "shortcut"))
            layers[i] = ResidualUnit(first, second, shortcut)
    return nn.Sequential(*(layers.get(i, nn.ELU()) for i in range(max(layers) + 1)))


def _convolution(weights: Weights) -> CausalConv:
    """Undoes weight normalisation. Kernels that downsample are twice as wide as their stride; all others are odd."""
    direction = weights["conv.conv.weight_v"].float()
    width_out, width_in, kernel = direction.shape
    conv = CausalConv(width_in, width_out, kernel, stride=1 if kernel % 2 else kernel // 2)
    with torch.no_grad():
        conv.weight.copy_(torch._weight_norm(direction, weights["conv.conv.weight_g"].float(), 0))
        conv.bias.copy_(weights["conv.conv.bias"])
    return conv
