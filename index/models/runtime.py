"""Transformers on ONNX Runtime: what the packaged encoder and the cross-encoders have in common.

The graphs without weights, `*.onnx`, are written by `graph.py`; weights are read from safetensors files and given
to one when a session is made, so other weights of the same shape need no export. Hidden states do not depend, to
the last bit, on how texts are batched or on the number of threads.
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer

from crosscheck.index.errors import ModelError
from crosscheck.index.models.base import base_directory

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Text: TypeAlias = str | tuple[str, str]
FloatArray: TypeAlias = npt.NDArray[np.float32]
Mask: TypeAlias = npt.NDArray[np.int32]  # (n, tokens), 1 for a token and 0 for padding
Weights: TypeAlias = Mapping[str, npt.NDArray[Any]]
"""By the names in the graph: matrices transposed; query, key and value side by side."""
Head: TypeAlias = Callable[[FloatArray, Mask], FloatArray]
"""What makes one row for each text of the hidden states `(n, kept, width)` and the mask `(n, tokens)`."""

MAX_TOKENS = 256  # of a text or a pair; the longer text of a pair is cut first
_BATCH_TOKENS = 256  # small batches stay in the cache: 256 measures best of 256 to 2,048
_BLOCK = 1024  # texts in work at once: bounds the memory that a folder of any size takes


class Runner(ABC):
    """A graph with weights, over texts. Any number of threads may run it."""

    def __init__(self, graph: str, weights: Weights, alone: bool) -> None:
        """Give `weights` to the graph of that name; one text is run at a time if it has to be `alone`."""
        # More at once than there are processors would only take memory: ten megabytes and more, kept for the next.
        self._running = BoundedSemaphore(os.cpu_count() or 1)
        self._weights = weights  # the session reads these where they are: they have to live as long as it does
        self._alone = alone
        self._session = _session(f"{graph}.onnx", weights)

    @abstractmethod
    def _tokenizer(self) -> Tokenizer:
        """Return what makes tokens of texts."""

    @abstractmethod
    def _inputs(self, encodings: Sequence[Encoding], mask: Mask) -> dict[str, npt.NDArray[Any]]:
        """Return the inputs of the graph, but for `kept`, for texts of one length."""

    def run(self, texts: Sequence[Text], head: Head, kept: int) -> Iterator[tuple[list[int], FloatArray]]:
        """Yield places in `texts` and what `head` makes of them, a batch of alike lengths at a time.

        `kept` is the number of tokens of each text that `head` looks at, from the first on.
        """
        order = iter(sorted(range(len(texts)), key=lambda i: _length(texts[i])))
        while rows := list(islice(order, _BLOCK)):
            encodings = self._tokenizer().encode_batch([texts[i] for i in rows])
            batches = list(_batches(encodings, 1 if self._alone else _BATCH_TOKENS))

            def work(places: list[int], encodings: list[Encoding] = encodings) -> FloatArray:
                return self._batch([encodings[i] for i in places], head, kept)

            for places, made in zip(batches, _each(work, batches), strict=True):
                yield [rows[i] for i in places], made

    def _batch(self, encodings: Sequence[Encoding], head: Head, kept: int) -> FloatArray:
        width = len(encodings[-1].ids)
        for encoding in encodings:
            encoding.pad(width)
        mask = np.array([e.attention_mask for e in encodings], dtype=np.int32)
        inputs = {**self._inputs(encodings, mask), "kept": np.array([kept])}
        with self._running:
            hidden = self._session.run(None, inputs)[0]
        return head(hidden, mask)


@contextmanager
def expecting(kind: str) -> Iterator[None]:
    """Raise `ModelError` where weights turn out not to be those of a `kind` of model."""
    try:
        yield
    except Exception as error:  # the errors of ONNX Runtime have no base class of their own
        reason = str(error).partition("\n")[0]
        raise ModelError(f"Model weights are not those of {kind}: {reason}") from error


@cache
def tokenizer() -> Tokenizer:
    """Return MiniLM's tokenizer, whose words all models share."""
    shared = Tokenizer.from_file(str(base_directory() / "tokenizer.json"))
    shared.no_padding()
    shared.enable_truncation(MAX_TOKENS)
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


def _session(graph: str, weights: Weights) -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3  # errors, which are raised as well
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(value) for value in weights.values()]
    options.add_external_initializers(list(weights), values)
    written = (Path(__file__).parent / graph).read_bytes()
    return onnxruntime.InferenceSession(written, options, providers=["CPUExecutionProvider"])
