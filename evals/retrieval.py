"""How well passages were found, counted in characters of gold quotes: however the articles are cut up."""

import math
from collections.abc import Sequence
from itertools import pairwise

from crosscheck.evals.gold import Case, Span

__all__ = [
    "BUDGET",
    "covered",
    "covering",
    "gains",
    "ndcg",
    "precision",
    "recall",
    "reciprocal_rank",
    "sources",
    "within",
]

COVERED = 0.8  # of a quote's characters: then it was found
BUDGET = 2000  # characters that a reader, or a model's context, is given


def covering(group: Sequence[Span], found: Sequence[Span]) -> float:
    """Return the share of a quote of `group`, the best covered one, that lies in the union of `found`, 0 to 1."""
    return max(_share(quote, found) for quote in group)


def _share(quote: Span, found: Sequence[Span]) -> float:
    position, inside = quote.start, 0
    for span in sorted((s for s in found if s.article == quote.article), key=lambda s: s.start):
        start, end = max(position, span.start), min(quote.end, span.end)
        inside += max(0, end - start)
        position = max(position, end)
    return inside / max(1, quote.end - quote.start)


def covered(case: Case, found: Sequence[Span], least: float = COVERED) -> list[bool]:
    """Say of each group of evidence whether a quote of it lies in `found`."""
    return [covering(group, found) >= least for group in case.groups]


def recall(case: Case, ranking: Sequence[Span]) -> float:
    """Return the share of the groups of evidence that `ranking` covers."""
    return sum(covered(case, ranking)) / len(case.groups)


def within(ranking: Sequence[Span], budget: int = BUDGET) -> list[Span]:
    """Return the first passages of `ranking`, the last one cut, that have `budget` characters together."""
    taken: list[Span] = []
    for span in ranking:
        end = min(span.end, span.start + budget)
        taken += [Span(span.article, span.start, end)] if budget > 0 else []
        budget -= span.end - span.start
    return taken


def gains(case: Case, ranking: Sequence[Span]) -> list[int]:
    """Return how many groups of evidence each passage of `ranking` adds to those covered before it."""
    counts = [sum(covered(case, ranking[:k])) for k in range(len(ranking) + 1)]
    return [after - before for before, after in pairwise(counts)]


def reciprocal_rank(case: Case, ranking: Sequence[Span]) -> float:
    """Return 1 / the rank at which the first group of evidence is covered; 0 when none is."""
    return next((1 / rank for rank, gain in enumerate(gains(case, ranking), start=1) if gain), 0.0)


def ndcg(case: Case, ranking: Sequence[Span], k: int = 10) -> float:
    """Return the nDCG at `k`; a group earns once, at the rank where it becomes covered: repetition earns nothing.

    Ideal are the groups at the ranks 1, 2, ... one each; several in one passage cannot earn more than that.
    """
    earned = sum(gain / math.log2(1 + rank) for rank, gain in enumerate(gains(case, ranking[:k]), start=1))
    ideal = sum(1 / math.log2(1 + rank) for rank in range(1, min(len(case.groups), k) + 1))
    return min(1.0, earned / ideal)


def precision(case: Case, ranking: Sequence[Span]) -> float:
    """Return the share of the characters of `ranking` that are of gold quotes."""
    shown = sum(span.end - span.start for span in ranking)
    gold = sum(_share(Span(s.article, s.start, s.end), case.evidence) * (s.end - s.start) for s in ranking)
    return gold / shown if shown else 0.0


def sources(case: Case, ranking: Sequence[Span]) -> float:
    """Return the share of the articles with evidence that `ranking` has a passage of."""
    wanted = {span.article for span in case.evidence}
    return len(wanted & {span.article for span in ranking}) / len(wanted)
