"""16-bit bundles for GPUs: caption model and text tower in half precision, and the decoder's caches half as large.

Codec and audio tower stay as they are: a changed code changes all that follow, and a spectrogram's range is wider than
half precision's. Log-softmax and what comes after it are in 32 bits, since a beam's score adds up small differences.
"""

from __future__ import annotations

import json
from pathlib import Path

import onnx
from onnxruntime.transformers.float16 import DEFAULT_OP_BLOCK_LIST, convert_float_to_float16

from earwitness_training.export.bundle import MANIFEST, file_entry

GRAPHS = ("encoder", "decoder", "clapText")
PRECISION = "fp16"
CACHES = ("cross_", "past_", "present_")
IN_FULL = [*DEFAULT_OP_BLOCK_LIST, "LogSoftmax", "ReduceL2", "Pow"]


def halve_in_place(folder: Path) -> None:
    """Makes the bundle in `folder` a 16-bit one."""
    content = json.loads((folder / MANIFEST).read_text())
    for name in GRAPHS:
        if name in content["graphs"]:
            path = folder / content["graphs"][name]["file"]
            halve_graph(path)
            content["graphs"][name] = file_entry(folder, path.name)
    content["model"]["cacheType"] = "float16"
    content |= {"name": f"{content['name']}-{PRECISION}", "precision": PRECISION, "scores": {}}
    (folder / MANIFEST).write_text(json.dumps(content, indent=2) + "\n")


def halve_graph(path: Path) -> None:
    """Makes the ONNX file at `path` compute in 16 bits; all but the caches goes in and out in 32."""
    model = onnx.load(path)
    ends = [value.name for value in [*model.graph.input, *model.graph.output]]
    full = [name for name in ends if not name.startswith(CACHES)]
    onnx.save(convert_float_to_float16(model, keep_io_types=full, op_block_list=IN_FULL), path)
