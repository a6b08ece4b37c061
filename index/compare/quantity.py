"""A number with its unit, as an interval that can be compared with others."""

import math
from dataclasses import dataclass
from decimal import Decimal

__all__ = ["Quantity"]

_ROUNDING = 0.02  # 84 metres and 276 feet, 7.2 kilometres and 3.9 nautical miles
_DIGITS = 9  # of a number, at most, behind its point


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as an interval in a base unit: seconds, metres, grams, ...; or things counted, by their stem."""

    low: float
    high: float
    unit: str
    start: int  # character offsets in the text
    end: int
    size: float = 1.0  # of one of the unit that is written, in the base unit
    period: float = 0.0  # of a time of day, the seconds after which it comes again; 0 of all else

    def agrees(self, other: "Quantity") -> bool:
        """Whether both can be true of one thing: the intervals touch, give or take rounding.

        Of two limits, "up to ten" and "up to six", both can be true, and who states them does not agree.
        """
        if period := min(self.period, other.period):
            return (self.low - other.low) % period == 0.0
        for mine, its in ((self._most, other._most), (self._least, other._least)):
            if mine is not None and its is not None:
                return self._rounded(other, mine, its)
        if self.low == self.high and other.low == other.high:
            return self._rounded(other, self.low, other.low)
        slack = _ROUNDING * max(abs(self.low), abs(other.low))
        return self.low <= other.high + slack and other.low <= self.high + slack

    def _rounded(self, other: "Quantity", mine: float, its: float) -> bool:
        """Whether two numbers can be one, at least one of them rounded: 1,490 and 1,500, not 115 and 117."""
        near = math.isclose(mine, its, rel_tol=_ROUNDING)
        if not near or mine == its or self.size != other.size:
            return near
        coarser = max(_last_place(mine / self.size), _last_place(its / self.size))
        return abs(mine - its) <= coarser * self.size / 2

    @property
    def _most(self) -> float | None:
        """The limit of "up to ten"; None of anything else."""
        return self.high if self.low == 0.0 < self.high < math.inf else None

    @property
    def _least(self) -> float | None:
        """The limit of "at least ten"; None of anything else."""
        return self.low if self.high == math.inf else None


def _last_place(number: float) -> float:
    """Return the value of the last place of `number` that is not 0: 100 of 1,500, 0.1 of 2.5."""
    return 10.0 ** int(Decimal(str(round(number, _DIGITS))).normalize().as_tuple().exponent)
