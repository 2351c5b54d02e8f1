"""EnCodec's 24 kHz encoder and residual vector quantiser (arXiv 2210.13438), built from its published weights."""

from __future__ import annotations

import math

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

    @property
    def state_size(self) -> int:
        """Numbers that a clip's state holds: each layer's output and cell."""
        return 2 * self.lstm.num_layers * self.lstm.hidden_size

    def forward(self, x: Tensor, state: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """float[batch, channels, length] to the same shape, and the state float[batch, state_size] at its end.

        `state` is that at the end of what came before; without it, nothing did.
        """
        frames = x.permute(2, 0, 1)
        found, ends = self.lstm(frames) if state is None else self.lstm(frames, self._unpacked(state))
        return x + found.permute(1, 2, 0), torch.cat([end.permute(1, 0, 2).flatten(1) for end in ends], dim=1)

    def _unpacked(self, state: Tensor) -> tuple[Tensor, Tensor]:
        layers = state.unflatten(1, (2, self.lstm.num_layers, self.lstm.hidden_size)).permute(1, 2, 0, 3)
        return layers[0].contiguous(), layers[1].contiguous()


class EnCodec(nn.Module):
    """Waveforms at `sample_rate` to codes; `codebooks` of those in the checkpoint are used (16 make 12 kbit/s).

    A clip's codes can also go on where those of an earlier one ended (`encode_on`), as the encoder sees only the past.
    Of that past it needs the state that `encode_with_state` gives, and `context` samples.
    """

    def __init__(self, weights: Weights, codebooks: int, sample_rate: int) -> None:
        super().__init__()
        self.resample = Resampler(sample_rate, SAMPLE_RATE)
        self.front, self.memory, self.last = _encoder(weights.under("encoder.model"))
        books = [weights[f"quantizer.vq.layers.{i}._codebook.embed"].float() for i in range(codebooks)]
        self.register_buffer("codebooks", torch.stack(books))

    @property
    def latent_dim(self) -> int:
        """Width of a code book's entries."""
        return self.codebooks.shape[2]

    @property
    def strides(self) -> list[tuple[int, int]]:
        """The kernel and the stride of each convolution on the longest way to the recurrent stack."""
        convolutions = []
        for layer in self.front:
            if isinstance(layer, ResidualUnit):
                convolutions += [part for part in layer.block if isinstance(part, CausalConv)]
            elif isinstance(layer, CausalConv):
                convolutions.append(layer)
        return [(layer.kernel_size[0], layer.stride[0]) for layer in convolutions]

    @property
    def frame(self) -> int:
        """Samples of the caller's rate that a frame of codes stands for."""
        return math.prod(stride for _, stride in self.strides) * self.resample.source // self.resample.target

    @property
    def context(self) -> int:
        """Samples before a clip that its first codes depend on beside the state; a whole number of frames."""
        behind, step = 0, 1
        for kernel, stride in self.strides:
            behind += (kernel - stride) * step
            step *= stride
        behind = behind * self.resample.source / self.resample.target + self.resample.width
        return math.ceil(behind / self.frame) * self.frame

    @property
    def state_size(self) -> int:
        """Numbers that a clip's state holds: the recurrent stack's, and the frames that the last convolution sees."""
        return self.memory.state_size + (self.last.kernel_size[0] - 1) * self.last.in_channels

    def encode(self, waveform: Tensor) -> Tensor:
        """float[batch, samples] to int64[batch, frames, codebooks]."""
        return self._quantise(self.latents(waveform))

    def encode_with_state(self, waveform: Tensor) -> tuple[Tensor, Tensor]:
        """As `encode`, and the state float[batch, state_size] at the end, if that is the end of a whole frame."""
        frames, end = self.memory(self._frames(waveform))
        return self._quantise(self._latents(frames)), torch.cat([end, self._seen(frames)], dim=1)

    def encode_on(self, waveform: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
        """Codes of what follows the first `context` samples of `waveform`, and the state at the end.

        `waveform` is float[batch, context + whole frames], `state` float[batch, state_size] that after the context.
        """
        before, seen = state.split([self.memory.state_size, self.state_size - self.memory.state_size], dim=1)
        frames, end = self.memory(self._frames(waveform)[:, :, self.context // self.frame :], before)
        frames = torch.cat([seen.unflatten(1, (self.last.in_channels, -1)), frames], dim=2)
        latents = F.conv1d(F.elu(frames), self.last.weight, self.last.bias).transpose(1, 2)
        return self._quantise(latents), torch.cat([end, self._seen(frames)], dim=1)

    def latents(self, waveform: Tensor) -> Tensor:
        """float[batch, samples] to float[batch, frames, latent_dim]: 75 frames a second."""
        return self._latents(self.memory(self._frames(waveform))[0])

    def _frames(self, waveform: Tensor) -> Tensor:
        return self.front(self.resample(waveform)[:, None])

    def _latents(self, frames: Tensor) -> Tensor:
        return self.last(F.elu(frames)).transpose(1, 2)

    def _seen(self, frames: Tensor) -> Tensor:
        """What the last convolution will want to see again."""
        return frames[:, :, 1 - self.last.kernel_size[0] :].flatten(1)

    def _quantise(self, residual: Tensor) -> Tensor:
        codes = []
        for book in self.codebooks.unbind(0):
            code = distances(residual, book).argmin(-1)
            residual = residual - F.embedding(code, book)
            codes.append(code)
        return torch.stack(codes, dim=-1)


def distances(x: Tensor, book: Tensor) -> Tensor:
    """Squared, float[..., entries]; the order of the operations decides near ties, so it is the original's."""
    return x.square().sum(-1, keepdim=True) - (2 * x) @ book.T + book.square().sum(-1)


def _encoder(weights: Weights) -> tuple[nn.Sequential, ResidualLstm, CausalConv]:
    """What makes frames of samples, the recurrent stack, and the convolution that makes latents of its frames.

    The numbers that the checkpoint leaves out are activations.
    """
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
    *front, memory, activation, last = (layers.get(i, nn.ELU()) for i in range(max(layers) + 1))
    if not (isinstance(memory, ResidualLstm) and isinstance(activation, nn.ELU) and isinstance(last, CausalConv)):
        raise ValueError(f"{weights.where}: the encoder does not end in a recurrent stack and one convolution")
    return nn.Sequential(*front), memory, last


def _convolution(weights: Weights) -> CausalConv:
    """Undoes weight normalisation. Kernels that downsample are twice as wide as their stride; all others are odd."""
    direction = weights["conv.conv.weight_v"].float()
    width_out, width_in, kernel = direction.shape
    conv = CausalConv(width_in, width_out, kernel, stride=1 if kernel % 2 else kernel // 2)
    with torch.no_grad():
        conv.weight.copy_(torch._weight_norm(direction, weights["conv.conv.weight_g"].float(), 0))
        conv.bias.copy_(weights["conv.conv.bias"])
    return conv
