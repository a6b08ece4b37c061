"""Write the graphs of MiniLM without its weights: `python -m crosscheck.index.models.graph`.

    embedded (n, tokens, 384)  sum of the three embeddings of each token
    mask     (n, tokens)       1 for a token, 0 for padding
    kept     (1,)              how many tokens of each text to return, from the first on: 1 for [CLS] alone
    hidden   (n, kept, 384)    the last layer's output

Weights are initialisers by the names they have in MiniLM's own file (matrices transposed; query, key and value
side by side as `attention.self.qkv`), given when a session is made. Only this file needs the package onnx.

`bert.onnx` computes in float32. In `bert-int8.onnx` matrices are multiplied in integers: those of the weights are
bytes with a scale for each column (`NAME.scale`), and each token is scaled by itself, so that what stands beside
it in a batch changes nothing (dynamic quantisation by token: Yao et al. 2022, ZeroQuant).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from onnx import ModelProto, TensorProto, helper

_LAYERS, _HEADS, _WIDTH, _INNER = 6, 12, 384, 1536
_EPSILON = 1e-12  # of layer normalisation
_FUSED = "com.microsoft"  # operators of ONNX Runtime that do in one pass what would else take five
_LEVELS, _MIDDLE = 127, 128  # of a token's numbers: whole ones, unsigned, on both sides of the middle
_LEAST = 1e-30  # of a token's scale: a token of zeros is divided by it


class _Graph:
    """Nodes and weights as they are added; the output of each node has the node's name."""

    def __init__(self, quantised: bool) -> None:
        self.quantised = quantised
        self.nodes: list[Any] = []
        self.weights: list[Any] = []

    def add(self, operator: str, name: str, inputs: list[str], domain: str = "", **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [name], name=name, domain=domain, **attributes))
        return name

    def weight(self, name: str, *shape: int, kind: int = TensorProto.FLOAT) -> str:
        tensor = TensorProto(name=name, dims=shape, data_type=kind)
        tensor.data_location = TensorProto.EXTERNAL
        tensor.external_data.add(key="location", value="given when a session is made")
        self.weights.append(tensor)
        return name

    def constant(self, name: str, kind: int, *values: float) -> str:
        self.weights.append(helper.make_tensor(name, kind, [len(values)], values))
        return name

    def product(self, name: str, hidden: str, rows: int, columns: int) -> str:
        """Multiply `hidden`, a token in each row, by the matrix `name`.weight."""
        if not self.quantised:
            return self.add("MatMul", name, [hidden, self.weight(f"{name}.weight", rows, columns)])
        scale = self._scale(name, hidden)
        middle = self.add("Expand", f"{name}.middle", ["middle", self.add("Shape", f"{name}.tokens", [scale])])
        whole = self.add("QuantizeLinear", f"{name}.whole", [hidden, scale, middle], axis=0)
        matrix = self.weight(f"{name}.weight", rows, columns, kind=TensorProto.INT8)
        inputs = [whole, matrix, "unit", self.weight(f"{name}.weight.scale", columns), "middle"]
        unscaled = self.add("MatMulIntegerToFloat", f"{name}.unscaled", inputs, _FUSED)
        column = self.add("Unsqueeze", f"{name}.column", [scale, "one"])
        return self.add("Mul", name, [unscaled, column])

    def _scale(self, name: str, hidden: str) -> str:
        """Return the size of a step between whole numbers, for each row."""
        size = self.add("Abs", f"{name}.size", [hidden])
        largest = self.add("ReduceMax", f"{name}.largest", [size], axes=[1], keepdims=0)
        step = self.add("Mul", f"{name}.step", [largest, "levels"])
        return self.add("Max", f"{name}.scale", [step, "least"])

    def norm(self, name: str, hidden: str) -> str:
        inputs = [hidden, self.weight(f"{name}.weight", _WIDTH), self.weight(f"{name}.bias", _WIDTH)]
        return self.add("LayerNormalization", name, inputs, axis=-1, epsilon=_EPSILON)

    def residual(self, name: str, inner: str, hidden: str, width: int) -> str:
        """Add a linear map of `inner` to `hidden`, and normalise the sum."""
        mapped = self.product(f"{name}.dense", inner, width, _WIDTH)
        biased = self.add("Add", f"{name}.biased", [mapped, self.weight(f"{name}.dense.bias", _WIDTH)])
        return self.norm(f"{name}.LayerNorm", self.add("Add", f"{name}.sum", [biased, hidden]))


