"""What the models need of a cross-encoder, whatever runs it: logits for pairs of texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from crosscheck.index.errors import ModelError

Pair = tuple[str, str]
FloatMatrix = npt.NDArray[np.float32]  # (n, classes)
FloatVector = npt.NDArray[np.float32]  # (n,)

_DECIMALS = 4  # what lies behind depends on how a batch was padded


class PairScorer(Protocol):
    """A loaded cross-encoder."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The class names, in the order of the logits."""

    @property
    def fingerprint(self) -> str:
        """Name of these weights, by their SHA-256, and of how they are computed."""

    def logits(self, pairs: Sequence[Pair]) -> FloatMatrix:
        """Raw scores `(n, len(labels))`, row by row in the order of `pairs`."""


def softmax(logits: FloatMatrix) -> FloatMatrix:
    """Probabilities along the last axis, rounded to four decimals."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    probabilities: FloatMatrix = np.round(shifted / shifted.sum(axis=-1, keepdims=True), _DECIMALS)
    return probabilities.astype(np.float32)


def sigmoid(logits: FloatVector) -> FloatVector:
    """Probabilities of single logits, rounded to four decimals."""
    probabilities: FloatVector = np.round(0.5 + 0.5 * np.tanh(logits / 2), _DECIMALS).astype(np.float32)
    return probabilities


def columns_of(labels: Sequence[str], stems: Sequence[str]) -> list[int]:
    """For each stem the one label that starts with it, as a column; public models differ in their order.

    Raises `ModelError` unless each stem names exactly one of exactly as many labels.
    """
    found = [[i for i, label in enumerate(labels) if label.lower().startswith(stem)] for stem in stems]
    if len(labels) != len(stems) or any(len(columns) != 1 for columns in found):
        raise ModelError(f"This model's labels are {', '.join(labels) or 'none'}: expected {', '.join(stems)}.")
    return [columns[0] for columns in found]
