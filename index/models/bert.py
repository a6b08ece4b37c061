"""MiniLM's weights on ONNX Runtime, in float32 or with matrices of bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer

from crosscheck.index.models.base import Tensors, is_packed, read_word_embeddings
from crosscheck.index.models.runtime import FloatArray, Mask, Runner, Weights, expecting, tokenizer

# Of a weight on each side of zero. With 127, two products of bytes overflow the sixteen bits in which processors
# without VNNI add them up, and the same text would have another score there.
_STEPS = 64
IN_GRAPH = ("encoder.", "embeddings.LayerNorm.")
"""How the names of the weights begin that a graph takes, as `pack` writes them."""


class Bert(Runner):
    """A MiniLM with weights of its own on top of the shared word embeddings."""

    def __init__(self, tensors: Tensors, quantised: bool = False) -> None:
        """Take the weights, by the names in MiniLM's own file; raises `ModelError` where some are missing.

        `quantised` multiplies matrices in integers: faster, not quite exact (see the cards of the models). What is
        quantised is scaled by its own numbers, and so runs alone. Weights from `pack` are in integers already.
        """
        with expecting("a MiniLM"):
            self._positions = tensors["embeddings.position_embeddings.weight"].astype(np.float32)
            self._segments = tensors["embeddings.token_type_embeddings.weight"].astype(np.float32)
            graph = "bert-int8" if quantised else "bert"
            super().__init__(graph, _in_graph(tensors, quantised), alone=quantised)

    def _tokenizer(self) -> Tokenizer:
        return tokenizer()

    def _inputs(self, encodings: Sequence[Encoding], mask: Mask) -> dict[str, npt.NDArray[Any]]:
        embedded = read_word_embeddings()[np.array([e.ids for e in encodings])]
        embedded += self._segments[np.array([e.type_ids for e in encodings])] + self._positions[: mask.shape[1]]
        return {"embedded": embedded} if self._alone else {"embedded": embedded, "mask": mask}


def _in_graph(tensors: Tensors, quantised: bool) -> Weights:
    if is_packed(tensors):
        return {name: value for name, value in tensors.items() if name.startswith(IN_GRAPH)}
    weights = initialisers(tensors)
    return dict(in_bytes(weights) if quantised else weights)


def initialisers(tensors: Tensors) -> Iterator[tuple[str, FloatArray]]:
    """Yield the weights as the graph has them: matrices transposed; query, key and value side by side."""
    for name, value in tensors.items():
        if (name.startswith("encoder.") and ".self." not in name) or name.startswith("embeddings.LayerNorm"):
            yield name, _matrix(value)
        elif ".self.query." in name:
            parts = [tensors[name.replace("query", part)] for part in ("query", "key", "value")]
            yield name.replace("query", "qkv"), _matrix(np.concatenate(parts))


def in_bytes(weights: Iterable[tuple[str, FloatArray]]) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    """Yield the weights of the graph in integers: each column of a matrix in steps of its own."""
    for name, value in weights:
        if value.ndim < 2:
            yield name, value
            continue
        scale = np.maximum(np.abs(value).max(axis=0) / _STEPS, np.finfo(np.float32).tiny)
        yield name, np.round(value / scale).astype(np.int8)
        yield f"{name}.scale", scale


def _matrix(value: npt.NDArray[Any]) -> FloatArray:
    return np.array(value.T, dtype=np.float32, order="C")  # a copy, so that the file can be let go
