"""Neutral pairs mined from public texts: what our own candidate search would propose, though nothing clashes.

A comparison of a whole folder sees little else than such neighbours. A model that was trained on pairs written to
follow from, contradict or extend each other takes too many of them for contradictions.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from crosscheck.index.encoder import load_encoder
from crosscheck.index.training.examples import NEUTRAL, Example
from crosscheck.index.training.text import in_common

__all__ = ["mined_pairs"]

_NEIGHBOURS = 12  # of each sentence, as near as a comparison would look
_LEAST_COSINE = 0.25
_MOST_COSINE = 0.75  # above it, two sentences may well say the same, or be revisions of each other
_MOST_IN_COMMON = 0.6  # share of the words of the shorter one
Pair: TypeAlias = tuple[int, int]


def mined_pairs(sentences: Sequence[str], rng: random.Random) -> list[Example]:
    """Pair each of `sentences` with its nearest neighbours among them, except those that may say the same."""
    import faiss

    vectors = load_encoder().encode(list(sentences))
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    cosines, rows = index.search(vectors, _NEIGHBOURS)
    pairs = sorted(_near(cosines, rows))
    kept = [(a, b) for a, b in pairs if in_common(sentences[a], sentences[b]) < _MOST_IN_COMMON]
    rng.shuffle(kept)
    return [Example(sentences[a], sentences[b], NEUTRAL) for a, b in (_turned(pair, rng) for pair in kept)]


def _near(cosines: npt.NDArray[np.float32], rows: npt.NDArray[np.int64]) -> set[Pair]:
    near = np.argwhere((cosines >= _LEAST_COSINE) & (cosines <= _MOST_COSINE))
    return {(min(i, int(rows[i, k])), max(i, int(rows[i, k]))) for i, k in near.tolist() if rows[i, k] != i}


def _turned(pair: Pair, rng: random.Random) -> Pair:
    return pair if rng.random() < 0.5 else (pair[1], pair[0])
