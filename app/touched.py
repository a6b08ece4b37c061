"""Which pairs of sentences a question touches: likely disagreements, and sentences that both may answer it.

The latter need not have been judged when the index was built: that judges the pairs that are most likely to
disagree, whatever may be asked.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from crosscheck.index.compare.claims import Claim
from crosscheck.index.compare.kinds import kind, topic
from crosscheck.index.compare.pairs import Pair, Verdict
from crosscheck.index.compare.reading import claim_at
from crosscheck.index.compare.score import weights
from crosscheck.index.compare.signals import Glance, cheap_signals, glance, rarity
from crosscheck.index.index import Index

__all__ = ["LEAST_RELEVANCE", "Put", "put", "touched"]

LEAST_RELEVANCE = 0.1
"""Of one side of a pair at least: from 0 to 1."""

_LEAST_OF_BOTH = 0.02  # of either side, where the two were not found to be likely to disagree
_LIKELY, _TOGETHER = 40, 10  # pairs: the likeliest disagreements, and the most relevant ones
# What lies below is hardly a disagreement: there, the other side must not be out of the question either.
_LEAST_SCORE = 0.1
_UNJUDGED = Verdict(0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Put:
    """A pair as it is put to a question: with its texts as a model reads them."""

    pair: Pair
    texts: tuple[str, str]
    same_number: bool  # a number of both agrees, in whatever unit, and none of one unit differs


def touched(index: Index, relevance: Mapping[int, float]) -> list[Pair]:
    """Return the pairs that may disagree and of which a side may answer the question, likeliest first.

    `relevance` is that of the sentences that were read for the answer, by row. Behind them come other pairs of
    these, of which one side may answer and the other is not out of the question, the most relevant first: what was
    not judged has a score of 0.
    """
    rows = {row for row, value in relevance.items() if value >= LEAST_RELEVANCE}
    near = sorted(row for row, value in relevance.items() if value >= _LEAST_OF_BOTH)
    judged = {(pair.first, pair.second): pair for row in sorted(rows) for pair in index.pairs_of.get(row, ())}
    likely = sorted(
        (pair for pair in judged.values() if pair.score >= _LEAST_SCORE),
        key=lambda pair: (-pair.score, pair.first, pair.second),
    )
    both_may = (both for both in combinations(near, 2) if not rows.isdisjoint(both))
    others = sorted(both_may, key=lambda both: -relevance[both[0]] * relevance[both[1]])
    pairs = (judged.get(both) or _unjudged(*both) for both in others)
    together = [p for p in pairs if p.score < _LEAST_SCORE and p.support < weights().support]
    return likely[:_LIKELY] + together[:_TOGETHER]


def put(index: Index, pairs: Iterable[Pair]) -> Iterator[Put]:
    """Yield those of `pairs` of which both sides claim something, with kind and topic where they had none."""
    for pair in pairs:
        one, other = claim_at(index.sentences, pair.first), claim_at(index.sentences, pair.second)
        if one and other:
            seen = glance(one, other, rarity(()))
            described = _described(pair, one, other, seen)
            yield Put(described, (one.in_context, other.in_context), seen.numbers == "agree")


def _unjudged(first: int, second: int) -> Pair:
    return Pair(first, second, _UNJUDGED, 0.0, 0.0, 0.0, "opinion", "")


def _described(pair: Pair, one: Claim, other: Claim, seen: Glance) -> Pair:
    found = pair.kind if pair.shown else kind(cheap_signals(one, other, rarity(()), seen))
    return replace(pair, kind=found, topic=pair.topic or topic(one, other))
