"""Judged pairs of sentences, as they are stored with an index and looked up when a question is asked.

Data and look-ups only: nothing here judges.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crosscheck.index.types import Kind

__all__ = ["Pair", "Verdict", "supporters"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Probabilities that the NLI model gives to a pair, 0 to 1, for the first as premise and for the second."""

    contradicts: float
    contradicts_back: float
    entails: float
    entails_back: float

    @property
    def contradiction(self) -> float:
        """The higher of both directions."""
        return max(self.contradicts, self.contradicts_back)

    @property
    def contradiction_both(self) -> float:
        """The lower: each contradicts the other."""
        return min(self.contradicts, self.contradicts_back)

    @property
    def entailment(self) -> float:
        """The higher of both directions."""
        return max(self.entails, self.entails_back)

    @property
    def entailment_both(self) -> float:
        """The lower: each follows from the other."""
        return min(self.entails, self.entails_back)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences of an index by their rows, the earlier one first."""

    first: int
    second: int
    verdict: Verdict
    cosine: float  # of the sentences' vectors
    score: float  # 0 to 1: calibrated probability that a reader would call it a disagreement
    support: float  # 0 to 1: how sure it is that both say the same
    kind: Kind
    topic: str  # what both speak of; empty where they hardly disagree
    shown: int = 0  # fingerprint of the two texts as the model read them; 0: it did not

    def other(self, row: int) -> int:
        """Return the row at the other end."""
        return self.second if row == self.first else self.first


def supporters(pairs: Mapping[int, Sequence[Pair]], row: int, at_least: float) -> list[int]:
    """Return the rows that say what `row` says, in order, itself not among them."""
    found = {pair.other(row) for pair in pairs.get(row, ()) if pair.support >= at_least}
    # What two articles copied from each other is compared once, for the first copy: its neighbours are theirs.
    copies = {pair.other(row) for pair in pairs.get(row, ()) if pair.support == 1.0}
    found |= {pair.other(c) for c in copies for pair in pairs.get(c, ()) if pair.support >= at_least}
    return sorted(found - {row})
