"""Which disagreements bear on a question: likely ones, of which both sides are likely to answer it.

A look-up in the pairs that were judged when the index was built; the only work here is to ask how relevant a side
is that was not read. That both sides answer one question makes a disagreement likelier: a pair can be shown
here that a list of all disagreements leaves out.
"""

import json
import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.resources import files

from crosscheck.app.answer import Citation, Statement
from crosscheck.app.judge import Judged, log_odds, logistic
from crosscheck.index.compare.disagreements import record, without_repetition
from crosscheck.index.compare.pairs import Pair
from crosscheck.index.index import Index
from crosscheck.index.types import Disagreement

__all__ = ["Bearing", "BearingSignals", "Weighed", "bearing", "disputed", "warnings", "weighed"]

_SHOWN = 3  # warnings that a reader takes in at once
_FETCHED = 2  # sentences that were not read for the answer and are for its warnings
_WEIGHED = 40  # pairs, the likeliest disagreements first
# What lies below is never shown. A pair that is hardly a disagreement is none for being what was asked about.
_LEAST_SCORE = 0.1
_LEAST_RELEVANCE = 0.1  # of one of its sides


@dataclass(frozen=True, slots=True)
class BearingSignals:
    """What speaks for showing a pair of sentences with a question, as log-odds but for the last two."""

    disagree: float  # that the two disagree
    contradicts: float  # by the NLI model alone: one of them the other
    contradicts_both: float  # each the other
    entails: float  # one of them the other
    lower: float  # relevance of the side that is less relevant
    higher: float  # of the other one
    best: float  # of the most relevant sentence of all
    others: float  # log of 1 and the other sentences that may be expected to answer and say what neither does
    same_article: float  # 1 when both stand in one article, else 0


@dataclass(frozen=True, slots=True)
class Weighed:
    """A pair of sentences that one question touches."""

    pair: Pair
    signals: BearingSignals


@dataclass(frozen=True, slots=True)
class Bearing:
    """When a disagreement is shown with a question; chosen by `python -m crosscheck.evals.calibrate_warnings`."""

    weights: Mapping[str, float]  # of each of `BearingSignals`, by name, and "bias"
    threshold: float  # probability from which it is shown
    fitted_on: Mapping[str, str]  # sha256 of the cases


@cache
def bearing() -> Bearing:
    """Return the packaged settings."""
    return Bearing(**json.loads((files("crosscheck.app") / "warn.json").read_text(encoding="utf-8")))


def warnings(index: Index, found: Sequence[Weighed], settings: Bearing) -> tuple[Disagreement, ...]:
    """Return the disagreements among `found`, what `weighed` found, that bear on its question: three at most.

    The strongest comes first. The score of each is the probability that its sides disagree about what was asked.
    """
    sure = {item.pair: round(logistic(asdict(item.signals), settings.weights), 4) for item in found}
    shown = sorted((p for p in sure if sure[p] >= settings.threshold), key=lambda p: (-sure[p], p.first, p.second))
    once = without_repetition(index, shown)
    records = ((record(index, pair), sure[pair]) for pair in once)
    return tuple([replace(found, score=score) for found, score in records if found][:_SHOWN])


def weighed(
    index: Index, judged: Sequence[Judged], judge: Callable[[Sequence[int]], Sequence[Judged]]
) -> list[Weighed]:
    """Return the pairs that the question behind `judged` touches, likeliest disagreements first.

    `judge` is asked about sentences that are not among `judged`, by their rows.
    """
    relevance = {item.row: item.relevance for item in judged}
    pairs = _touched(index, relevance)
    asked = _Asked(relevance, _saying_the_same(index, relevance) if pairs else {})
    unread = list(dict.fromkeys(r for p in pairs for r in (p.first, p.second) if r not in relevance))[:_FETCHED]
    known = relevance | ({item.row: item.relevance for item in judge(unread)} if unread else {})
    return [
        Weighed(pair, _signals(index, pair, known, asked))
        for pair in pairs
        if pair.first in known and pair.second in known
    ]


@dataclass(frozen=True, slots=True)
class _Asked:
    read: Mapping[int, float]  # relevance of each sentence that was read for the answer
    same: Mapping[int, Collection[int]]  # of those that may answer, the sentences that say the same

    @property
    def best(self) -> float:
        return max(self.read.values(), default=0.0)

    def others(self, pair: Pair) -> float:
        """Return how many sentences may be expected to answer besides the two and those that say what one does."""
        ends = {pair.first, pair.second}
        beside = (row for row in self.read if row not in ends and ends.isdisjoint(self.same.get(row, ())))
        return sum(self.read[row] for row in beside)


def _saying_the_same(index: Index, relevance: Mapping[int, float]) -> dict[int, Collection[int]]:
    return {row: index.supporters(row) for row, value in relevance.items() if value >= _LEAST_RELEVANCE}


def _signals(index: Index, pair: Pair, relevance: Mapping[int, float], asked: _Asked) -> BearingSignals:
    lower, higher = sorted((relevance[pair.first], relevance[pair.second]))
    one, other = index.sentences[pair.first].article, index.sentences[pair.second].article
    return BearingSignals(
        disagree=log_odds(pair.score),
        contradicts=log_odds(pair.verdict.contradiction),
        contradicts_both=log_odds(pair.verdict.contradiction_both),
        entails=log_odds(pair.verdict.entailment),
        lower=log_odds(lower),
        higher=log_odds(higher),
        best=log_odds(asked.best),
        others=math.log1p(asked.others(pair)),  # where many answer, they differ in what
        same_article=float(one == other),
    )


def disputed(
    statements: Sequence[Statement], citations: Sequence[Citation], disagreements: Sequence[Disagreement]
) -> tuple[Statement, ...]:
    """Return `statements`, each marked when it cites a sentence that is a side of one of `disagreements`."""
    sides = [side for found in disagreements for side in found.sides]
    numbers = {c.number for c in citations if any(c.quotes(side) for side in sides)}
    return tuple(replace(s, disputed=not numbers.isdisjoint(s.citations)) for s in statements)


def _touched(index: Index, relevance: Mapping[int, float]) -> list[Pair]:
    """Return the pairs that may disagree and of which a side may answer the question, likeliest first."""
    rows = [row for row, value in relevance.items() if value >= _LEAST_RELEVANCE]
    found = {pair for row in rows for pair in index.pairs_of.get(row, ()) if pair.score >= _LEAST_SCORE}
    return sorted(found, key=lambda pair: (-pair.score, pair.first, pair.second))[:_WEIGHED]
