"""Which disagreements bear on a question: likely ones, of which both sides are likely to answer it.

Pairs that were judged when the index was built are looked up. How relevant a side is that was not read is asked
where it might bring a warning, whether the most promising pairs are rival answers to the question, and of those
that seem to be, whether each side answers it. That both sides answer one question makes a disagreement likelier: a
pair can be shown here that a list of all disagreements leaves out.
"""

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Self

from crosscheck.app.answer import Citation, Statement
from crosscheck.app.bearing import Bearing, BearingSignals, Stage, likely, sure
from crosscheck.app.judge import Judged, log_odds
from crosscheck.app.touched import LEAST_RELEVANCE, Put, put, touched
from crosscheck.index.compare.disagreements import record
from crosscheck.index.compare.pairs import Pair
from crosscheck.index.index import Index
from crosscheck.index.models import RivalModel
from crosscheck.index.types import Disagreement

__all__ = ["Weighed", "disputed", "warnings", "weighed"]

# Of the pairs that seemed sure enough, the second surest of a question was wrong more often than right.
_SHOWN = 1
_FETCHED = 2  # sentences that were not read for the answer and are for its warnings
# Pairs that are put to the question, the most promising first, if they are likely enough: of four, hardly more are
# than of two, and each takes as long as nine questions to embed. The right one is among four nearly as often as
# among ten, and less often among two.
_READ = 4
# Promise: the log-odds that each side answers, added up, and half those that they disagree.
_LIKELY, _LEAST_PROMISE = 0.5, -6.0
# A sentence is not read for its warnings that would bring no pair to read if it were as relevant as this: a guess,
# no bound, since what retrieval missed is seldom more.
_RELEVANT = 0.5


@dataclass(frozen=True, slots=True)
class Weighed:
    """A pair of sentences that one question touches."""

    pair: Pair
    signals: BearingSignals


def warnings(index: Index, found: Sequence[Weighed], settings: Bearing) -> tuple[Disagreement, ...]:
    """Return the disagreement among `found`, what `weighed` found, that bears most on its question, if one does.

    Its score is the probability that its sides disagree about what was asked.
    """
    scores = {item.pair: round(sure(item.signals, settings.reread), 4) for item in found}
    shown = [pair for pair in scores if scores[pair] >= settings.reread.threshold]
    shown.sort(key=lambda pair: (-scores[pair], pair.first, pair.second))
    records = ((record(index, pair), scores[pair]) for pair in shown)
    return tuple(islice((replace(found, score=score) for found, score in records if found), _SHOWN))


def weighed(
    index: Index,
    judged: Sequence[Judged],
    judge: Callable[[Sequence[int]], Sequence[Judged]],
    question: str,
    model: RivalModel,
    settings: Bearing | None = None,
) -> list[Weighed]:
    """Return the most promising of the pairs that `question` touches, most promising first.

    `judged` are the sentences that were read for it; `judge` is asked about others, by their rows, and `model`
    about pairs. With `settings`, neither is asked about what these find too unlikely.
    """
    asked = _Asked.of(index, judged)
    pairs = touched(index, asked.read)
    seen, read = (settings.seen, settings.read) if settings else (None, None)
    missed = (p for p in pairs if not asked.read.keys() >= {p.first, p.second})
    fetched = (p for p in missed if likely(_seen(index, p, asked.read, asked), seen))
    unread = list(dict.fromkeys(r for p in fetched for r in (p.first, p.second) if r not in asked.read))[:_FETCHED]
    known = asked.read | ({item.row: item.relevance for item in judge(unread)} if unread else {})
    # To make claims of two sentences takes longer than to see that there is no hope.
    promising = [p for p in _promising(pairs, known)[:_READ] if likely(_seen(index, p, known, asked), seen)]
    found = {
        item: replace(_seen(index, item.pair, known, asked), same_number=float(item.same_number))
        for item in put(index, promising)
    }
    found = _told(found, seen, partial(_rivals, question, model))
    found = _told(found, read, partial(_answers, question, model))
    return [Weighed(item.pair, signals) for item, signals in found.items()]


def _told(
    found: Mapping[Put, BearingSignals],
    stage: Stage | None,
    read: Callable[[Sequence[tuple[str, str]]], Iterable[Mapping[str, float]]],
) -> dict[Put, BearingSignals]:
    """Return those of `found` that get past `stage`, each with what `read` says of its texts."""
    items = [item for item in found if likely(found[item], stage)]
    said = read([item.texts for item in items]) if items else ()
    return {item: replace(found[item], **signals) for item, signals in zip(items, said, strict=True)}


def _rivals(question: str, model: RivalModel, pairs: Sequence[tuple[str, str]]) -> Iterator[Mapping[str, float]]:
    return ({"rivals": log_odds(said)} for said in model.score(question, pairs).tolist())


def _answers(question: str, model: RivalModel, pairs: Sequence[tuple[str, str]]) -> Iterator[Mapping[str, float]]:
    said = model.answers(question, [text for pair in pairs for text in pair])
    return ({"answers": log_odds(lower)} for lower in said.reshape(-1, 2).min(axis=1).tolist())


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


def _seen(index: Index, pair: Pair, relevance: Mapping[int, float], asked: _Asked) -> BearingSignals:
    """Return what speaks for `pair` before it is read, with `_RELEVANT` for a side that was not."""
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
