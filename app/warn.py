"""Which disagreements bear on a question: both sides must answer it, and they must be likely to clash.

A look-up in the pairs that were judged when the index was built; the only work here is to ask how relevant a side
is that retrieval missed.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from crosscheck.app.answer import Citation, Statement
from crosscheck.app.judge import Judged, log_odds, logistic
from crosscheck.index.compare.disagreements import record, without_repetition
from crosscheck.index.compare.pairs import Pair
from crosscheck.index.compare.score import weights
from crosscheck.index.index import Index
from crosscheck.index.types import Disagreement, Side

__all__ = ["Bearing", "bearing", "disputed", "warnings"]

_SHOWN = 3  # warnings that a reader takes in at once
_FETCHED = 4  # sentences that retrieval missed and that are read for one question


@dataclass(frozen=True, slots=True)
class Bearing:
    """How a pair's score and the relevance of its two sides are weighed; fitted on development questions."""

    pair: float  # weight of the log-odds of the pair's score
    lower: float  # of those of the less relevant side's relevance
    higher: float
    bias: float
    threshold: float  # probability from which a warning is shown
    least_relevance: float  # below it, a side does not answer the question, whatever else
    fitted_on: Mapping[str, str]  # sha256 of each gold file and of the NLI model


@cache
def bearing() -> Bearing:
    """Return the packaged weights."""
    return Bearing(**json.loads((files("crosscheck.app") / "warn.json").read_text(encoding="utf-8")))


def warnings(
    index: Index,
    judged: Sequence[Judged],
    judge: Callable[[Sequence[int]], Sequence[Judged]],
    settings: Bearing,
) -> tuple[Disagreement, ...]:
    """Return the disagreements that bear on the question behind `judged`, strongest first, three at most.

    `judge` is asked about sentences that are not among `judged`, by their rows.
    """
    known = {item.row: item.relevance for item in judged}
    pairs = _touched(index, known, settings)
    missed = list(dict.fromkeys(r for p in pairs for r in (p.first, p.second) if r not in known))[:_FETCHED]
    known |= {item.row: item.relevance for item in judge(missed)} if missed else {}
    scored = {p: _score(p, known, settings) for p in pairs if p.first in known and p.second in known}
    strong = sorted(
        (p for p, score in scored.items() if score >= settings.threshold),
        key=lambda p: (-scored[p], p.first, p.second),
    )
    found = (record(index, pair) for pair in without_repetition(index, strong))
    return tuple(warning for warning in found if warning)[:_SHOWN]


def disputed(
    statements: Sequence[Statement], citations: Sequence[Citation], disagreements: Sequence[Disagreement]
) -> tuple[Statement, ...]:
    """Return `statements`, each marked when it cites a sentence that is a side of one of `disagreements`."""
    sides = [side for found in disagreements for side in found.sides]
    numbers = {c.number for c in citations if any(_within(c, side) for side in sides)}
    return tuple(replace(s, disputed=not numbers.isdisjoint(s.citations)) for s in statements)


def _within(citation: Citation, side: Side) -> bool:
    return citation.article == side.article and side.start <= citation.start < side.end


def _touched(index: Index, known: Mapping[int, float], settings: Bearing) -> list[Pair]:
    """Return the likely pairs with a relevant side, likeliest first."""
    at_least = weights().bearing
    rows = [row for row, relevance in known.items() if relevance >= settings.least_relevance]
    found = {pair for row in rows for pair in index.pairs_of.get(row, ()) if pair.score >= at_least}
    return sorted(found, key=lambda pair: (-pair.score, pair.first, pair.second))


def _score(pair: Pair, relevance: Mapping[int, float], settings: Bearing) -> float:
    lower, higher = sorted((relevance[pair.first], relevance[pair.second]))
    if lower < settings.least_relevance:
        return 0.0
    values = {"pair": log_odds(pair.score), "lower": log_odds(lower), "higher": log_odds(higher)}
    fitted = {"pair": settings.pair, "lower": settings.lower, "higher": settings.higher, "bias": settings.bias}
    return logistic(values, fitted)
