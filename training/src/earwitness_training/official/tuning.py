"""Trains EnCLAP as its authors do: BART learns to caption recordings from their codes and embeddings, which stay."""

from __future__ import annotations

import argparse
import dataclasses
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
import yaml
from tokenizers import Tokenizer
from torch import Tensor, nn

from earwitness_training.config import CONF_DIR, ModelConfig, read_values
from earwitness_training.models.captioner import Captioner
from earwitness_training.official import captioned, importer
from earwitness_training.official import tokenizer as tokenizers
from earwitness_training.official.captioned import EncodedClip
from earwitness_training.official.clap_mel import SAMPLE_RATE
from earwitness_training.official.enclap import CutCodeEncoder, OfficialEnClap, Sources
from earwitness_training.official.weights import Weights
from earwitness_training.tokenization import PAD_ID
from earwitness_training.train.caption import caption_ids, mask_spans, mcm_loss
from earwitness_training.train.clap import pad_tokens
from earwitness_training.train.loop import Stage, run

RECIPES = CONF_DIR / "enclap"
INITIAL_SPREAD = 0.02  # BART's own
UNWARMED_STEPS = 10_000  # on which the rate falls where it does not rise first
CARD_TEXT = """# {name}

EnCLAP (arXiv 2401.17690), trained with the recipe `{recipe}` on {clips} recordings with {captions} captions of {table}.
Codec and CLAP pair are those of {encodec} and {clap}, the caption model began as {start}.

The weights that it began with stay under the licences of those who published them, and so do recordings and captions.
"""


@dataclass(frozen=True)
class TuningRecipe:
    """How the caption model is trained: a file of `conf/enclap`.

    The rate rises over `warm_up_steps` and then falls with the root of the steps. `inputs` is `both`, `clap` or
    `codes`; `features` is `codes`, embedded anew, or `latents`, the codec's own vectors of them. `mcm_scale` 0: no
    masked codec modelling.
    """

    epochs: int
    batch: int
    peak_rate: float
    warm_up_steps: int
    weight_decay: float
    dropout: float
    label_smoothing: float
    mcm_scale: float
    inputs: str
    features: str
    longest_caption: int

    def schedule(self, steps: int, share: float) -> float:
        """Share of the peak rate after a share of the steps."""
        step, scale = share * steps, self.warm_up_steps or UNWARMED_STEPS
        if step < self.warm_up_steps:
            return max(step, 1) / self.warm_up_steps
        return math.sqrt(scale / (step + scale - self.warm_up_steps))


class LatentEncoder(CutCodeEncoder):
    """Sees codes as the codec does: the sum of its code books' vectors, which a matrix of its own widens."""

    def __init__(self, config: ModelConfig, codebooks: Tensor) -> None:
        super().__init__(config)
        self.code_embeddings = nn.ModuleList()
        unknown = codebooks.new_zeros(len(codebooks), 1, codebooks.shape[2])  # what is masked adds nothing
        self.register_buffer("codebooks", torch.cat([codebooks, unknown], dim=1))
        self.widen = nn.Linear(codebooks.shape[2], config.bart.d_model)

    def embed(self, codes: Tensor) -> Tensor:
        """As in the base class."""
        return self.widen(sum(F.embedding(codes[..., i], book) for i, book in enumerate(self.codebooks)))


def read_recipe(name: str) -> TuningRecipe:
    """A recipe of `conf/enclap` by name, or any YAML file by path.

    Raises:
        FileNotFoundError: there is no such recipe or file.
        ValueError: a key is missing or unknown.

    """
    path = Path(name) if name.endswith(".yaml") else RECIPES / f"{name}.yaml"
    values = read_values(path)
    wanted = {field.name for field in dataclasses.fields(TuningRecipe)}
    if values.keys() != wanted:
        raise ValueError(f"{path}: missing {sorted(wanted - values.keys())}, unknown {sorted(values.keys() - wanted)}")
    return TuningRecipe(**values)


