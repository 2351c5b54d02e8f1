"""Writes the published EnCLAP as a bundle."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from earwitness_training.export import quantise
from earwitness_training.export.bundle import CARD, FILES, MANIFEST, TOKENIZER, add_scores, file_entry, manifest
from earwitness_training.export.graphs import export_graph, graphs
from earwitness_training.official import streaming
from earwitness_training.official import tokenizer as tokenizers
from earwitness_training.official.clap_mel import SAMPLE_RATE
from earwitness_training.official.enclap import WEIGHTS_FILE, OfficialEnClap, Sources
from earwitness_training.official.verify import ParityReport, compare

PRECISIONS = ("fp32", *quantise.NARROWER)
CARD_TEXT = """# {name}

EnCLAP (arXiv 2401.17690), imported from its published files:

| part | file | SHA-256 |
|---|---|---|
{rows}

The weights stay under the licences of those who published them. Clips over 10 s are cut into CLAP's three windows as
the original does after `numpy.random.seed({seed})`.
"""


@dataclass(frozen=True)
class ImportSettings:
    """What an import needs; `tokenizer` is a folder, and so is `out`. `longest_seconds` bounds a clip."""

    sources: Sources
    tokenizer: Path
    out: Path
    name: str | None
    licence: str
    longest_seconds: float
    seed: int
    verify: list[Path]
    precision: str = "fp32"


def run(settings: ImportSettings) -> ParityReport | None:
    """Writes the bundle; then, if there is audio to verify with, compares it with PyTorch and records the result.

    Raises:
        FileNotFoundError: a file is missing.
        ValueError: a checkpoint is not what it should be.

    """
    tokenizer = tokenizers.load(settings.tokenizer)
    model = OfficialEnClap(settings.sources, round(settings.longest_seconds * SAMPLE_RATE), settings.seed)
    card = _card(settings, model)
    write(model, tokenizer, settings.out, settings.name or model.config.name, settings.licence, card)
    if settings.precision in quantise.NARROWER:
        quantise.narrow_in_place(settings.out, settings.precision)
    if not settings.verify:
        return None
    report = compare(model, settings.out, settings.verify)
    add_scores(settings.out, report.scores(), card)
    return report


def write(model: OfficialEnClap, tokenizer: Tokenizer, out: Path, name: str, licence: str, card: str) -> None:
    """Writes the model as a bundle of 32 bits into `out`, which is made if missing.

    Raises:
        ValueError: the tokenizer has more entries than the model has rows for.

    """
    if tokenizer.get_vocab_size() > model.config.vocabulary_size:
        raise ValueError(
            f"The tokenizer has {tokenizer.get_vocab_size()} tokens, but the checkpoint knows "
            f"{model.config.vocabulary_size}"
        )
    out.mkdir(parents=True, exist_ok=True)
    for graph_name, graph in streaming.with_streaming(model.codec, graphs(model)).items():
        export_graph(graph, out / (streaming.FILE if graph_name == streaming.NAME else FILES[graph_name]))
    tokenizer.save(str(out / TOKENIZER))
    (out / CARD).write_text(card)
    content = manifest(model.config, [], out, scores={})
    content |= {
        "name": name,
        "licence": licence,
        "labels": {"head": False, "items": []},
        "graphs": content["graphs"] | {streaming.NAME: file_entry(out, streaming.FILE)},
        "codecStream": streaming.describe(model.codec),
    }
    (out / MANIFEST).write_text(json.dumps(content, indent=2) + "\n")


def _card(settings: ImportSettings, model: OfficialEnClap) -> str:
    sources = {
        "EnCLAP": settings.sources.enclap / WEIGHTS_FILE,
        "EnCodec": settings.sources.encodec,
        "CLAP": settings.sources.clap,
    }
    rows = "\n".join(f"| {part} | {path.name} | {_sha256(path)} |" for part, path in sources.items())
    return CARD_TEXT.format(name=settings.name or model.config.name, rows=rows, seed=settings.seed)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
