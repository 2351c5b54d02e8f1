"""Model configuration: frozen dataclasses read from the YAML files in `training/conf`."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CONF_DIR = Path(__file__).resolve().parents[2] / "conf"


@dataclass(frozen=True)
class AudioConfig:
    """Lengths are in samples at `sample_rate` hertz."""

    sample_rate: int
    window_samples: int
    min_samples: int
    max_samples: int


@dataclass(frozen=True)
class CodecConfig:
    """One more stride than channels: the last one leads to the latent.

    Of the `codebooks`, the first `semantic_books` tell what is heard and the others how the waveform runs.
    """

    channels: list[int]
    strides: list[int]
    latent_dim: int
    codebooks: int
    codebook_size: int
    semantic_books: int = 0

    @property
    def hop(self) -> int:
        """Samples for each frame of codes."""
        return math.prod(self.strides)


@dataclass(frozen=True)
class ClapAudioConfig:
    """`hop` and `n_fft` in samples; each entry of `channels` is a block that halves time and frequency.

    `context` has the dilation of each residual convolution that follows, in frames; `parts` of a window are pooled
    apart, beside the whole of it, so that the embedding knows what came first. `refined_head`: what `refine` trains is
    added to the label head.
    """

    n_fft: int
    hop: int
    mels: int
    channels: list[int]
    embedding_dim: int
    label_head: bool
    context: list[int] = dataclasses.field(default_factory=list)
    parts: int = 0
    refined_head: bool = False

    @property
    def frame_hop(self) -> int:
        """Samples for each frame of features."""
        return self.hop * 2 ** len(self.channels)

    @property
    def label_hop(self) -> int:
        """Samples for each frame of the label head."""
        return 2 * self.frame_hop


@dataclass(frozen=True)
class ClapTextConfig:
    """The text tower of the CLAP pair."""

    d_model: int
    layers: int
    heads: int
    ffn: int
    max_tokens: int


@dataclass(frozen=True)
class BartConfig:
    """The caption model: a BART encoder over codec frames and a BART decoder over text.

    `frames_a_position` codec frames share one position of the encoder; EnCLAP has one. `inputs` is `both`, or for
    ablations `clap` or `codes`: the encoder then sees nothing of the other.
    """

    d_model: int
    encoder_layers: int
    decoder_layers: int
    heads: int
    ffn: int
    max_positions: int
    dropout: float
    tie_embeddings: bool
    frames_a_position: int = 1
    inputs: str = "both"

    @property
    def head_dim(self) -> int:
        """Width of one attention head."""
        return self.d_model // self.heads


@dataclass(frozen=True)
class GenerationConfig:
    """Decode settings with the meaning that Hugging Face `generate` gives them.

    With `hypotheses`, so many of all that the beams would be if they ended are kept, and the surest is the caption; of
    those alone whose end is at least as probable as `least_end`: the others are fragments.
    """

    beams: int
    max_length: int
    no_repeat_ngram: int
    length_penalty: float
    early_stopping: bool
    decoder_start: int
    bos: int
    eos: int
    pad: int
    forced_bos: int | None
    forced_eos: int | None
    hypotheses: int | None = None
    least_end: float | None = None


@dataclass(frozen=True)
class TrainingConfig:
    """How much of everything a training run does, and what it adds to the recordings.

    `synthesised` recordings of each kind of device that is a synthesiser itself, `spoken` ones by espeak-ng where
    `speech` is a kind, `music_pieces` of half a minute by fluidsynth and `unfamiliar` sounds of no known kind, both
    backdrops. `mcm`: whether the captioner learns masked codes too.
    """

    codec_steps: int = 900
    clap_steps: int = 3000
    pool_scenes: int = 8000
    word_steps: int = 1000
    semantic_steps: int = 1500
    head_steps: int = 1500
    caption_steps: int = 6000
    synthesised: int = 0
    spoken: int = 0
    music_pieces: int = 0
    unfamiliar: int = 0
    mcm: bool = True

    def scaled(self, effort: float) -> TrainingConfig:
        """So many times the steps and scenes, at least one of each."""
        counts = [name for name in vars(self) if name.endswith(("_steps", "_scenes"))]
        return dataclasses.replace(self, **{name: max(1, round(effort * getattr(self, name))) for name in counts})


@dataclass(frozen=True)
class ModelConfig:
    """Everything that fixes the shapes of a bundle, apart from its labels, and how long it is trained."""

    name: str
    version: str
    audio: AudioConfig
    codec: CodecConfig
    clap_audio: ClapAudioConfig
    clap_text: ClapTextConfig
    bart: BartConfig
    vocabulary_size: int
    top_k: int
    generation: GenerationConfig
    training: TrainingConfig = dataclasses.field(default_factory=TrainingConfig)

    @property
    def frames_per_second(self) -> float:
        """Rate of the label head's frames."""
        return self.audio.sample_rate / self.clap_audio.label_hop


def load(preset: str | Path) -> ModelConfig:
    """Reads a preset of `training/conf` by name, or any YAML file by path.

    Raises:
        FileNotFoundError: there is no such preset or file.
        ValueError: a key is missing or unknown.

    """
    path = Path(preset)
    if path.suffix != ".yaml":
        path = CONF_DIR / f"{preset}.yaml"
    return _build(ModelConfig, read_values(path), str(path))


def read_values(path: Path) -> dict[str, Any]:
    """What a YAML file says, on top of the one that it `extends`.

    Raises:
        FileNotFoundError: there is no such file.

    """
    if not path.is_file():
        raise FileNotFoundError(f"No such preset: {path}")
    values = yaml.safe_load(path.read_text()) or {}
    base = values.pop("extends", None)
    return _merge(read_values(path.parent / base), values) if base else values


def _merge(base: dict[str, Any], delta: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in delta.items():
        merged[key] = _merge(base[key], value) if isinstance(value, dict) and key in base else value
    return merged


def _build(kind: type, values: dict[str, Any], where: str) -> Any:
    fields = {field.name: field for field in dataclasses.fields(kind)}
    if values.keys() != fields.keys():
        missing, unknown = fields.keys() - values.keys(), values.keys() - fields.keys()
        raise ValueError(f"{where}: missing {sorted(missing)}, unknown {sorted(unknown)}")
    nested = {name: globals()[field.type] for name, field in fields.items() if field.type in _NESTED}
    return kind(
        **{
            name: _build(nested[name], value, f"{where}: {name}") if name in nested else value
            for name, value in values.items()
        }
    )


_NESTED = {
    "AudioConfig",
    "CodecConfig",
    "ClapAudioConfig",
    "ClapTextConfig",
    "BartConfig",
    "GenerationConfig",
    "TrainingConfig",
}
