"""Which FAISS index holds vectors: an exact one while that is quick, an approximate one beyond.

The rule comes from a measurement: `python -m crosscheck.evals.bench.faiss_rule`, docs/faiss.md.
"""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from crosscheck.index.types import FloatMatrix, Vectors

if TYPE_CHECKING:
    import faiss

__all__ = ["as_kept", "flat", "hnsw", "inverted", "vector_index"]

FLAT_UP_TO = 50_000  # vectors: an exact search takes 7 ms of a processor there, and grows with their number
HNSW_UP_TO = 1_000_000  # vectors: 1.8 GB, and minutes to build

_LINKS, _BUILT_WITH, _SEARCHED_WITH = 32, 80, 400
_LISTS, _LOOKED_INTO = 4, 8  # for each square root of vectors a list; one list of so many is looked into
_TRAINED_ON, _ROUNDS = 64, 10  # vectors a list, and rounds, of k-means
_BLOCK = 10_000  # vectors added between two reports

Done: TypeAlias = Callable[[int, int], None]
"""Hears how many vectors have been added, and how many there are."""


def vector_index(vectors: FloatMatrix, done: Done = lambda added, total: None) -> Vectors:
    """Return an index of the rows of `vectors`, of unit length, by cosine: the same bytes for the same rows.

    It gives its rows back (`reconstruct`) as `as_kept` does; `done` hears of those that take long.
    """
    if len(vectors) <= FLAT_UP_TO:
        return flat(vectors)
    return hnsw(vectors, done) if len(vectors) <= HNSW_UP_TO else inverted(vectors, done)


def as_kept(vectors: FloatMatrix) -> FloatMatrix:
    """Return the rows as their index gives them back: rounded to half floats where there are very many.

    Rounding twice changes nothing, so an index of what another one gave back is the same index.
    """
    return vectors if len(vectors) <= HNSW_UP_TO else _halves(vectors)


def flat(vectors: FloatMatrix) -> "faiss.IndexFlatIP":
    """Return an index that compares a question with every vector."""
    import faiss

    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    return index


def hnsw(vectors: FloatMatrix, done: Done = lambda added, total: None) -> "faiss.IndexHNSWFlat":
    """Return an index that walks from neighbour to neighbour (Malkov and Yashunin 2018, arXiv 1603.09320)."""
    import faiss

    index = faiss.IndexHNSWFlat(vectors.shape[1], _LINKS, faiss.METRIC_INNER_PRODUCT)
    index.hnsw.efConstruction, index.hnsw.efSearch = _BUILT_WITH, _SEARCHED_WITH
    _add(index, vectors, done)
    return index


def inverted(
    vectors: FloatMatrix, done: Done = lambda added, total: None, bits: str = "QT_fp16"
) -> "faiss.IndexIVFScalarQuantizer":
    """Return an index that looks into some of the lists into which k-means puts the vectors, as half floats."""
    import faiss

    count, width = vectors.shape
    lists = min(count, round(_LISTS * math.sqrt(count)))
    kind = getattr(faiss.ScalarQuantizer, bits)
    # Vectors as they are, not what is left beside a centre: that would be rounded anew by every index.
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(width), width, lists, kind, faiss.METRIC_INNER_PRODUCT, False
    )
    index.cp.max_points_per_centroid, index.cp.niter = _TRAINED_ON, _ROUNDS
    rows = _halves(vectors)
    with _one_thread():
        index.train(rows)
    _add(index, rows, done)
    index.nprobe = math.ceil(lists / _LOOKED_INTO)
    index.make_direct_map()  # else no vector is given back
    return index


def _halves(vectors: FloatMatrix) -> FloatMatrix:
    return vectors.astype(np.float16).astype(np.float32)


def _add(index: "faiss.Index", vectors: FloatMatrix, done: Done) -> None:
    with _one_thread():  # several would link in the order in which they happen to run
        for start in range(0, len(vectors), _BLOCK):
            index.add(np.ascontiguousarray(vectors[start : start + _BLOCK], dtype=np.float32))
            done(index.ntotal, len(vectors))


@contextmanager
def _one_thread() -> Iterator[None]:
    import faiss

    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)
