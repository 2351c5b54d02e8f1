"""Writes a bundle folder: graphs, tokenizer, card and `bundle.json` with the hash of each file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from tokenizers import Tokenizer

from earwitness_training.config import ModelConfig
from earwitness_training.export.graphs import export_graph, graphs
from earwitness_training.labels import Label
from earwitness_training.models.enclap import EnClap

FILES = {
    "codec": "codec.onnx",
    "clapAudio": "clap_audio.onnx",
    "encoder": "encoder.onnx",
    "decoder": "decoder.onnx",
    "clapText": "clap_text.onnx",
}
TOKENIZER, CARD, MANIFEST = "tokenizer.json", "MODEL_CARD.md", "bundle.json"


def write_bundle(
    model: EnClap,
    tokenizer: Tokenizer,
    labels: list[Label],
    card: str,
    folder: Path,
    scores: dict[str, float],
) -> None:
    """Exports everything into `folder`, which is made if missing.

    Raises:
        ValueError: the tokenizer has more entries than the model has rows for.

    """
    if tokenizer.get_vocab_size() > model.config.vocabulary_size:
        raise ValueError(f"{tokenizer.get_vocab_size()} tokens for {model.config.vocabulary_size} rows")
    folder.mkdir(parents=True, exist_ok=True)
    for name, graph in graphs(model).items():
        export_graph(graph, folder / FILES[name])
    tokenizer.save(str(folder / TOKENIZER))
    (folder / CARD).write_text(card)
    _write_manifest(folder, manifest(model.config, labels, folder, scores))


def add_scores(folder: Path, scores: dict[str, float], card: str) -> None:
    """Replaces scores and card of a bundle that is there already."""
    found = json.loads((folder / MANIFEST).read_text())
    (folder / CARD).write_text(card)
    _write_manifest(folder, found | {"scores": scores})


def add_confidence(folder: Path, weights: dict[str, float]) -> None:
    """Tells a bundle that is there already how sure its captions are."""
    found = json.loads((folder / MANIFEST).read_text())
    _write_manifest(folder, found | {"confidence": weights})


def manifest(config: ModelConfig, labels: list[Label], folder: Path, scores: dict[str, float]) -> dict[str, object]:
    """The content of `bundle.json`, format 1."""
    audio, codec, bart = config.audio, config.codec, config.bart
    tokenizer = file_entry(folder, TOKENIZER)
    return {
        "format": 1,
        "name": config.name,
        "version": config.version,
        "licence": "Apache-2.0",
        "audio": {
            "sampleRate": audio.sample_rate,
            "windowSamples": audio.window_samples,
            "minSamples": audio.min_samples,
            "maxSamples": audio.max_samples,
        },
        "model": {
            "embeddingDim": config.clap_audio.embedding_dim,
            "codebooks": codec.codebooks,
            "codebookSize": codec.codebook_size,
            "vocabularySize": config.vocabulary_size,
            "decoderLayers": bart.decoder_layers,
            "heads": bart.heads,
            "headDim": bart.head_dim,
            "topK": config.top_k,
        },
        "graphs": {name: file_entry(folder, file) for name, file in FILES.items()},
        "tokenizer": tokenizer,
        "textTokenizer": tokenizer | {"maxTokens": config.clap_text.max_tokens},
        "labels": {
            "head": config.clap_audio.label_head,
            "framesPerSecond": config.frames_per_second,
            "items": [label.to_json() for label in labels],
        },
        "generation": _generation(config),
        "card": CARD,
        "scores": scores,
    }


def _write_manifest(folder: Path, content: dict[str, object]) -> None:
    (folder / MANIFEST).write_text(json.dumps(content, indent=2) + "\n")


def _generation(config: ModelConfig) -> dict[str, object]:
    settings = config.generation
    return {
        "beams": settings.beams,
        "maxLength": settings.max_length,
        "noRepeatNgram": settings.no_repeat_ngram,
        "lengthPenalty": settings.length_penalty,
        "earlyStopping": settings.early_stopping,
        "decoderStart": settings.decoder_start,
        "bos": settings.bos,
        "eos": settings.eos,
        "pad": settings.pad,
        "forcedBos": settings.forced_bos,
        "forcedEos": settings.forced_eos,
        **({"hypotheses": settings.hypotheses} if settings.hypotheses else {}),
        **({"leastEnd": settings.least_end} if settings.least_end else {}),
    }


def file_entry(folder: Path, name: str) -> dict[str, str]:
    """How `bundle.json` names a file: with its hash."""
    return {"file": name, "sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest()}
