"""Write the graphs of MiniLM without its weights: `python -m crosscheck.index.models.graph`.

    embedded (n, tokens, 384)  sum of the three embeddings of each token
    kept     (1,)              how many tokens of each text to return, from the first on: 1 for [CLS] alone
    mask     (n, tokens)       1 for a token, 0 for padding
    hidden   (n, kept, 384)    the last layer's output

Weights are initialisers by the names they have in MiniLM's own file (matrices transposed; query, key and value
side by side as `attention.self.qkv`), given when a session is made. Only this file needs the package onnx.

`bert.onnx` computes in float32, and takes texts of several lengths at once. `bert-int8.onnx` takes texts of one
length, has no mask, and multiplies matrices in integers: those of the weights are bytes with a scale for each
column (`NAME.scale`), and all tokens before one of them are scaled together (dynamic quantisation: Zafrir et al.
2019, Q8BERT). Given one text at a time, a text has the same result whatever comes with it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from onnx import ModelProto, TensorProto, helper

_LAYERS, _HEADS, _WIDTH, _INNER = 6, 12, 384, 1536
_EPSILON = 1e-12  # of layer normalisation
_LEAST = 1e-6  # of what a token is divided by
_FUSED = "com.microsoft"  # operators of ONNX Runtime that do in one pass what would else take five


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

    def product(self, name: str, hidden: str, rows: int, columns: int, uneven: bool = False) -> str:
        """Map `hidden`, a token in each row, by the matrix `name`.weight and add `name`.bias.

        In integers, tokens that are `uneven` are brought to the same size first, each by its largest number.
        """
        bias = self.weight(f"{name}.bias", columns)
        if not self.quantised:
            mapped = self.add("MatMul", f"{name}.mapped", [hidden, self.weight(f"{name}.weight", rows, columns)])
            return self.add("Add", name, [mapped, bias])
        if not uneven:
            return self._in_bytes(name, name, hidden, rows, columns, bias)
        largest = self.add("ReduceMax", f"{name}.largest", [hidden], axes=[1], keepdims=1)
        size = self.add("Max", f"{name}.size", [largest, "least"])
        even = self.add("Div", f"{name}.even", [hidden, size])
        mapped = self.add(
            "Mul", f"{name}.mapped", [self._in_bytes(f"{name}.in bytes", name, even, rows, columns), size]
        )
        return self.add("Add", name, [mapped, bias])

    def _in_bytes(self, name: str, matrix: str, hidden: str, rows: int, columns: int, bias: str = "") -> str:
        whole, scale, zero = (f"{name}.{part}" for part in ("whole", "scale", "zero"))
        node = helper.make_node("DynamicQuantizeLinear", [hidden], [whole, scale, zero], name=whole)
        self.nodes.append(node)
        weight = self.weight(f"{matrix}.weight", rows, columns, kind=TensorProto.INT8)
        inputs = [whole, weight, scale, self.weight(f"{matrix}.weight.scale", columns), zero, "", bias]
        return self.add("MatMulIntegerToFloat", name, inputs, _FUSED)

    def norm(self, name: str, hidden: str) -> str:
        inputs = [hidden, self.weight(f"{name}.weight", _WIDTH), self.weight(f"{name}.bias", _WIDTH)]
        return self.add("LayerNormalization", name, inputs, axis=-1, epsilon=_EPSILON)

    def residual(self, name: str, inner: str, hidden: str, width: int) -> str:
        """Add a linear map of `inner` to `hidden`, and normalise the sum."""
        # After GELU some tokens are a hundred times as large as others.
        mapped = self.product(f"{name}.dense", inner, width, _WIDTH, uneven=width == _INNER)
        return self.norm(f"{name}.LayerNorm", self.add("Add", f"{name}.sum", [mapped, hidden]))


def _attention(graph: _Graph, name: str, hidden: str, last: bool) -> str:
    """Return what each token takes from the others of its text, (n, tokens, 384)."""
    mixed = graph.product(f"{name}.qkv", hidden, _WIDTH, 3 * _WIDTH)
    apart = graph.add("Reshape", f"{name}.apart", [mixed, "grid"])
    query, *others = (f"{name}.{part}" for part in ("query", "key", "value"))
    graph.nodes.append(helper.make_node("Split", [apart], [query, *others], name=f"{name}.parts", axis=-1))
    if last:  # nothing after this point looks at other tokens
        query = graph.add("Slice", f"{query}.kept", [query, "zero", "kept", "one"])
    inputs = [query, *others] if graph.quantised else [query, *others, "", "mask"]
    return graph.add("MultiHeadAttention", name, inputs, _FUSED, num_heads=_HEADS)


def _layer(graph: _Graph, name: str, hidden: str, last: bool) -> str:
    mixed = _attention(graph, f"{name}.attention.self", hidden, last)
    if last:
        apart = graph.add("Reshape", f"{name}.apart", [hidden, "grid"])
        hidden = graph.add("Slice", f"{name}.kept", [apart, "zero", "kept", "one"])
        hidden = graph.add("Reshape", f"{name}.rows", [hidden, "rows"])
    mixed = graph.add("Reshape", f"{name}.mixed", [mixed, "rows"])
    hidden = graph.residual(f"{name}.attention.output", mixed, hidden, _WIDTH)
    inner = graph.product(f"{name}.intermediate.dense", hidden, _WIDTH, _INNER)
    inner = graph.add("Gelu", f"{name}.intermediate", [inner], _FUSED)
    return graph.residual(f"{name}.output", inner, hidden, _INNER)


def _shapes(graph: _Graph) -> None:
    """Add the numbers and the shapes that several nodes use: tokens in rows, or in a grid of texts and places.

    Only attention looks at the grid: the same graph without rows is slower.
    """
    for name, values in {"zero": [0], "one": [1], "any": [-1], "width": [_WIDTH], "rows": [-1, _WIDTH]}.items():
        graph.weights.append(helper.make_tensor(name, TensorProto.INT64, [len(values)], values))
    graph.weights.append(helper.make_tensor("least", TensorProto.FLOAT, [1], [_LEAST]))
    graph.add("Shape", "texts and places", ["embedded"], start=0, end=2)
    graph.add("Concat", "grid", ["texts and places", "any"], axis=0)
    graph.add("Slice", "texts", ["texts and places", "zero", "one"])
    graph.add("Concat", "texts by any", ["texts", "any", "width"], axis=0)


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
        value("kept", TensorProto.INT64, [1]),
        *([] if quantised else [value("mask", TensorProto.INT32, ["n", "tokens"])]),
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