def register(commands: argparse._SubParsersAction) -> None:
    """Adds the command to the package's command line."""
    parser = commands.add_parser("train-enclap", help="train EnCLAP on your copy of AudioCaps, Clotho or your own")
    parser.add_argument(
        "--recipe", default="audiocaps-base", help="a file of conf/enclap, by name, or a path (default: %(default)s)"
    )
    parser.add_argument("--audio", type=Path, required=True, help="folder of the recordings, at any depth")
    parser.add_argument("--captions", type=Path, required=True, help="CSV as AudioCaps or Clotho have it")
    parser.add_argument(
        "--start",
        type=Path,
        required=True,
        help="folder of what to begin with: facebook/bart-base or -large, or an EnCLAP checkpoint",
    )
    parser.add_argument("--encodec", type=Path, required=True, help="encodec_24khz-….th")
    parser.add_argument("--clap", type=Path, required=True, help="630k-audioset-fusion-best.pt")
    parser.add_argument("--out", type=Path, required=True, help="folder of the bundle")
    parser.add_argument("--work", type=Path, help="folder of codes and checkpoints (default: OUT.work)")
    parser.add_argument("--name", help="the bundle's name; the recipe's")
    parser.add_argument("--licence", default="as the checkpoints' publishers state", help="for bundle.json")
    parser.add_argument("--epochs", type=int, help="instead of the recipe's")
    parser.add_argument("--longest-seconds", type=float, default=30.0, help="longest clip that the bundle takes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    try:
        recipe = read_recipe(options.recipe)
        if options.epochs:
            recipe = dataclasses.replace(recipe, epochs=options.epochs)
        tune(options, recipe)
    except (FileNotFoundError, ValueError, yaml.YAMLError) as error:
        sys.exit(f"train-enclap: {error}")
    print(f"Wrote {options.out}")


def tune(options: argparse.Namespace, recipe: TuningRecipe) -> None:
    """Encodes the recordings, trains, and writes the bundle.

    Raises:
        FileNotFoundError: a file is missing.
        ValueError: a checkpoint or a table is not what it should be, or nothing of it can be used.

    """
    torch.manual_seed(options.seed)
    files = captioned.find(options.captions, options.audio)
    tokenizer = tokenizers.load(options.start)
    sources = Sources(options.start, options.encodec, options.clap)
    model = OfficialEnClap(sources, round(options.longest_seconds * SAMPLE_RATE), 0, starting_weights)
    model.to("cuda" if torch.cuda.is_available() else "cpu")
    work = options.work or options.out.with_name(options.out.name + ".work")
    clips = captioned.encode(model, files, work)
    prepare(model, recipe)
    train(model, tokenizer, clips, recipe, work, options.seed, options.resume)
    model.captioner.mcm_heads = nn.ModuleList()
    name = options.name or f"enclap-{Path(options.recipe).stem}"
    card = CARD_TEXT.format(
        name=name,
        recipe=options.recipe,
        clips=len(clips),
        captions=sum(len(clip.captions) for clip in clips),
        table=options.captions.name,
        encodec=options.encodec.name,
        clap=options.clap.name,
        start=options.start.name,
    )
    importer.write(model.cpu().eval(), tokenizer, options.out, name, options.licence, card)


def starting_weights(weights: Weights, config: ModelConfig) -> Weights:
    """Those of a BART or an EnCLAP checkpoint, with new tensors for what it does not know: codes and embeddings."""
    prefix = "" if any(name.startswith("model.") for name in weights) else "model."
    tensors = {prefix + name if name != "final_logits_bias" else name: tensor for name, tensor in weights.items()}
    width = config.bart.d_model

    def new(*shape: int) -> Tensor:
        return INITIAL_SPREAD * torch.randn(shape)

    wanted = {
        f"model.encoder.embed_encodec.{i}.weight": new(config.codec.codebook_size + 1, width)
        for i in range(config.codec.codebooks)
    }
    wanted |= {
        "model.encoder.clap_projection.weight": new(width, config.clap_audio.embedding_dim),
        "model.encoder.clap_projection.bias": torch.zeros(width),
        "final_logits_bias": torch.zeros(1, config.vocabulary_size),
    }
    return Weights(wanted | tensors, weights.where)


def prepare(model: OfficialEnClap, recipe: TuningRecipe) -> None:
    """Gives the caption model the inputs of the recipe, and heads for masked codes."""
    captioner, config = model.captioner, model.config
    if recipe.features == "latents":
        before = captioner.encoder.state_dict()
        captioner.encoder = LatentEncoder(config, model.codec.codebooks)
        known = {name: tensor for name, tensor in before.items() if not name.startswith("code_embeddings.")}
        captioner.encoder.load_state_dict(known, strict=False)
    elif recipe.features != "codes":
        raise ValueError(f"features is {recipe.features!r}, expected 'codes' or 'latents'")
    if recipe.inputs not in ("both", "clap", "codes"):
        raise ValueError(f"inputs is {recipe.inputs!r}, expected 'both', 'clap' or 'codes'")
    captioner.encoder.inputs = recipe.inputs
    captioner.mcm_heads = nn.ModuleList(
        nn.Linear(config.bart.d_model, config.codec.codebook_size) for _ in range(config.codec.codebooks)
    )
    for module in captioner.modules():
        if isinstance(module, nn.Dropout):
            module.p = recipe.dropout
    captioner.to(model.codec.codebooks.device)


def train(
    model: OfficialEnClap,
    tokenizer: Tokenizer,
    clips: list[EncodedClip],
    recipe: TuningRecipe,
    work: Path,
    seed: int,
    resume: bool,
) -> None:
    """Trains `model.captioner` on all captions of all clips, `recipe.epochs` times; prints progress."""
    captioner: Captioner = model.captioner
    rows = [(i, text) for i, clip in enumerate(clips) for text in clip.captions]
    rng = np.random.default_rng(seed)
    drawn = _batches(clips, rows, recipe.batch, rng)
    steps = recipe.epochs * sum(1 for _ in _epoch(clips, rows, recipe.batch, np.random.default_rng(0)))
    masked, device = recipe.mcm_scale > 0, model.codec.codebooks.device
    room = len(captioner.encoder.positions) - 3

    def losses() -> dict[str, Tensor]:
        batch = next(drawn)
        codes = torch.stack([clips[i].codes for i, _ in batch])[:, :room].long()
        embedding = torch.stack([clips[i].embedding for i, _ in batch])
        tokens, _ = pad_tokens([_ids(tokenizer, text, recipe.longest_caption) for _, text in batch])
        hidden = mask_spans(codes.shape, rng) if masked else torch.zeros(codes.shape, dtype=torch.bool)
        codes, embedding, tokens, hidden = (x.to(device) for x in (codes, embedding, tokens, hidden))
        with torch.autocast(device.type, torch.bfloat16):
            logits, guesses = captioner(codes, embedding, tokens[:, :-1], hidden)
        caption = F.cross_entropy(
            logits.float().flatten(0, 1),
            tokens[:, 1:].flatten(),
            ignore_index=PAD_ID,
            label_smoothing=recipe.label_smoothing,
        )
        return {"caption": caption} | ({"codes": recipe.mcm_scale * mcm_loss(guesses, codes, hidden)} if masked else {})

    stage = Stage(
        "captioner",
        captioner,
        losses,
        steps,
        recipe.peak_rate,
        recipe.weight_decay,
        lambda share: recipe.schedule(steps, share),
    )
    run(stage, work, resume)


def _ids(tokenizer: Tokenizer, text: str, longest: int) -> list[int]:
    ids = caption_ids(tokenizer, text.strip())
    return ids if len(ids) <= longest else [*ids[: longest - 1], ids[-1]]


def _batches(
    clips: list[EncodedClip], rows: list[tuple[int, str]], size: int, rng: np.random.Generator
) -> Iterator[list[tuple[int, str]]]:
    while True:
        yield from _epoch(clips, rows, size, rng)


def _epoch(
    clips: list[EncodedClip], rows: list[tuple[int, str]], size: int, rng: np.random.Generator
) -> Iterator[list[tuple[int, str]]]:
    """All rows once, in batches of clips of one length: no network here takes a mask for audio."""
    by_length: dict[int, list[tuple[int, str]]] = {}
    for at in rng.permutation(len(rows)):
        by_length.setdefault(len(clips[rows[at][0]].codes), []).append(rows[at])
    batches = [group[i : i + size] for group in by_length.values() for i in range(0, len(group), size)]
    for at in rng.permutation(len(batches)):
        yield batches[at]
