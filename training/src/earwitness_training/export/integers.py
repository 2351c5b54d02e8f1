"""Matrix products of 8-bit integers: a scale for each row of the activations, and one for each column of the weights.

A row's scale is its own, so a window's tokens are the same alone and in any batch. The sums are exact integers.
ONNX Runtime's kernel multiplies unsigned by signed bytes; processors without VNNI instructions add pairs of such
products in 16 bits, which can overflow: bundles made so are for processors that have them.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

MICROSOFT = "com.microsoft"
MIDDLE, RANGE = 128, 127
TINY = 1e-12  # a row of zeros has a scale too


def convert(path: Path) -> None:
    """Replaces each product with a constant matrix in the ONNX file at `path` (opset 17)."""
    model = onnx.load(path)
    _Conversion(model).run()
    onnx.save(model, path)


class _Conversion:
    """The graph's nodes anew, in their order; what is quantised once serves every product that takes it."""

    def __init__(self, model: ModelProto) -> None:
        self.model = model
        self.weights = {tensor.name: tensor for tensor in model.graph.initializer}
        self.constants: dict[str, TensorProto] = {}
        self.quantised: set[str] = set()
        self.nodes: list[NodeProto] = []

    def run(self) -> None:
        graph = self.model.graph
        for node in graph.node:
            if node.op_type == "MatMul" and self._is_matrix(node.input[1]):
                self._multiply(node)
            else:
                self.nodes.append(node)
        wanted = {name for node in self.nodes for name in node.input}
        kept = [tensor for tensor in graph.initializer if tensor.name in wanted]
        del graph.node[:], graph.initializer[:]
        graph.node.extend(self.nodes)
        graph.initializer.extend([*kept, *self.constants.values()])
        if all(opset.domain != MICROSOFT for opset in self.model.opset_import):
            self.model.opset_import.append(helper.make_opsetid(MICROSOFT, 1))

    def _is_matrix(self, name: str) -> bool:
        weight = self.weights.get(name)
        return weight is not None and len(weight.dims) == 2 and weight.data_type == TensorProto.FLOAT

    def _multiply(self, node: NodeProto) -> None:
        activations, weight = node.input
        rows, columns = self.weights[weight].dims
        self._quantise(activations, rows)
        self._quantise_weight(weight)
        one = self._constant("integers/one", np.float32(1))
        middle = self._constant("integers/middle", np.uint8(MIDDLE))
        width = self._constant(f"integers/width{columns}", np.array([columns]))
        out = node.output[0]
        product = [f"{activations}/bytes", f"{weight}/bytes", one, f"{weight}/scales", middle]
        self._add("MatMulIntegerToFloat", product, f"{out}/product", domain=MICROSOFT)
        self._add("Mul", [f"{out}/product", f"{activations}/scales"], f"{out}/rows")
        self._add("Concat", [f"{activations}/lead", width], f"{out}/shape", axis=0)
        self._add("Reshape", [f"{out}/rows", f"{out}/shape"], out)

    def _quantise(self, name: str, width: int) -> None:
        """`name`/bytes uint8[rows, width], `name`/scales float[rows, 1] and `name`/lead, the shape but for its end."""
        if name in self.quantised:
            return
        self.quantised.add(name)
        flat = self._constant(f"integers/flat{width}", np.array([-1, width]))
        self._add("Reshape", [name, flat], f"{name}/flat")
        self._add("Abs", [f"{name}/flat"], f"{name}/sizes")
        self._add("ReduceMax", [f"{name}/sizes"], f"{name}/peaks", axes=[1], keepdims=0)
        self._add("Mul", [f"{name}/peaks", self._constant("integers/unit", np.float32(1 / RANGE))], f"{name}/steps")
        self._add("Add", [f"{name}/steps", self._constant("integers/tiny", np.float32(TINY))], f"{name}/scale")
        self._add("Shape", [f"{name}/scale"], f"{name}/count")
        middle = numpy_helper.from_array(np.array([MIDDLE], np.uint8))
        self._add("ConstantOfShape", [f"{name}/count"], f"{name}/middles", value=middle)
        self._add("QuantizeLinear", [f"{name}/flat", f"{name}/scale", f"{name}/middles"], f"{name}/bytes", axis=0)
        self._add("Unsqueeze", [f"{name}/scale", self._constant("integers/last", np.array([1]))], f"{name}/scales")
        self._add("Shape", [name], f"{name}/shape")
        ends = [self._constant("integers/first", np.array([0])), self._constant("integers/end", np.array([-1]))]
        self._add("Slice", [f"{name}/shape", *ends], f"{name}/lead")

    def _quantise_weight(self, name: str) -> None:
        if f"{name}/bytes" in self.constants:
            return
        weight = numpy_helper.to_array(self.weights[name])
        scales = (np.abs(weight).max(0) / RANGE + TINY).astype(np.float32)
        self._constant(f"{name}/bytes", np.round(weight / scales).astype(np.int8))
        self._constant(f"{name}/scales", scales)

    def _constant(self, name: str, value: np.ndarray | np.generic) -> str:
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.asarray(value), name)
        return name

    def _add(self, operator: str, inputs: list[str], output: str, **attributes: object) -> None:
        self.nodes.append(helper.make_node(operator, inputs, [output], **attributes))
