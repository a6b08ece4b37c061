"""Correct the scores of claims that seem to disagree with many others.

Such a claim is mostly one that the model misreads: a disagreement is one with a few. In nearest-neighbour search
such points are called hubs (Radovanović et al. 2010, "Hubs in Space"), and a similarity is corrected by those that
its two points have with others (CSLS: Conneau et al. 2018, arXiv 1710.04087). So here.
"""

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from crosscheck.index.compare.candidates import PROPOSED
from crosscheck.index.types import FloatMatrix, Rows

__all__ = ["SUSPECTED", "Scores", "corrected", "hubness"]

Scores = npt.NDArray[np.float64]

SUSPECTED = 0.05
"""Score from which a pair counts and is corrected, one in thirty; it stays above that of all others."""

_SAME = 0.6  # cosine from which two claims speak of the same: three articles may say it, and one disagree
# A claim in a small folder has fewer pairs than others. Each that is lacking counts somewhat more than those of
# suspected claims do in 30 folders, .04: of two claims alone nothing is known that would speak for them.
_LACKING = 0.05
_BLOCK = 1024  # pairs of one claim that are looked at together: bounds the memory that any claim takes


def hubness(ends: Rows, scores: Scores, vectors: FloatMatrix) -> Scores:
    """Return how much the two claims of each pair seem to disagree with others, `(n,)`: those scores, added up.

    `ends` are the rows of their sentences in `vectors`, of unit length. A claim that speaks of what the other side
    does is none of the others.
    """
    lacking = np.maximum(PROPOSED - np.bincount(ends.ravel(), minlength=len(vectors)), 0)
    sums: Scores = _LACKING * lacking[ends].sum(axis=1)
    of_claim: dict[int, list[int]] = defaultdict(list)
    for place in np.flatnonzero(scores >= SUSPECTED).tolist():
        for end in ends[place].tolist():
            of_claim[end].append(place)
    for claim, places in of_claim.items():
        partners = vectors[ends[places].sum(axis=1) - claim]
        for start in range(0, len(places), _BLOCK):
            block = slice(start, start + _BLOCK)
            # Rounded: the last bits depend on how many rows are multiplied at once.
            others = (partners[block] @ partners.T).round(4) < _SAME
            sums[places[block]] += others @ scores[places]
    return sums


def corrected(scores: Scores, hubs: Scores, fitted: Mapping[str, float]) -> Scores:
    """Return the probability of each pair, given its score alone and its `hubness`; of no suspect, its score."""
    alone = np.clip(scores, SUSPECTED, 1 - 1e-4)
    total = fitted["alone"] * np.log(alone / (1 - alone)) + fitted["hubness"] * np.log1p(hubs) + fitted["bias"]
    return np.where(scores >= SUSPECTED, np.maximum(1 / (1 + np.exp(-total)), SUSPECTED), scores)
