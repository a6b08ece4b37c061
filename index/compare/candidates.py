"""Which pairs of claims are worth judging: neighbours in meaning, and of those the ones most likely to clash.

The work grows with claims times neighbours, never with the square of claims.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crosscheck.index.compare.claims import Claim
from crosscheck.index.compare.signals import Cheap, cheap_signals, rarity
from crosscheck.index.nearest import vector_index
from crosscheck.index.types import FloatMatrix

__all__ = ["MAX_JUDGED", "Candidate", "candidates"]

MAX_JUDGED = 8  # pairs judged for each claim: the model takes nearly all the time of a build
_NEIGHBOURS = 40  # by meaning, of which those are chosen; in a small folder everything is about one subject
_MIN_COSINE = 0.2  # below it, sentences of real articles do not speak of the same thing


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two claims by their places in the list of claims, the earlier one first."""

    first: int
    second: int
    cosine: float  # of the sentences' vectors
    cheap: Cheap


def candidates(claims: Sequence[Claim], vectors: FloatMatrix) -> list[Candidate]:
    """Return pairs worth judging, in order; row i of `vectors`, of unit length, is that of claims[i].

    A wording that occurs again is not compared again: it stands for all its copies.
    """
    kept = _distinct(claims)
    if len(kept) < 2:
        return []
    rare = rarity(claims)
    pairs = [
        Candidate(i, j, cosine, cheap_signals(claims[i], claims[j], rare))
        for (i, j), cosine in _near(kept, vectors[kept]).items()
        if not claims[i].beside(claims[j]) and _comparable(claims[i], claims[j])
    ]
    return sorted(_best(pairs), key=lambda pair: (pair.first, pair.second))


def _comparable(one: Claim, other: Claim) -> bool:
    """Whether a list item or table row says something of what the other claim does.

    Behind different headings the model takes any two of them for a contradiction: it has seen few.
    """
    return not (one.listed or other.listed) or not one.said.isdisjoint(other.said)


def _distinct(claims: Sequence[Claim]) -> list[int]:
    """Return the first place of each wording."""
    first: dict[str, int] = {}
    for place, claim in enumerate(claims):
        first.setdefault(claim.text.lower(), place)
    return list(first.values())


def _near(kept: Sequence[int], vectors: FloatMatrix) -> dict[tuple[int, int], float]:
    """Return the pairs of neighbours, the smaller place first, with their cosines."""
    cosines, places = vector_index(vectors).search(vectors, min(len(kept), _NEIGHBOURS + 1))
    found = {}
    for i, (near, scores) in enumerate(zip(places.tolist(), cosines.tolist(), strict=True)):
        for j, cosine in zip(near, scores, strict=True):
            if j != i and cosine >= _MIN_COSINE:
                found[min(kept[i], kept[j]), max(kept[i], kept[j])] = cosine
    return found


def _best(pairs: Iterable[Candidate]) -> set[Candidate]:
    """Return the pairs that are among the MAX_JUDGED most promising of one of their claims."""
    of_claim: dict[int, list[Candidate]] = defaultdict(list)
    for pair in pairs:
        of_claim[pair.first].append(pair)
        of_claim[pair.second].append(pair)
    return {pair for own in of_claim.values() for pair in sorted(own, key=_promise)[:MAX_JUDGED]}


def _promise(pair: Candidate) -> tuple[float, int, int]:
    """Sort key: near in meaning, much in common, and something that differs come first."""
    seen = pair.cheap
    differs = seen.names + seen.negation + seen.opposite + 0.3 * (seen.number + seen.date)
    promise = pair.cosine + seen.overlap + differs - 0.2 * seen.same_article
    return -promise, pair.first, pair.second
