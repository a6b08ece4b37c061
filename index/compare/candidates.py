"""Which pairs of claims are worth judging: neighbours in meaning, and of those the ones most likely to clash.

The work grows with claims times neighbours, never with the square of claims.
"""

import math
from bisect import insort
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias, overload

import numpy as np
import numpy.typing as npt

from crosscheck.index.compare.claims import Claim, originals
from crosscheck.index.compare.projection import projected
from crosscheck.index.compare.signals import Cheap, Glance, Rarity, cheap_signals, glance, rarity
from crosscheck.index.nearest import vector_index
from crosscheck.index.types import FloatMatrix

__all__ = ["ON_AVERAGE", "PROPOSED", "Candidate", "candidates"]

PROPOSED = 8  # pairs that each claim would have judged: the models take nearly all the time of a build
# Of these so many are judged for each claim of the folder, on average: those that each likes best, and the most
# promising of the rest. With all of them seven in ten more are judged, one disagreement in 25 more is found.
ON_AVERAGE, _LIKED = 3.25, 2
_NEIGHBOURS = 16  # by meaning, of which those are chosen: 12 to 32 find the same disagreements
_MIN_COSINE = 0.2  # below it, sentences of real articles do not speak of the same thing
_LOOKED_UP, _PAIRED = 4096, 1024  # claims in work at once
_NOBODY = -1  # the place of no claim


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two claims by their places in the list of claims, the earlier one first."""

    first: int
    second: int
    cheap: Cheap


class _Near(NamedTuple):
    """Neighbours, before it is known whether they are worth judging."""

    first: int
    second: int
    nearness: float  # cosine of their vectors, projected if there is a projection
    seen: Glance


_Ranked: TypeAlias = tuple[tuple[float, int, int], _Near]


class Candidates(Sequence[Candidate]):
    """Candidates that are made when they are looked at: a large folder has hundreds of thousands."""

    def __init__(self, claims: Sequence[Claim], rare: Rarity, near: Sequence[_Near]) -> None:
        """Take neighbours in order, and what their evidence is made of."""
        self._claims, self._rare, self._near = claims, rare, near

    def __len__(self) -> int:
        return len(self._near)

    @overload
    def __getitem__(self, place: int) -> Candidate: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Candidate]: ...
    def __getitem__(self, place: int | slice) -> Candidate | Sequence[Candidate]:
        if isinstance(place, slice):
            return Candidates(self._claims, self._rare, self._near[place])
        pair = self._near[place]
        one, other = self._claims[pair.first], self._claims[pair.second]
        cheap = cheap_signals(one, other, self._rare, pair.seen)
        return Candidate(pair.first, pair.second, cheap)

    @property
    def places(self) -> Sequence[tuple[int, int]]:
        """The places of the claims of each."""
        return [(pair.first, pair.second) for pair in self._near]


def candidates(claims: Sequence[Claim], vectors: FloatMatrix, projection: FloatMatrix | None = None) -> Candidates:
    """Return pairs worth judging, in order; `vectors`, of unit length, are those of the sentences of an index.

    Neighbours are looked for where `projection`, if there is one, moves them. There are ON_AVERAGE for each claim
    at most. A wording that occurs again is not compared again: it stands for all its copies.
    """
    kept, rare = sorted(set(originals(claims))), rarity(claims)
    best: dict[int, list[_Ranked]] = defaultdict(list)
    own = vectors[[claims[place].row for place in kept]]
    for i, j, nearness in _near(own if projection is None else projected(own, projection)):
        one, other = claims[kept[i]], claims[kept[j]]
        if not one.beside(other) and _comparable(one, other):
            pair = _Near(kept[i], kept[j], nearness, glance(one, other, rare))
            _keep_best((best[pair.first], best[pair.second]), (_promise(pair, one, other), pair))
    return Candidates(claims, rare, _worth(best.values(), int(ON_AVERAGE * len(kept))))


def _comparable(one: Claim, other: Claim) -> bool:
    """Whether a list item or table row says something of what the other claim does.

    Behind different headings the model takes any two of them for a contradiction: it has seen few.
    """
    return not (one.listed or other.listed) or not one.said.isdisjoint(other.said)


def _near(vectors: FloatMatrix) -> Iterator[tuple[int, int, float]]:
    """Yield the pairs of neighbours, each once, the smaller place first, with their cosines.

    Some rows at a time, so that no pair is kept: a large folder has millions of them.
    """
    places, cosines = _neighbours(vectors)
    for start in range(0, len(vectors), _PAIRED):
        rows = np.arange(start, min(start + _PAIRED, len(vectors)))
        near = places[rows]
        # A pair that both sides have is that of the later one.
        again = (places[near] == rows[:, None, None]).any(axis=2) & (near > rows[:, None])
        wanted = ~again & (near != rows[:, None]) & (near != _NOBODY)
        at, to = np.nonzero(wanted)
        both = np.sort(np.stack([start + at, near[at, to]]), axis=0).tolist()
        yield from zip(*both, cosines[rows][at, to].tolist(), strict=True)


def _neighbours(vectors: FloatMatrix) -> tuple[npt.NDArray[np.int32], FloatMatrix]:
    """Return the places `(n, k)` of the neighbours of each row, and their cosines."""
    index, depth = vector_index(vectors), min(len(vectors), _NEIGHBOURS + 1)
    places, cosines = np.empty((len(vectors), depth), np.int32), np.empty((len(vectors), depth), np.float32)
    for start in range(0, len(vectors), _LOOKED_UP):
        rows = slice(start, start + _LOOKED_UP)
        cosines[rows], places[rows] = index.search(vectors[rows], depth)
    places[cosines < _MIN_COSINE] = _NOBODY
    return places, cosines


def _keep_best(of_both: Sequence[list[_Ranked]], pair: _Ranked) -> None:
    """Put `pair` among the PROPOSED most promising of each of its claims of which it is one."""
    for ranked in of_both:
        if len(ranked) < PROPOSED or pair < ranked[-1]:
            insort(ranked, pair)
            del ranked[PROPOSED:]


def _worth(of_each: Collection[Sequence[_Ranked]], most: int) -> list[_Near]:
    """Return the pairs that some claim likes best, and then the most promising of all, `most` of them, in order.

    By promise alone, a timetable would leave nothing to the prose beside it.
    """
    liked = {promise for ranked in of_each for promise, _ in ranked[:_LIKED]}
    found = {promise: pair for ranked in of_each for promise, pair in ranked}
    worth = sorted(found, key=lambda promise: (promise not in liked, promise))[:most]
    return [found[promise] for promise in sorted(worth, key=lambda promise: promise[1:])]


def _promise(pair: _Near, one: Claim, other: Claim) -> tuple[float, int, int]:
    """Sort key: near in meaning, much in common, and something that differs come first.

    What a short claim says is soon shared: long ones, which say several things, are worth more. The weights are
    near those of a logistic regression over the neighbours in the corpora that training leaves out.
    """
    seen = pair.seen
    differs = seen.names + seen.negation + seen.opposite + 0.3 * (seen.number + seen.date)
    breadth = math.log((1 + len(one.topical)) * (1 + len(other.topical)))
    promise = pair.nearness + 0.3 * (differs - seen.same_article) + 0.1 * (seen.common + breadth)
    return -promise, pair.first, pair.second
