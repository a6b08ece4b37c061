"""Intervals and tests, against values worked out by hand."""

import math

import pytest

from crosscheck.evals.stats import bootstrap, holm, mcnemar, sign_flips


def test_five_cases_against_none_are_no_proof_and_six_are() -> None:
    assert (mcnemar(5, 0), mcnemar(0, 6)) == (0.0625, 0.03125)


def test_as_many_each_way_is_no_difference() -> None:
    assert mcnemar(3, 3) == 1.0


def test_holm_multiplies_by_what_is_left_and_never_falls() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


def test_equal_values_have_no_spread() -> None:
    assert bootstrap([0.5, 0.5, 0.5], ["a", "b", "c"]) == (0.5, 0.5)


def test_values_of_one_cluster_are_drawn_together() -> None:
    low, high = bootstrap([0.0, 1.0] * 10, ["one"] * 20)
    assert (low, high) == (0.5, 0.5)


def test_an_interval_of_nothing_is_not_a_number() -> None:
    assert all(math.isnan(end) for end in bootstrap([], []))


def test_no_difference_is_certain_to_be_chance() -> None:
    assert sign_flips([0.0, 0.0]) == 1.0


def test_ten_equal_differences_flip_to_themselves_twice_in_1024() -> None:
    assert sign_flips([1.0] * 10) == pytest.approx(2 / 1024, abs=0.002)
