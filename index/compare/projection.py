"""Where to look for the other side: vectors in which claims about one detail of one thing are near.

Sentences near in meaning speak of one subject. Those that disagree speak of one detail of it, often in quite other
words: "picked by the staff's vote", "she chooses each by herself". A matrix learnt from pairs of such claims
brings them together. It is a Mahalanobis metric (Xing et al. 2002, "Distance Metric Learning with Application to
Clustering with Side-Information"), fitted by a softmax over all claims of a folder (van den Oord et al. 2018,
arXiv 1807.03748): `python -m crosscheck.index.training.projection`.
"""

from functools import cache
from importlib.resources import as_file, files

import numpy as np

from crosscheck.index.types import FloatMatrix

__all__ = ["FILE", "projected", "projection"]

FILE = "projection.npz"
_BLOCK = 4096  # rows multiplied at once: the intermediate result takes as much room as they


def projection(encoder: str) -> FloatMatrix | None:
    """Return the matrix, `(d, d)`, for vectors of the encoder with this fingerprint; None if there is none."""
    return _packaged().get(encoder)


def projected(vectors: FloatMatrix, matrix: FloatMatrix) -> FloatMatrix:
    """Return the rows of `vectors`, `(n, d)`, multiplied by `matrix`, `(d, d)`, and brought to unit length."""
    found = np.empty_like(vectors)
    for start in range(0, len(vectors), _BLOCK):
        rows = slice(start, start + _BLOCK)
        moved = vectors[rows] @ matrix
        found[rows] = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return found


@cache
def _packaged() -> dict[str, FloatMatrix]:
    with as_file(files(__package__) / FILE) as path, np.load(path) as kept:
        return {encoder: kept[encoder].astype(np.float32) for encoder in kept.files}
