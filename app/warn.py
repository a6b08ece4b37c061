"""Which disagreements bear on a question: those of which both sides answer it.

A look-up in the pairs that were judged when the index was built; the only work here is to ask how relevant a side
is that retrieval missed.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from crosscheck.app.answer import Citation, Statement
from crosscheck.app.judge import Judged
from crosscheck.index.compare.disagreements import disagreements
from crosscheck.index.compare.pairs import Pair
from crosscheck.index.compare.score import weights
from crosscheck.index.index import Index
from crosscheck.index.types import Disagreement, Side

__all__ = ["Bearing", "bearing", "disputed", "warnings"]

_SHOWN = 3  # warnings that a reader takes in at once
_FETCHED = 4  # sentences that retrieval missed and that are read for one question


@dataclass(frozen=True, slots=True)
class Bearing:
    """When a disagreement bears on a question; chosen on development questions."""

    least_relevance: float  # of either side, 0 to 1
    fitted_on: Mapping[str, str]  # sha256 of each gold file and of the models


@cache
def bearing() -> Bearing:
    """Return the packaged settings."""
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
    relevance = {item.row: item.relevance for item in judged}
    pairs = _touched(index, relevance, settings.least_relevance)
    missed = list(dict.fromkeys(r for p in pairs for r in (p.first, p.second) if r not in relevance))[:_FETCHED]
    relevance |= {item.row: item.relevance for item in judge(missed)} if missed else {}
    both = [p for p in pairs if _least(p, relevance) >= settings.least_relevance]
    return tuple(disagreements(index, both, weights().disagreement)[:_SHOWN])


def disputed(
    statements: Sequence[Statement], citations: Sequence[Citation], disagreements: Sequence[Disagreement]
) -> tuple[Statement, ...]:
    """Return `statements`, each marked when it cites a sentence that is a side of one of `disagreements`."""
    sides = [side for found in disagreements for side in found.sides]
    numbers = {c.number for c in citations if any(_within(c, side) for side in sides)}
    return tuple(replace(s, disputed=not numbers.isdisjoint(s.citations)) for s in statements)


def _within(citation: Citation, side: Side) -> bool:
    return citation.article == side.article and side.start <= citation.start < side.end


def _touched(index: Index, relevance: Mapping[int, float], least: float) -> list[Pair]:
    """Return the disagreements with a side that answers the question, likeliest first."""
    rows = [row for row, value in relevance.items() if value >= least]
    at_least = weights().disagreement
    found = {pair for row in rows for pair in index.pairs_of.get(row, ()) if pair.score >= at_least}
    return sorted(found, key=lambda pair: (-pair.score, pair.first, pair.second))


def _least(pair: Pair, relevance: Mapping[int, float]) -> float:
    return min(relevance.get(pair.first, 0.0), relevance.get(pair.second, 0.0))
