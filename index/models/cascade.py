"""Two cross-encoders for NLI, a small and a large one, whose words are added up.

Where there are many pairs the small one reads all, the large one only what that may take for a contradiction: a
cascade (Viola and Jones 2001, "Rapid Object Detection using a Boosted Cascade of Simple Features").
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from crosscheck.index.errors import ModelError
from crosscheck.index.models.packaged import LateScorer, PackagedScorer, released_fingerprint
from crosscheck.index.models.scoring import FloatMatrix, Pair, softmax

__all__ = ["DOUBTED", "Cascade", "cascade_fingerprint"]

# Probability of a contradiction, by the small model, from which the large one reads a pair of an index. With less,
# a build takes longer and finds hardly more.
DOUBTED = 0.15
# Of the logits of the small model, added to those of the large one: together they are better than either alone.
_SMALL = 0.25


class Cascade:
    """The two packaged NLI models as one scorer; the large one is loaded when it first has something to read."""

    def __init__(self, doubted: float = 0.0) -> None:
        """Load the small model; raises `ModelError` where it is damaged or either is missing.

        The large one reads the pairs that contradict each other with a probability of `doubted`, as the small one
        sees it, or more.
        """
        self._doubted = doubted
        self._small = PackagedScorer.released("nli")
        self._large = LateScorer("nli_large")
        self.labels = self._small.labels
        if self._large.labels != self.labels:
            raise ModelError("The labels of the large NLI model are not those of the small one: reinstall both")
        self._contradiction = self.labels.index("contradiction")

    @property
    def fingerprint(self) -> str:
        """Name of both weights and of how they are computed."""
        return cascade_fingerprint(self._doubted)

    def logits(self, pairs: Sequence[Pair]) -> FloatMatrix:
        """Raw scores `(n, 3)`, row by row in the order of `pairs`."""
        scores = self._small.logits(pairs)
        doubted = np.flatnonzero(softmax(scores)[:, self._contradiction] >= self._doubted)
        if doubted.size:
            read = self._large.logits([pairs[place] for place in doubted.tolist()])
            scores[doubted] = _SMALL * scores[doubted] + read
        return scores


def cascade_fingerprint(doubted: float) -> str:
    """Return the fingerprint of a `Cascade`, without loading its models."""
    return f"{released_fingerprint('nli')} {released_fingerprint('nli_large')} {doubted} {_SMALL}"
