"""The command `import-official`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from earwitness_training.official import importer
from earwitness_training.official.enclap import Sources


def register(commands: argparse._SubParsersAction) -> None:
    """Adds the command to the package's command line."""
    parser = commands.add_parser("import-official", help="write EnCLAP's published checkpoints as a bundle")
    parser.add_argument("--enclap", type=Path, required=True, help="folder with config.json and pytorch_model.bin")
    parser.add_argument("--encodec", type=Path, required=True, help="encodec_24khz-….th")
    parser.add_argument("--clap", type=Path, required=True, help="630k-audioset-fusion-best.pt")
    parser.add_argument("--tokenizer", type=Path, help="folder with the tokenizer of facebook/bart-large; --enclap's")
    parser.add_argument("--out", type=Path, required=True, help="folder of the bundle")
    parser.add_argument("--name", help="the bundle's name; enclap-base or enclap-large")
    parser.add_argument("--licence", default="as the checkpoints' publishers state", help="for bundle.json")
    parser.add_argument(
        "--precision",
        choices=importer.PRECISIONS,
        default="fp32",
        help="fp32, int8, or fp16 for GPUs",
    )
    parser.add_argument("--longest-seconds", type=float, default=30.0, help="longest clip that the bundle takes")
    parser.add_argument("--fusion-seed", type=int, default=0, help="draws CLAP's windows of clips over 10 s")
    parser.add_argument("--verify", type=Path, nargs="+", default=[], metavar="AUDIO", help="compare with PyTorch")
    parser.set_defaults(run=_import)


def _import(options: argparse.Namespace) -> None:
    settings = importer.ImportSettings(
        sources=Sources(options.enclap, options.encodec, options.clap),
        tokenizer=options.tokenizer or options.enclap,
        out=options.out,
        name=options.name,
        licence=options.licence,
        longest_seconds=options.longest_seconds,
        seed=options.fusion_seed,
        verify=options.verify,
        precision=options.precision,
    )
    try:
        report = importer.run(settings)
    except (FileNotFoundError, ValueError) as error:
        sys.exit(f"import-official: {error}")
    print(f"Wrote {options.out}")
    if report is not None:
        print("\n".join(report.lines()))
