"""8-bit bundles: matrix products of bytes instead of floats, everything else as it is.

Encoder and decoder multiply integers with a scale for each row and column (`integers`). In the CLAP pair, whose
products are narrow, that costs more than it gains: their weights lie in blocks with a scale each, for ONNX Runtime's
MatMulNBits, which at accuracy level 4 scales each row of the activations by itself, block by block. Either way what a
window's tokens are cannot depend on its neighbours in the batch, as it would with one scale for a whole tensor.
"""

from __future__ import annotations

import argparse
import json
import logging
import shutil
import sys
from pathlib import Path

import onnx
from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer

from earwitness_training.export import half, integers
from earwitness_training.export.bundle import MANIFEST, file_entry

# A changed code changes all that follows: the codec stays.
INTEGERS, BLOCKS = ("encoder", "decoder"), ("clapAudio", "clapText")
GRAPHS = (*INTEGERS, *BLOCKS)
BITS, BLOCK, INTEGER_PRODUCTS = 8, 32, 4
PRECISION = "int8"


def register(commands: argparse._SubParsersAction) -> None:
    """Adds the command to the package's command line."""
    parser = commands.add_parser("quantise", help="write an 8-bit or 16-bit copy of a bundle")
    parser.add_argument("--bundle", type=Path, required=True, help="folder of the bundle")
    parser.add_argument("--out", type=Path, required=True, help="folder of the copy")
    parser.add_argument(
        "--precision", choices=NARROWER, default=PRECISION, help="int8 for CPUs, fp16 for GPUs (default: %(default)s)"
    )
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    try:
        quantise(options.bundle, options.out, options.precision)
    except (FileNotFoundError, FileExistsError, ValueError) as error:
        sys.exit(f"quantise: {error}")
    before, after = (size(folder) / 2**20 for folder in (options.bundle, options.out))
    print(f"Wrote {options.out}: {after:.1f} MiB instead of {before:.1f}")


def quantise(bundle: Path, out: Path, precision: str = PRECISION) -> None:
    """Writes the narrower copy of `bundle` into `out`; its scores are the original's and stay behind.

    Raises:
        FileNotFoundError: `bundle` holds no bundle.
        FileExistsError: there is something at `out` already.
        ValueError: the bundle is a narrower one already.

    """
    if not (bundle / MANIFEST).is_file():
        raise FileNotFoundError(f"No {MANIFEST} in {bundle}")
    if out.exists():
        raise FileExistsError(f"{out} is there already")
    narrowed = json.loads((bundle / MANIFEST).read_text()).get("precision")
    if narrowed is not None:
        raise ValueError(f"{bundle} is {narrowed} already; it takes one of 32 bits")
    shutil.copytree(bundle, out)
    narrow_in_place(out, precision)


def narrow_in_place(folder: Path, precision: str) -> None:
    """Makes the bundle in `folder` one of `precision`."""
    content = json.loads((folder / MANIFEST).read_text())
    for name, convert in NARROWER[precision].items():
        if name in content["graphs"]:
            path = folder / content["graphs"][name]["file"]
            convert(path)
            content["graphs"][name] = file_entry(folder, path.name)
    if precision == half.PRECISION:
        content["model"]["cacheType"] = half.CACHE_TYPE
    content |= {"name": f"{content['name']}-{precision}", "precision": precision, "scores": {}}
    (folder / MANIFEST).write_text(json.dumps(content, indent=2) + "\n")


def quantise_in_blocks(path: Path) -> None:
    """Replaces each product with a constant matrix in the ONNX file at `path` by one with 8-bit weights."""
    logging.getLogger("onnxruntime.quantization").setLevel(logging.WARNING)
    settings = DefaultWeightOnlyQuantConfig(
        block_size=BLOCK, is_symmetric=True, accuracy_level=INTEGER_PRODUCTS, bits=BITS
    )
    quantiser = MatMulNBitsQuantizer(onnx.load(path), algo_config=settings)
    quantiser.process()
    onnx.save(quantiser.model.model, path)


def size(folder: Path) -> int:
    """Bytes of all files."""
    return sum(path.stat().st_size for path in folder.iterdir())


# What becomes of each graph.
NARROWER = {
    PRECISION: dict.fromkeys(INTEGERS, integers.convert) | dict.fromkeys(BLOCKS, quantise_in_blocks),
    half.PRECISION: dict.fromkeys(half.GRAPHS, half.halve_graph),
}
