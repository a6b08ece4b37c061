"""Figures worked out by hand."""

import pytest

from crosscheck.index.models.metrics import auroc, auroc_figure, share


def test_share_with_wilsons_interval() -> None:
    figure = share(8, 10)
    assert (figure.value, figure.cases) == (0.8, 10)
    assert (figure.low, figure.high) == pytest.approx((0.4902, 0.9433), abs=1e-4)


def test_share_of_nothing_says_nothing() -> None:
    assert str(share(0, 0)) == "0.000  [0.000, 1.000]  n=0"


def test_auroc_counts_ties_half() -> None:
    assert auroc([0.9, 0.4], [0.1, 0.4]) == (1 + 1 + 1 + 0.5) / 4


def test_auroc_of_a_perfect_order_has_no_width() -> None:
    figure = auroc_figure([0.8, 0.9], [0.1, 0.2])
    assert (figure.value, figure.low, figure.high, figure.cases) == (1.0, 1.0, 1.0, 4)


def test_auroc_interval_is_seeded() -> None:
    assert auroc_figure([0.2, 0.9, 0.5], [0.1, 0.6]) == auroc_figure([0.2, 0.9, 0.5], [0.1, 0.6])
