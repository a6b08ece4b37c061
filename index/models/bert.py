"""MiniLM on ONNX Runtime: what the packaged encoder and both cross-encoders have in common.

The graphs without weights, `bert.onnx` and `bert-int8.onnx`, are written by `graph.py`; weights are read from
safetensors files and given to one when a session is made, so other weights of the same shape need no export.
Hidden states do not depend, to the last bit, on how texts are batched or on the number of threads.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import islice
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer

from crosscheck.index.errors import ModelError
from crosscheck.index.models.base import Tensors, base_directory, read_word_embeddings

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Text: TypeAlias = str | tuple[str, str]
FloatArray: TypeAlias = npt.NDArray[np.float32]
Mask: TypeAlias = npt.NDArray[np.int32]  # (n, tokens), 1 for a token and 0 for padding
Head: TypeAlias = Callable[[FloatArray, Mask], FloatArray]
"""What makes one row for each text of the hidden states `(n, kept, 384)` and the mask `(n, tokens)`."""

_MAX_TOKENS = 256  # of a text or a pair; the longer text of a pair is cut first
_BATCH_TOKENS = 256  # small batches stay in the cache: 256 measures best of 256 to 2,048
# Of a weight on each side of zero. With 127, two products of bytes overflow the sixteen bits in which processors
# without VNNI add them up, and the same text would have another score there.
_STEPS = 64
_BLOCK = 1024  # texts in work at once: bounds the memory that a folder of any size takes


class Bert:
    """A MiniLM with weights of its own on top of the shared word embeddings. Any number of threads may run it."""

    def __init__(self, tensors: Tensors, quantised: bool = False) -> None:
        """Take the weights, by the names in MiniLM's own file; raises `ModelError` where some are missing.

        `quantised` multiplies matrices in integers: faster, not quite exact (see the cards of the models).
        """
        # More at once than there are processors would only take memory: ten megabytes each, kept for the next.
        self._running = BoundedSemaphore(os.cpu_count() or 1)
        try:
            self._positions = tensors["embeddings.position_embeddings.weight"].astype(np.float32)
            self._segments = tensors["embeddings.token_type_embeddings.weight"].astype(np.float32)
            # The session reads these where they are: they have to live as long as it does.
            weights = _initialisers(tensors)
            self._weights = dict(_quantised(weights) if quantised else weights)
            self._quantised = quantised
            self._session = _session("bert-int8.onnx" if quantised else "bert.onnx", self._weights)
        except Exception as error:  # the errors of ONNX Runtime have no base class of their own
            reason = str(error).partition("\n")[0]
            raise ModelError(f"Model weights are not those of a MiniLM: {reason}") from error

    def run(self, texts: Sequence[Text], head: Head, kept: int) -> Iterator[tuple[list[int], FloatArray]]:
        """Yield places in `texts` and what `head` makes of them, a batch of alike lengths at a time.

        `kept` is the number of tokens of each text that `head` looks at, from the first on.
        """
        order = iter(sorted(range(len(texts)), key=lambda i: _length(texts[i])))
        while rows := list(islice(order, _BLOCK)):
            encodings = tokenizer().encode_batch([texts[i] for i in rows])
            # What is quantised is scaled by its own numbers, and so runs alone.
            batches = list(_batches(encodings, 1 if self._quantised else _BATCH_TOKENS))

            def work(places: list[int], encodings: list[Encoding] = encodings) -> FloatArray:
                return self._batch([encodings[i] for i in places], head, kept)

            for places, made in zip(batches, _each(work, batches), strict=True):
                yield [rows[i] for i in places], made

    def _batch(self, encodings: Sequence[Encoding], head: Head, kept: int) -> FloatArray:
        width = len(encodings[-1].ids)
        for encoding in encodings:
            encoding.pad(width)
        mask = np.array([e.attention_mask for e in encodings], dtype=np.int32)
        embedded = read_word_embeddings()[np.array([e.ids for e in encodings])]
        embedded += self._segments[np.array([e.type_ids for e in encodings])] + self._positions[:width]
        feeds = {"embedded": embedded, "kept": np.array([kept])}
        if not self._quantised:
            feeds["mask"] = mask
        with self._running:
            hidden = self._session.run(None, feeds)[0]
        return head(hidden, mask)


@cache
def tokenizer() -> Tokenizer:
    """Return MiniLM's tokenizer, which all three models share."""
    shared = Tokenizer.from_file(str(base_directory() / "tokenizer.json"))
    shared.no_padding()
    shared.enable_truncation(_MAX_TOKENS)
    return shared


def threads() -> int:
    """Return how many batches run at once: `OMP_NUM_THREADS`, or as many as there are processors."""
    named = os.environ.get("OMP_NUM_THREADS", "")
    return int(named) if named.isdecimal() and int(named) else os.cpu_count() or 1


def _length(text: Text) -> int:
    return len(text) if isinstance(text, str) else len(text[0]) + len(text[1])


def _batches(encodings: Sequence[Encoding], tokens: int) -> Iterator[list[int]]:
    """Yield places of encodings by length, the longest last: as many as have `tokens` padded to it, or one."""
    batch: list[int] = []
    for i in sorted(range(len(encodings)), key=lambda i: len(encodings[i].ids)):
        if batch and (len(batch) + 1) * len(encodings[i].ids) > tokens:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def _each(work: Callable[[list[int]], FloatArray], batches: Sequence[list[int]]) -> Iterator[FloatArray]:
    """Yield the results in order; several are worked on at once, each by one thread."""
    workers = min(threads(), len(batches))
    if workers < 2:
        yield from map(work, batches)
        return
    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(work, batches)


def _initialisers(tensors: Tensors) -> Iterator[tuple[str, FloatArray]]:
    """Yield the weights as the graph has them: matrices transposed; query, key and value side by side."""
    for name, value in tensors.items():
        if (name.startswith("encoder.") and ".self." not in name) or name.startswith("embeddings.LayerNorm"):
            yield name, _matrix(value)
        elif ".self.query." in name:
            parts = [tensors[name.replace("query", part)] for part in ("query", "key", "value")]
            yield name.replace("query", "qkv"), _matrix(np.concatenate(parts))


def _quantised(weights: Iterable[tuple[str, FloatArray]]) -> Iterator[tuple[str, npt.NDArray[Any]]]:
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


def _session(graph: str, weights: dict[str, npt.NDArray[Any]]) -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3  # errors, which are raised as well
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(value) for value in weights.values()]
    options.add_external_initializers(list(weights), values)
    written = (Path(__file__).parent / graph).read_bytes()
    return onnxruntime.InferenceSession(written, options, providers=["CPUExecutionProvider"])
