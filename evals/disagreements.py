"""Gold disagreements: which pairs of sentences they are, and what a list of found ones is worth."""

from collections.abc import Sequence
from dataclasses import dataclass

from crosscheck.evals.gold import Span

__all__ = ["REQUIRED", "GoldPair", "matches"]

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


def matches(pairs: Sequence[GoldPair], one: Span, other: Span) -> list[GoldPair]:
    """Return those of `pairs` that two sentences carry."""
    return [pair for pair in pairs if pair.carries(one, other)]


def _any(span: Span, sides: Sequence[Span]) -> bool:
    return any(span.carries(side) for side in sides)