def _attention(graph: _Graph, name: str, hidden: str) -> str:
    """Return what each token takes from the others of its text, (n, tokens, 384)."""
    mixed = graph.product(f"{name}.qkv", hidden, _WIDTH, 3 * _WIDTH)
    apart = graph.add("Reshape", f"{name}.apart", [mixed, "grid"])
    parts = [f"{name}.{part}" for part in ("query", "key", "value")]
    graph.nodes.append(helper.make_node("Split", [apart], parts, name=f"{name}.parts", axis=-1))
    inputs = [*parts, graph.weight(f"{name}.qkv.bias", 3 * _WIDTH), "mask"]
    return graph.add("MultiHeadAttention", name, inputs, _FUSED, num_heads=_HEADS)


def _layer(graph: _Graph, name: str, hidden: str, last: bool) -> str:
    mixed = _attention(graph, f"{name}.attention.self", hidden)
    if last:  # nothing after this point looks at other tokens
        apart = graph.add("Reshape", f"{name}.apart", [hidden, "grid"])
        mixed = graph.add("Slice", f"{name}.mixed.kept", [mixed, "zero", "kept", "one"])
        hidden = graph.add("Slice", f"{name}.kept", [apart, "zero", "kept", "one"])
        hidden = graph.add("Reshape", f"{name}.rows", [hidden, "rows"])
    mixed = graph.add("Reshape", f"{name}.mixed", [mixed, "rows"])
    hidden = graph.residual(f"{name}.attention.output", mixed, hidden, _WIDTH)
    inner = graph.product(f"{name}.intermediate.dense", hidden, _WIDTH, _INNER)
    bias = graph.weight(f"{name}.intermediate.dense.bias", _INNER)
    inner = graph.add("BiasGelu", f"{name}.intermediate", [inner, bias], _FUSED)
    return graph.residual(f"{name}.output", inner, hidden, _INNER)


def _shapes(graph: _Graph) -> None:
    """Add the numbers and the shapes that several nodes use: tokens in rows, or in a grid of texts and places."""
    whole, real = TensorProto.INT64, TensorProto.FLOAT
    for name, values in {"zero": [0], "one": [1], "any": [-1], "width": [_WIDTH], "rows": [-1, _WIDTH]}.items():
        graph.constant(name, whole, *values)
    graph.add("Shape", "texts and places", ["mask"])
    graph.add("Concat", "grid", ["texts and places", "any"], axis=0)
    graph.add("Slice", "texts", ["texts and places", "zero", "one"])
    graph.add("Concat", "texts by any", ["texts", "any", "width"], axis=0)
    if graph.quantised:
        graph.constant("unit", real, 1.0)
        graph.constant("levels", real, 1 / _LEVELS)
        graph.constant("least", real, _LEAST)
        graph.constant("middle", TensorProto.UINT8, _MIDDLE)


def make(quantised: bool = False) -> ModelProto:
    """Return the graph as a model without weights."""
    graph = _Graph(quantised)
    _shapes(graph)
    hidden = graph.norm("embeddings.LayerNorm", graph.add("Reshape", "tokens", ["embedded", "rows"]))
    for i in range(_LAYERS):
        hidden = _layer(graph, f"encoder.layer.{i}", hidden, last=i == _LAYERS - 1)
    graph.add("Reshape", "hidden", [hidden, "texts by any"])
    value = helper.make_tensor_value_info
    takes = [
        value("embedded", TensorProto.FLOAT, ["n", "tokens", _WIDTH]),
        value("mask", TensorProto.INT32, ["n", "tokens"]),
        value("kept", TensorProto.INT64, [1]),
    ]
    gives = [value("hidden", TensorProto.FLOAT, ["n", "some", _WIDTH])]
    whole = helper.make_graph(graph.nodes, "bert", takes, gives, graph.weights)
    versions = [helper.make_opsetid("", 17), helper.make_opsetid(_FUSED, 1)]
    return helper.make_model(whole, opset_imports=versions, ir_version=8)


def main() -> None:
    """Write the files beside this one."""
    for name, quantised in (("bert", False), ("bert-int8", True)):
        written = make(quantised).SerializeToString(deterministic=True)
        (Path(__file__).parent / f"{name}.onnx").write_bytes(written)


if __name__ == "__main__":
    main()
