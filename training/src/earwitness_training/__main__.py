"""Command line: `python -m earwitness_training export|train|folds|card|import-official|train-enclap …`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import torch

from earwitness_training import config, golden
from earwitness_training.data import programs
from earwitness_training.evaluate import caption_metrics, card, probe
from earwitness_training.export import quantise
from earwitness_training.official import command as import_official
from earwitness_training.official import tuning
from earwitness_training.train.material import Recipe
from earwitness_training.train.recipe import train


def main(arguments: list[str] | None = None) -> None:
    """Parses the arguments and runs the chosen command."""
    options = _parser().parse_args(arguments)
    options.run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="earwitness_training", description=__doc__)
    commands = parser.add_subparsers(required=True)
    export = commands.add_parser("export", help="write a bundle of random weights with its expected results")
    export.add_argument("--preset", default="tiny")
    export.add_argument("--seed", type=int, default=1)
    export.add_argument("--out", type=Path, required=True)
    export.set_defaults(run=_export)
    training = commands.add_parser("train", help="train a bundle from labelled recordings")
    training.add_argument("--preset", default="default", help="a file of conf/, by name")
    training.add_argument("--data", type=Path, required=True, help="labels.csv: path, label, fold")
    training.add_argument("--captions", type=Path, required=True, help="CSV of human captions, column caption")
    training.add_argument("--out", type=Path, required=True, help="folder of the bundle")
    training.add_argument("--work", type=Path, help="folder of the checkpoints (default: OUT.work)")
    training.add_argument("--effort", type=float, default=1.0, help="multiplies the preset's steps and scenes")
    training.add_argument(
        "--from",
        dest="earlier",
        type=Path,
        help="a bundle whose towers and decoder are taken as they are; the preset has to have their shapes",
    )
    training.add_argument("--teacher", type=Path, help="yamnet.tflite: its scores teach the audio tower too")
    training.add_argument("--seed", type=int, default=1)
    training.add_argument("--hold-out", type=int, help="a fold to leave alone, for scoring")
    training.add_argument("--resume", action="store_true", help="go on from the checkpoints")
    training.add_argument("--threads", type=int, default=os.cpu_count(), help="of each stage (default: all cores)")
    training.add_argument(
        "--device", choices=["cpu", "cuda"], default="cpu", help="where networks are trained; the CPU mixes the scenes"
    )
    training.set_defaults(run=_train)
    quiet = commands.add_parser("quiet", help="make feeds of speech and music for `earwitness evaluate --quiet`")
    quiet.add_argument("--out", type=Path, required=True, help="gets the folders speech and music")
    quiet.add_argument("--captions", type=Path, required=True, help="CSV of texts to be read out, column caption")
    quiet.add_argument("--minutes", type=float, default=10, help="of each")
    quiet.add_argument("--seed", type=int, default=1000)
    quiet.set_defaults(run=_quiet)
    import_official.register(commands)
    tuning.register(commands)
    quantise.register(commands)
    card.register(commands)
    probe.register(commands)
    caption_metrics.register(commands)
    return parser


def _quiet(options: argparse.Namespace) -> None:
    for name, seconds in programs.write_quiet(options.out, options.captions, options.minutes, options.seed).items():
        print(f"{options.out / name}: {seconds / 60:.1f} minutes")


def _train(options: argparse.Namespace) -> None:
    if options.device == "cuda" and not torch.cuda.is_available():
        sys.exit("train: --device cuda, but PyTorch finds no GPU here")
    work = options.work or options.out.with_name(options.out.name + ".work")
    chosen = {name: value for name, value in vars(options).items() if name not in ("run", "work")}
    train(Recipe(work=work, **chosen))


def _export(options: argparse.Namespace) -> None:
    golden.write_tiny_bundle(config.load(options.preset), options.seed, options.out)


if __name__ == "__main__":
    main()
