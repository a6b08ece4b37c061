"""Plain statements and questions about them: labels follow from the construction."""

import random
from collections import Counter
from collections.abc import Callable

import pytest

from crosscheck.index.training import everyday, facts, slots
from crosscheck.index.training.asked import Asked
from crosscheck.index.training.examples import CONTRADICTION, ENTAILMENT, NEUTRAL, Example

PAIRS = (everyday.stock_pair, everyday.part_pair, everyday.amount_pair)
QUESTIONS = (
    facts.fact_question,
    facts.amount_question,
    facts.told_question,
    slots.slot_question,
    slots.whether_question,
    slots.stock_question,
)


@pytest.mark.parametrize("make", PAIRS)
def test_pairs_have_all_three_labels_and_are_whole_sentences(make: Callable[[random.Random], Example]) -> None:
    rng = random.Random(1)
    made = [make(rng) for _ in range(400)]
    counts = Counter(pair.label for pair in made)
    assert min(counts[label] for label in range(3)) > 25
    for text in (text for pair in made for text in (pair.first, pair.second)):
        assert text[0] == text[0].upper()
        assert text.endswith(".")
        assert "{" not in text


@pytest.mark.parametrize("make", QUESTIONS)
def test_questions_have_both_outcomes(make: Callable[[random.Random], Asked]) -> None:
    rng = random.Random(1)
    counts = Counter(make(rng).label for _ in range(400))
    assert min(counts[0], counts[1]) > 120


def test_equal_amounts_entail_each_other_and_others_contradict() -> None:
    rng = random.Random(3)
    made = [pair for pair in (everyday.amount_pair(rng) for _ in range(9000)) if pair.label != NEUTRAL]
    hours = [pair for pair in made if "2 hours" in pair.first]
    assert {pair.label for pair in hours if "120 minutes" in pair.second} == {ENTAILMENT}
    assert {pair.label for pair in hours if "14 days" in pair.second} == {CONTRADICTION}


def test_another_thing_is_neutral_even_with_another_number() -> None:
    sentence = "The choir was founded in 1950."
    pairs = list(everyday.other_thing(sentence, ["The orchestra was old."], random.Random(1)))
    assert pairs[0] == Example(sentence, "The orchestra was founded in 1950.", NEUTRAL)
    assert pairs[1].label == NEUTRAL
    assert pairs[1].second.startswith("The orchestra was founded in ")


def test_a_filler_answers_nothing() -> None:
    rng = random.Random(1)
    assert {facts.filler_question(rng).label for _ in range(50)} == {0}


def test_a_circumstance_is_told_or_not() -> None:
    rng = random.Random(1)
    for _ in range(300):
        one = slots.slot_question(rng)
        if one.question.startswith("Who ") and one.label:
            assert " by " in one.sentence
        if one.question.startswith("Why ") and one.label:
            assert any(word in one.sentence for word in ("because", "due to", "to ", "after", "so that"))
