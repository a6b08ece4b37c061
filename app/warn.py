"""Which disagreements bear on a question: likely ones, of which both sides are likely to answer it.

Pairs that were judged when the index was built are looked up. How relevant a side is that was not read is asked
where it might bring a warning, and whether the most promising pairs are rival answers to the question. That both
sides answer one question makes a disagreement likelier: a pair can be shown here that a list of all disagreements
leaves out.
"""

import json
import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Self

from crosscheck.app.answer import Citation, Statement
from crosscheck.app.judge import Judged, log_odds, logistic
from crosscheck.app.touched import LEAST_RELEVANCE, put, touched
from crosscheck.index.compare.disagreements import record
from crosscheck.index.compare.pairs import Pair
from crosscheck.index.index import Index
from crosscheck.index.types import Disagreement, FloatVector

__all__ = ["Bearing", "BearingSignals", "Weighed", "bearing", "disputed", "warnings", "weighed"]

# Of the pairs that seemed sure enough, the second surest of a question was wrong more often than right.
_SHOWN = 1
_FETCHED = 2  # sentences that were not read for the answer and are for its warnings
# Pairs that are put to the question, the most promising first, if they would be shown where the model is sure: of
# four, hardly more are than of two, and each takes as long as nine questions to embed. The right one is among four
# nearly as often as among ten, and less often among two.
_READ = 4
# Promise: the log-odds that each side answers, added up, and half those that they disagree.
_LIKELY, _LEAST_PROMISE = 0.5, -6.0
# A pair is not put to the question where it would not be shown even if the model were as sure as this that both
# sides are rival answers. It says up to .98; but this halves the pairs, and loses one right one in fifty.
_SURE = 0.95
# Nor is a sentence read for its warnings that would bring none if it were as relevant as this. That is a guess, no
# bound, since what retrieval missed is seldom more: on the corpora held out, the same is shown as with .95.
_RELEVANT = 0.5


@dataclass(frozen=True, slots=True)
class BearingSignals:
    """What speaks for showing a pair of sentences with a question, as log-odds where nothing else is said."""

    disagree: float  # that the two disagree
    contradicts: float  # by the NLI model alone: one of them the other
    contradicts_both: float  # each the other
    entails: float  # one of them the other
    lower: float  # relevance of the side that is less relevant
    higher: float  # of the other one
    best: float  # of the most relevant sentence of all
    others: float  # log of 1 and the other sentences that may be expected to answer and say what neither does
    rivals: float  # that both answer the question, and differently
    same_number: float  # 1 when both give one number, in whatever unit, else 0
    unjudged: float  # 1 when the pair was not judged when the index was built, else 0
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
    """Return the disagreement among `found`, what `weighed` found, that bears most on its question, if one does.

    Its score is the probability that its sides disagree about what was asked.
    """
    sure = {item.pair: round(_sure(item.signals, settings), 4) for item in found}
    shown = sorted((p for p in sure if sure[p] >= settings.threshold), key=lambda p: (-sure[p], p.first, p.second))
    records = ((record(index, pair), sure[pair]) for pair in shown)
    return tuple(islice((replace(found, score=score) for found, score in records if found), _SHOWN))


def weighed(
    index: Index,
    judged: Sequence[Judged],
    judge: Callable[[Sequence[int]], Sequence[Judged]],
    rivals: Callable[[Sequence[tuple[str, str]]], FloatVector],
    settings: Bearing | None = None,
) -> list[Weighed]:
    """Return the most promising of the pairs that the question behind `judged` touches, most promising first.

    `judge` is asked about sentences that are not among `judged`, by their rows; `rivals` says how likely the two
    texts of each pair are rival answers. With `settings`, neither is asked about what these would hardly show.
    """
    asked = _Asked.of(index, judged)
    pairs = touched(index, asked.read)

    def hopeful(signals: BearingSignals) -> bool:
        return settings is None or _sure(signals, settings) >= settings.threshold

    missed = (p for p in pairs if not asked.read.keys() >= {p.first, p.second})
    fetched = (p for p in missed if hopeful(_supposed(index, p, asked.read, asked)))
    unread = list(dict.fromkeys(r for p in fetched for r in (p.first, p.second) if r not in asked.read))[:_FETCHED]
    known = asked.read | ({item.row: item.relevance for item in judge(unread)} if unread else {})
    # To make claims of two sentences takes longer than to see that there is no hope.
    promising = [p for p in _promising(pairs, known)[:_READ] if hopeful(_supposed(index, p, known, asked))]
    supposed = {
        item: replace(_supposed(index, item.pair, known, asked), same_number=float(item.same_number))
        for item in put(index, promising)
    }
    items = [item for item in supposed if hopeful(supposed[item])]
    said = rivals([item.texts for item in items]) if items else ()
    return [
        Weighed(item.pair, replace(supposed[item], rivals=log_odds(float(rival))))
        for item, rival in zip(items, said, strict=True)
    ]


def _sure(signals: BearingSignals, settings: Bearing) -> float:
    return logistic(asdict(signals), settings.weights)


def _promising(pairs: Sequence[Pair], relevance: Mapping[int, float]) -> list[Pair]:
    """Return those of `pairs` that are worth reading, the most promising first."""
    promise = {
        pair: _promise(pair, relevance) for pair in pairs if pair.first in relevance and pair.second in relevance
    }
    return sorted((pair for pair in promise if promise[pair] >= _LEAST_PROMISE), key=lambda pair: -promise[pair])


def _promise(pair: Pair, relevance: Mapping[int, float]) -> float:
    answers = log_odds(relevance[pair.first]) + log_odds(relevance[pair.second])
    return answers + _LIKELY * log_odds(pair.score)


@dataclass(frozen=True, slots=True)
class _Asked:
    read: dict[int, float]  # relevance of each sentence that was read for the answer
    same: Mapping[int, Collection[int]]  # of those that may answer, the sentences that say the same

    @classmethod
    def of(cls, index: Index, judged: Sequence[Judged]) -> Self:
        read = {item.row: item.relevance for item in judged}
        may_answer = (row for row, value in read.items() if value >= LEAST_RELEVANCE)
        return cls(read, {row: index.supporters(row) for row in may_answer})

    @property
    def best(self) -> float:
        return max(self.read.values(), default=0.0)

    def others(self, pair: Pair) -> float:
        """Return how many sentences may be expected to answer besides the two and those that say what one does."""
        ends = {pair.first, pair.second}
        beside = (row for row in self.read if row not in ends and ends.isdisjoint(self.same.get(row, ())))
        return sum(self.read[row] for row in beside)


def _supposed(index: Index, pair: Pair, relevance: Mapping[int, float], asked: _Asked) -> BearingSignals:
    """Return what speaks for `pair`, with `_RELEVANT` for a side not read and `_SURE` for the rivals."""
    lower, higher = sorted(relevance.get(row, _RELEVANT) for row in (pair.first, pair.second))
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
        rivals=log_odds(_SURE),
        same_number=0.0,
        unjudged=float(not pair.shown),
        same_article=float(one == other),
    )


def disputed(
    statements: Sequence[Statement], citations: Sequence[Citation], disagreements: Sequence[Disagreement]
) -> tuple[Statement, ...]:
    """Return `statements`, each marked when it cites a sentence that is a side of one of `disagreements`."""
    sides = [side for found in disagreements for side in found.sides]
    numbers = {c.number for c in citations if any(c.quotes(side) for side in sides)}
    return tuple(replace(s, disputed=not numbers.isdisjoint(s.citations)) for s in statements)
