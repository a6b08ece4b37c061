"""Find passages: by meaning (FAISS, over passages and over sentences) and by words (BM25), fused.

Free functions over an Index; no state.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from crosscheck.index.index import Index
from crosscheck.index.lexical import terms
from crosscheck.index.types import FloatVector, Hit, Vectors

__all__ = ["WEIGHTS", "ranked", "search", "spread"]

Item = TypeVar("Item")

# Convex combination of min-max-normalised scores (Bruch, Gai and Ingber 2023, "An Analysis of Fusion Functions
# for Hybrid Retrieval", arXiv 2210.11934), which beats reciprocal rank fusion where score gaps mean something.
WEIGHTS = {"passage": 0.3, "sentence": 0.4, "words": 0.3}
_SHARE = 0.8  # of the places that one article may take while others have anything to say
_DEPTH = 50  # candidates taken from each ranking, at least; a multiple of any sensible k


def search(
    index: Index, query: str, vector: FloatVector, k: int, weights: Mapping[str, float] = WEIGHTS
) -> list[Hit]:
    """Return the best `k` passages for `query`, best first.

    `vector` is the query's embedding, shape (d,), from the encoder that made the index; `weights` say how much
    each ranking counts.
    """
    depth = max(_DEPTH, 4 * k)
    rankings = {
        "passage": _by_passage(index, vector, depth),
        "sentence": _by_sentence(index, vector, depth),
        "words": _by_words(index, query, depth),
    }
    fused: dict[int, float] = {}
    for name, scores in rankings.items():
        for row, score in _normalised(scores).items():
            fused[row] = fused.get(row, 0.0) + weights[name] * score
    # Equal scores are ordered by position in the corpus, so that the same question gives the same bytes.
    best = sorted(fused.items(), key=lambda item: (-round(item[1], 6), item[0]))
    best = spread(best, lambda item: index.passages[item[0]].article, k)
    return [Hit(index.passages[row], score, rank) for rank, (row, score) in enumerate(best, start=1)]


def _nearest(vectors: Vectors, vector: FloatVector, depth: int) -> list[tuple[int, float]]:
    scores, rows = vectors.search(vector[None, :], depth)
    return [(int(row), float(score)) for row, score in zip(rows[0], scores[0], strict=True) if row >= 0]


def _by_passage(index: Index, vector: FloatVector, depth: int) -> dict[int, float]:
    return dict(_nearest(index.passage_vectors, vector, depth))


def _by_sentence(index: Index, vector: FloatVector, depth: int) -> dict[int, float]:
    """Score passages by their nearest sentence: one good sentence in a long passage is enough."""
    best: dict[int, float] = {}
    near = _nearest(index.sentence_vectors, vector, 4 * depth)
    for passage, (_, score) in zip(index.passages_of([row for row, _ in near]), near, strict=True):
        best.setdefault(passage, score)
    return best


def _by_words(index: Index, query: str, depth: int) -> dict[int, float]:
    known = [term for term in terms(query) if term in index.words.vocab_dict]
    if not known:
        return {}
    scores = index.words.get_scores(known)
    rows = np.argsort(-scores, kind="stable")[:depth]
    return {int(row): float(scores[row]) for row in rows if scores[row] > 0}


def _normalised(scores: dict[int, float]) -> dict[int, float]:
    """Map scores linearly to 0..1; the worst candidate of a ranking counts as much as one it did not find."""
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    return {row: (score - low) / (high - low) if high > low else 1.0 for row, score in scores.items()}


def spread(items: Sequence[Item], article: Callable[[Item], str], places: int) -> list[Item]:
    """Return the first `places` of `items`, best first, but not all of five or more from one article.

    An article stuffed with a question's words takes four fifths of the places at most, while others are left.
    """
    most = math.ceil(_SHARE * places)
    counts: Counter[str] = Counter()
    within: list[int] = []
    beyond: list[int] = []
    for place, item in enumerate(items):
        if len(within) == places:
            break
        source = article(item)
        counts[source] += 1
        (within if counts[source] <= most else beyond).append(place)
    return [items[place] for place in sorted([*within, *beyond][:places])]


def ranked(hits: Sequence[Hit]) -> list[Hit]:
    """Return `hits` with ranks counted anew from their order."""
    return [Hit(hit.passage, hit.score, rank) for rank, hit in enumerate(hits, start=1)]
