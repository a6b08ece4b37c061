"""Edits of sentences: exact texts, and the labels that follow."""

import random

import pytest

from crosscheck.index.training import edits
from crosscheck.index.training.examples import CONTRADICTION, ENTAILMENT, NEUTRAL, Example


def rng() -> random.Random:
    return random.Random(4)


def test_a_changed_number_contradicts() -> None:
    (pair,) = edits.changed_quantity("Acme employs 40 people.", rng())
    assert pair.label == CONTRADICTION
    assert pair.second.startswith("Acme employs ")
    assert pair.second != pair.first


def test_a_sentence_without_numbers_has_none_to_change() -> None:
    assert list(edits.changed_quantity("Acme employs many people.", rng())) == []


@pytest.mark.parametrize("text", ["40", "1,200", "3.5", "1999", "1"])
def test_a_different_number_is_different(text: str) -> None:
    assert all(edits.different_number(text, random.Random(seed)) != text for seed in range(50))


def test_units_are_converted() -> None:
    assert list(edits.rephrased_quantity("It takes 3 hours.", rng())) == [
        Example("It takes 3 hours.", "It takes 180 minutes.", ENTAILMENT),
        Example("It takes 3 hours.", "It takes 3 days.", CONTRADICTION),
    ]


def test_a_percentage_and_a_number_word_are_rewritten() -> None:
    assert list(edits.rephrased_quantity("It rose 5% in two weeks.", rng())) == [
        Example("It rose 5% in two weeks.", "It rose 5 percent in two weeks.", ENTAILMENT),
        Example("It rose 5% in two weeks.", "It rose 5% in 2 weeks.", ENTAILMENT),
    ]


def test_bounds_hold_on_one_side_only() -> None:
    pairs = list(edits.bounded_quantity("Acme has 200 members.", rng()))
    assert [pair.label for pair in pairs] == [ENTAILMENT, ENTAILMENT, CONTRADICTION, CONTRADICTION]
    below, above = (int(pair.second.split()[4].replace(",", "")) for pair in pairs[:2])
    assert below < 200 < above


def test_an_amount_left_out_is_open_in_the_other_direction() -> None:
    first, second = edits.vague_quantity("Sales of 30% were lost.", rng())
    assert first == Example("Sales of 30% were lost.", "Sales were lost.", ENTAILMENT)
    assert second == Example("Sales were lost.", "Sales of 30% were lost.", NEUTRAL)


def test_the_same_of_another_subject_is_neutral() -> None:
    first = next(edits.other_subject("Acme was founded in Oslo.", ["Zenith"], rng()))
    assert first == Example("Acme was founded in Oslo.", "Zenith was founded in Oslo.", NEUTRAL)


def test_another_place_of_the_same_event_contradicts() -> None:
    (pair,) = edits.other_object("Acme was founded in Oslo.", ["Bergen"], rng())
    assert pair == Example("Acme was founded in Oslo.", "Acme was founded in Bergen.", CONTRADICTION)


def test_negation_goes_in_and_out() -> None:
    assert edits.negate("The cache is shared.") == "The cache is not shared."
    assert edits.negate("The cache is not shared.") == "The cache is shared."
    assert edits.negate("They run.") is None


def test_negating_the_conclusion_turns_entailment_into_contradiction() -> None:
    (pair, *_) = edits.negated(Example("It is red and round.", "It is red.", ENTAILMENT), random.Random(1))
    assert pair == Example("It is red and round.", "It is not red.", CONTRADICTION)
    (pair,) = edits.negated(Example("It is red.", "It is cheap.", NEUTRAL), rng())
    assert pair == Example("It is red.", "It is not cheap.", NEUTRAL)
    assert list(edits.negated(Example("It is red.", "It is blue.", CONTRADICTION), rng())) == []


def test_an_opposite_word_contradicts() -> None:
    (pair,) = edits.denied_sentence("Sales increased in spring.", rng())
    assert pair == Example("Sales increased in spring.", "Sales decreased in spring.", CONTRADICTION)


def test_a_hedge_follows_from_the_fact_and_not_the_reverse() -> None:
    weak, strong, *_ = edits.hedged("the lake is deep.", rng())
    assert weak == Example("the lake may be deep.", "the lake is deep.", NEUTRAL)
    assert strong == Example("the lake is deep.", "the lake may be deep.", ENTAILMENT)


def test_the_beginning_of_a_sentence_follows_from_it() -> None:
    sentence = "The old harbour of the town was closed to ships, and the pier was sold to the council."
    head = "The old harbour of the town was closed to ships."
    assert list(edits.shortened(sentence, rng())) == [
        Example(sentence, head, ENTAILMENT),
        Example(head, sentence, NEUTRAL),
    ]
