"""Intervals and tests: how far a figure may be off, and whether two runs differ."""

import math
from collections.abc import Sequence

import numpy as np

__all__ = ["bootstrap", "holm", "mcnemar", "sign_flips"]

_SEED, _DRAWS = 0, 1000
Interval = tuple[float, float]


def bootstrap(values: Sequence[float], clusters: Sequence[str]) -> Interval:
    """Return the 95 % interval of the mean of `values`; those of one cluster are drawn together."""
    if not values:
        return math.nan, math.nan
    names, rows = np.unique(np.array(clusters), return_inverse=True)
    sums, counts = np.bincount(rows, weights=np.array(values, dtype=float)), np.bincount(rows)
    drawn = np.random.default_rng(_SEED).integers(len(names), size=(_DRAWS, len(names)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def mcnemar(gained: int, lost: int) -> float:
    """Return the exact two-sided p that as many cases, or more, change one way though both ways are as likely."""
    n = gained + lost
    tail = sum(math.comb(n, k) for k in range(min(gained, lost) + 1)) / 2**n
    return min(1.0, 2 * float(tail))


def sign_flips(differences: Sequence[float]) -> float:
    """Return the two-sided p of a mean difference of 0, by flipping the signs of paired differences at random."""
    values = np.array([difference for difference in differences if difference], dtype=float)
    if not len(values):
        return 1.0
    signs = np.random.default_rng(_SEED).choice([-1.0, 1.0], size=(10_000, len(values)))
    at_least = np.abs(signs @ values) >= abs(values.sum()) - 1e-9
    return float((at_least.sum() + 1) / (len(signs) + 1))


def holm(ps: Sequence[float]) -> list[float]:
    """Return `ps` corrected for their number (Holm 1979), in the same order."""
    order = sorted(range(len(ps)), key=lambda i: ps[i])
    corrected, highest = [0.0] * len(ps), 0.0
    for position, i in enumerate(order):
        highest = max(highest, min(1.0, (len(ps) - position) * ps[i]))
        corrected[i] = highest
    return corrected
