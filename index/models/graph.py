"""Write the graphs of the models without their weights: `python -m crosscheck.index.models.graph`.

    embedded (n, tokens, width)            sum of the embeddings of each token
    kept     (1,)                          how many tokens of each text to return: 1 for [CLS] alone
    mask     (n, tokens)                   1 for a token, 0 for padding
    nearness (1, heads, tokens, tokens)    what attention gains by where two tokens stand
    hidden   (n, kept, width)              the last layer's output

Weights are initialisers by the names they have in MiniLM's own file (matrices transposed; query, key and value
side by side as `attention.self.qkv`), given when a session is made. Only this file needs the package onnx.

`bert.onnx` computes in float32, and takes texts of several lengths at once. The others take texts of one length,
have no mask, and multiply matrices in integers: those of the weights are bytes with a scale for each column
(`NAME.scale`), and all tokens before one of them are scaled together (dynamic quantisation: Zafrir et al. 2019,
Q8BERT). Given one text at a time, a text has the same result whatever comes with it. `mpnet-int8.onnx` alone looks
at `nearness`: MPNet (Song et al. 2020) has relative positions besides.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onnx import ModelProto, TensorProto, helper

_LEAST = 1e-6  # of what a token is divided by
_FUSED = "com.microsoft"  # operators of ONNX Runtime that do in one pass what would else take five


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of transformer."""

    layers: int
    width: int
    epsilon: float  # of layer normalisation
    quantised: bool
    nearness: bool = False
    evened: bool = False  # before each matrix, not only where some tokens are much larger than others
    heads: int = 12

    @property
    def inner(self) -> int:
        """The width between the two matrices behind attention."""
        return 4 * self.width


SHAPES = {
    "bert": Shape(6, 384, 1e-12, quantised=False),
    "bert-int8": Shape(6, 384, 1e-12, quantised=True),
    "mpnet-int8": Shape(8, 768, 1e-5, quantised=True, nearness=True, evened=True),
}


class _Graph:
    """Nodes and weights as they are added; the output of each node has the node's name."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
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

        In integers, tokens that are `uneven` are brought to the same size first, each by its largest number; where
        the shape says so, all are.
        """
        bias = self.weight(f"{name}.bias", columns)
        if not self.shape.quantised:
            mapped = self.add("MatMul", f"{name}.mapped", [hidden, self.weight(f"{name}.weight", rows, columns)])
            return self.add("Add", name, [mapped, bias])
        if not (uneven or self.shape.evened):
            return self._in_bytes(name, name, hidden, rows, columns, bias)
        # What comes out of GELU is hardly ever below zero.
        sizes = hidden if uneven else self.add("Abs", f"{name}.sizes", [hidden])
        largest = self.add("ReduceMax", f"{name}.largest", [sizes], axes=[1], keepdims=1)
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
        inputs = [hidden, *(self.weight(f"{name}.{part}", self.shape.width) for part in ("weight", "bias"))]
        return self.add("LayerNormalization", name, inputs, axis=-1, epsilon=self.shape.epsilon)

    def residual(self, name: str, inner: str, hidden: str, width: int) -> str:
        """Add a linear map of `inner` to `hidden`, and normalise the sum."""
        # After GELU some tokens are a hundred times as large as others.
        uneven = width == self.shape.inner
        mapped = self.product(f"{name}.dense", inner, width, self.shape.width, uneven)
        return self.norm(f"{name}.LayerNorm", self.add("Add", f"{name}.sum", [mapped, hidden]))


def _attention(graph: _Graph, name: str, hidden: str, last: bool) -> str:
    """Return what each token takes from the others of its text, (n, tokens, width)."""
    width, near = graph.shape.width, "nearness"
    mixed = graph.product(f"{name}.qkv", hidden, width, 3 * width)
    apart = graph.add("Reshape", f"{name}.apart", [mixed, "grid"])
    query, *others = (f"{name}.{part}" for part in ("query", "key", "value"))
    graph.nodes.append(helper.make_node("Split", [apart], [query, *others], name=f"{name}.parts", axis=-1))
    if last:  # nothing after this point looks at other tokens
        query = graph.add("Slice", f"{query}.kept", [query, "zero", "kept", "one"])
    if last and graph.shape.nearness:
        near = graph.add("Slice", "nearness.kept", ["nearness", "zero", "kept", "two"])
    inputs = [query, *others] if graph.shape.quantised else [query, *others, "", "mask"]
    inputs += ["", "", near] if graph.shape.nearness else []
    return graph.add("MultiHeadAttention", name, inputs, _FUSED, num_heads=graph.shape.heads)


