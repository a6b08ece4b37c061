"""Pairs told of other names and numbers."""

import random

from crosscheck.index.training.disguise import disguised, proper_names
from crosscheck.index.training.examples import CONTRADICTION, NEUTRAL, Example

PAIR = Example("Alba sails from Orn in 12 minutes.", "In Orn they say 45 minutes.", CONTRADICTION)
ALIKE = Example("Up to 40 of the 300 seats are booked.", "Of 300 seats 25 are booked.", NEUTRAL)


def variants(example: Example) -> set[Example]:
    """Return what a hundred draws make of `example`."""
    return {disguised(example, frozenset({"Alba", "Orn"}), ["Zell"], random.Random(n)) for n in range(100)}


def test_a_word_that_occurs_without_its_capital_is_no_name() -> None:
    assert proper_names(["The Alba sails.", "Is the boat The Alba?"]) == {"Alba"}


def test_a_name_that_both_have_is_exchanged_in_both_and_one_that_one_has_stays() -> None:
    texts = {
        example.first.split(" in ")[0] + " | " + example.second.split(" they ")[0] for example in variants(PAIR)
    }
    assert texts == {"Alba sails from Orn | In Orn", "Alba sails from Zell | In Zell"}


def test_numbers_that_disagree_go_on_disagreeing() -> None:
    minutes = {(v.first.split()[-2], v.second.split()[-2]) for v in variants(PAIR)}
    assert len(minutes) > 10
    assert all(one != other for one, other in minutes)


def test_of_what_does_not_disagree_only_common_numbers_are_exchanged() -> None:
    found = {
        (v.first.split()[2], v.first.split()[5], v.second.split()[1], v.second.split()[3]) for v in variants(ALIKE)
    }
    assert {(first, last) for first, _, _, last in found} == {("40", "25")}
    assert len({seats for _, seats, _, _ in found}) > 3
    assert all(one == other for _, one, other, _ in found)
