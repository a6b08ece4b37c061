"""Gold disagreements: which pairs of sentences they are, and what a list of found ones is worth."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crosscheck.evals.gold import GoldError, Span, locate
from crosscheck.index.types import Article

__all__ = ["GoldPair", "gold_pairs", "matches"]

_COVERED = 0.5  # of the shorter of two spans: then they carry the same quote
REQUIRED = 2  # severity from which a disagreement has to be found; a milder one may be


@dataclass(frozen=True, slots=True)
class GoldPair:
    """Two sides that disagree, or that do not though they look like it."""

    id: str
    severity: int  # 1 to 3, or 0 for a pair that is no disagreement
    ones: tuple[Span, ...]  # sentences that take the one side
    others: tuple[Span, ...]

    def carries(self, one: Span, other: Span) -> bool:
        """Say whether the two sentences take one side each."""
        return (_any(one, self.ones) and _any(other, self.others)) or (
            _any(other, self.ones) and _any(one, self.others)
        )


def gold_pairs(gold: Path, articles: Mapping[str, Article]) -> list[GoldPair]:
    """Read the disagreements of `gold`, the agreements and the look-alikes; raises GoldError for other files."""
    try:
        data = json.loads(gold.read_text(encoding="utf-8"))
        return [
            GoldPair(row["id"], severity, _spans(row, "a", articles), _spans(row, "b", articles))
            for row, severity in _rows(data)
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GoldError(f"{gold} is no gold file ({error}): see evals/README.md") from error


def matches(pairs: Sequence[GoldPair], one: Span, other: Span) -> list[GoldPair]:
    """Return those of `pairs` that two sentences carry."""
    return [pair for pair in pairs if pair.carries(one, other)]


def _rows(data: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], int]]:
    yield from ((row, row.get("severity", REQUIRED)) for row in data["disagreements"])
    for kind in ("agreements", "hard_negatives", "hard_negatives_same_article"):
        yield from ((row, 0) for row in data.get(kind, ()))


def _spans(row: Mapping[str, Any], side: str, articles: Mapping[str, Article]) -> tuple[Span, ...]:
    value = row.get(side) or []
    quotes = [*(value if isinstance(value, list) else [value]), *(row.get(f"more_{side}") or [])]
    return tuple(locate(quote["quote"], articles[quote["article"]]) for quote in quotes)


def _any(span: Span, sides: Sequence[Span]) -> bool:
    return any(span.overlap(side) >= _COVERED for side in sides)