def _layer(graph: _Graph, name: str, hidden: str, last: bool) -> str:
    mixed = _attention(graph, f"{name}.attention.self", hidden, last)
    if last:
        apart = graph.add("Reshape", f"{name}.apart", [hidden, "grid"])
        hidden = graph.add("Slice", f"{name}.kept", [apart, "zero", "kept", "one"])
        hidden = graph.add("Reshape", f"{name}.rows", [hidden, "rows"])
    mixed = graph.add("Reshape", f"{name}.mixed", [mixed, "rows"])
    width = graph.shape.width
    hidden = graph.residual(f"{name}.attention.output", mixed, hidden, width)
    inner = graph.product(f"{name}.intermediate.dense", hidden, width, graph.shape.inner)
    inner = graph.add("Gelu", f"{name}.intermediate", [inner], _FUSED)
    return graph.residual(f"{name}.output", inner, hidden, graph.shape.inner)


def _shapes(graph: _Graph) -> None:
    """Add the numbers and the shapes that several nodes use: tokens in rows, or in a grid of texts and places.

    Only attention looks at the grid: the same graph without rows is slower.
    """
    width = graph.shape.width
    numbers = {"zero": [0], "one": [1], "any": [-1], "width": [width], "rows": [-1, width]}
    if graph.shape.nearness:
        numbers["two"] = [2]
    for name, values in numbers.items():
        graph.weights.append(helper.make_tensor(name, TensorProto.INT64, [len(values)], values))
    graph.weights.append(helper.make_tensor("least", TensorProto.FLOAT, [1], [_LEAST]))
    graph.add("Shape", "texts and places", ["embedded"], start=0, end=2)
    graph.add("Concat", "grid", ["texts and places", "any"], axis=0)
    graph.add("Slice", "texts", ["texts and places", "zero", "one"])
    graph.add("Concat", "texts by any", ["texts", "any", "width"], axis=0)


def make(shape: Shape) -> ModelProto:
    """Return the graph as a model without weights."""
    graph = _Graph(shape)
    _shapes(graph)
    hidden = graph.norm("embeddings.LayerNorm", graph.add("Reshape", "tokens", ["embedded", "rows"]))
    for i in range(shape.layers):
        hidden = _layer(graph, f"encoder.layer.{i}", hidden, last=i == shape.layers - 1)
    graph.add("Reshape", "hidden", [hidden, "texts by any"])
    value = helper.make_tensor_value_info
    gives = [value("hidden", TensorProto.FLOAT, ["n", "some", shape.width])]
    whole = helper.make_graph(graph.nodes, "bert", _inputs(shape), gives, graph.weights)
    versions = [helper.make_opsetid("", 17), helper.make_opsetid(_FUSED, 1)]
    return helper.make_model(whole, opset_imports=versions, ir_version=8)


def _inputs(shape: Shape) -> list[Any]:
    value = helper.make_tensor_value_info
    takes = [
        value("embedded", TensorProto.FLOAT, ["n", "tokens", shape.width]),
        value("kept", TensorProto.INT64, [1]),
    ]
    if not shape.quantised:
        takes.append(value("mask", TensorProto.INT32, ["n", "tokens"]))
    if shape.nearness:
        takes.append(value("nearness", TensorProto.FLOAT, [1, shape.heads, "tokens", "tokens"]))
    return takes


def main() -> None:
    """Write the files beside this one."""
    for name, shape in SHAPES.items():
        written = make(shape).SerializeToString(deterministic=True)
        (Path(__file__).parent / f"{name}.onnx").write_bytes(written)


if __name__ == "__main__":
    main()
