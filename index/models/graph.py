"""Write `bert.onnx`, the graph of MiniLM without its weights: `python -m crosscheck.index.models.graph`.

    embedded (n, tokens, 384)  sum of the three embeddings of each token
    mask     (n, tokens)       1 for a token, 0 for padding
    kept     (1,)              how many tokens of each text to return, from the first on: 1 for [CLS] alone
    hidden   (n, kept, 384)    the last layer's output

Weights are initialisers by the names they have in MiniLM's own file (matrices transposed; query, key and value
side by side as `attention.self.qkv`), given when a session is made. Only this file needs the package onnx.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from onnx import ModelProto, TensorProto, helper

_LAYERS, _HEADS, _WIDTH, _INNER = 6, 12, 384, 1536
_EPSILON = 1e-12  # of layer normalisation
_FUSED = "com.microsoft"  # operators of ONNX Runtime that do in one pass what would else take five


class _Graph:
    """Nodes and weights as they are added; the output of each node has the node's name."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.weights: list[Any] = []

    def add(self, operator: str, name: str, inputs: list[str], domain: str = "", **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [name], name=name, domain=domain, **attributes))
        return name

    def weight(self, name: str, *shape: int) -> str:
        tensor = TensorProto(name=name, dims=shape, data_type=TensorProto.FLOAT)
        tensor.data_location = TensorProto.EXTERNAL
        tensor.external_data.add(key="location", value="given when a session is made")
        self.weights.append(tensor)
        return name

    def constant(self, name: str, value: int) -> str:
        self.weights.append(helper.make_tensor(name, TensorProto.INT64, [1], [value]))
        return name

    def norm(self, name: str) -> list[str]:
        return [self.weight(f"{name}.weight", _WIDTH), self.weight(f"{name}.bias", _WIDTH)]


def _layer(graph: _Graph, name: str, hidden: str, last: bool) -> str:
    attention, output = f"{name}.attention", f"{name}.attention.output"
    matrix = graph.weight(f"{attention}.self.qkv.weight", _WIDTH, 3 * _WIDTH)
    bias = graph.weight(f"{attention}.self.qkv.bias", 3 * _WIDTH)
    mixed = graph.add("Attention", attention, [hidden, matrix, bias, "mask"], _FUSED, num_heads=_HEADS)
    if last:  # nothing after this point looks at other tokens
        mixed, hidden = (graph.add("Slice", f"{x}.kept", [x, "zero", "kept", "one"]) for x in (mixed, hidden))
    hidden = _residual(graph, output, mixed, hidden, _WIDTH)
    inner = graph.weight(f"{name}.intermediate.dense.weight", _WIDTH, _INNER)
    inner = graph.add("MatMul", f"{name}.intermediate.dense", [hidden, inner])
    bias = graph.weight(f"{name}.intermediate.dense.bias", _INNER)
    inner = graph.add("BiasGelu", f"{name}.intermediate", [inner, bias], _FUSED)
    return _residual(graph, f"{name}.output", inner, hidden, _INNER)


def _residual(graph: _Graph, name: str, inner: str, hidden: str, width: int) -> str:
    """Add a linear map of `inner` to `hidden`, and normalise the sum."""
    mapped = graph.add("MatMul", f"{name}.dense", [inner, graph.weight(f"{name}.dense.weight", width, _WIDTH)])
    inputs = [mapped, hidden, *graph.norm(f"{name}.LayerNorm"), graph.weight(f"{name}.dense.bias", _WIDTH)]
    return graph.add("SkipLayerNormalization", name, inputs, _FUSED, epsilon=_EPSILON)


def make() -> ModelProto:
    """Return the graph as a model without weights."""
    graph = _Graph()
    graph.constant("zero", 0)
    graph.constant("one", 1)
    inputs = ["embedded", *graph.norm("embeddings.LayerNorm")]
    hidden = graph.add("LayerNormalization", "embeddings", inputs, axis=-1, epsilon=_EPSILON)
    for i in range(_LAYERS):
        hidden = _layer(graph, f"encoder.layer.{i}", hidden, last=i == _LAYERS - 1)
    graph.add("Identity", "hidden", [hidden])
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
    """Write the file beside this one."""
    (Path(__file__).parent / "bert.onnx").write_bytes(make().SerializeToString(deterministic=True))


if __name__ == "__main__":
    main()
