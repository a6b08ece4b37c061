"""Figures with their 95 % intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

_Z = 1.959964  # 95 %, two-sided
_RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured share or area from 0 to 1, its 95 % interval, and the cases it rests on."""

    value: float
    low: float
    high: float
    cases: int

    def __str__(self) -> str:
        return f"{self.value:.3f}  [{self.low:.3f}, {self.high:.3f}]  n={self.cases}"


def share(hits: int, cases: int) -> Figure:
    """Return a share with Wilson's (1927) interval.

    >>> print(share(8, 10))
    0.800  [0.490, 0.943]  n=10
    """
    if cases == 0:
        return Figure(0.0, 0.0, 1.0, 0)
    rate, z2 = hits / cases, _Z * _Z
    centre = (rate + z2 / (2 * cases)) / (1 + z2 / cases)
    half = _Z * sqrt(rate * (1 - rate) / cases + z2 / (4 * cases * cases)) / (1 + z2 / cases)
    return Figure(rate, max(0.0, centre - half), min(1.0, centre + half), cases)


def auroc(positive: npt.ArrayLike, negative: npt.ArrayLike) -> float:
    """Return the chance that a positive case scores above a negative one, ties counting half.

    >>> auroc([0.9, 0.4], [0.1, 0.4])
    0.875
    """
    high, low = np.asarray(positive, dtype=np.float64), np.sort(np.asarray(negative, dtype=np.float64))
    below = np.searchsorted(low, high, side="left")
    tied = np.searchsorted(low, high, side="right") - below
    return float((below + tied / 2).mean() / len(low))


def auroc_figure(positive: Sequence[float], negative: Sequence[float], seed: int = 7) -> Figure:
    """`auroc` with the percentile interval of a seeded bootstrap over both groups."""
    high, low = np.asarray(positive), np.asarray(negative)
    rng = np.random.default_rng(seed)
    drawn = [auroc(rng.choice(high, len(high)), rng.choice(low, len(low))) for _ in range(_RESAMPLES)]
    bounds = np.percentile(drawn, [2.5, 97.5])
    return Figure(auroc(high, low), float(bounds[0]), float(bounds[1]), len(high) + len(low))
