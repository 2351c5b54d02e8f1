"""16-bit bundles for GPUs: caption model and text tower in half precision, and the decoder's caches half as large.

Codec and audio tower stay as they are: a changed code changes all that follow, and a spectrogram's range is wider than
half precision's. Log-softmax and what comes after it are in 32 bits, since a beam's score adds up small differences.
"""

from __future__ import annotations

from pathlib import Path

import onnx
from onnxruntime.transformers.float16 import DEFAULT_OP_BLOCK_LIST, convert_float_to_float16

GRAPHS = ("encoder", "decoder", "clapText")
PRECISION, CACHE_TYPE = "fp16", "float16"
CACHES = ("cross_", "past_", "present_")
IN_FULL = [*DEFAULT_OP_BLOCK_LIST, "LogSoftmax", "ReduceL2", "Pow"]


def halve_graph(path: Path) -> None:
    """Makes the ONNX file at `path` compute in 16 bits; all but the caches goes in and out in 32."""
    model = onnx.load(path)
    ends = [value.name for value in [*model.graph.input, *model.graph.output]]
    full = [name for name in ends if not name.startswith(CACHES)]
    onnx.save(convert_float_to_float16(model, keep_io_types=full, op_block_list=IN_FULL), path)
