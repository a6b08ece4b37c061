"""Questions made from sentences: exact questions, and whether the sentence answers them."""

import random

import pytest

from crosscheck.index.training import asked
from crosscheck.index.training.asked import Asked


def rng() -> random.Random:
    return random.Random(2)


def test_who_and_when_are_answered_where_the_sentence_tells_both() -> None:
    sentence = "Acme was founded by Ann Berg in 1999."
    questions = list(asked.event_questions(sentence, rng()))
    assert questions[0] == Asked("Who founded Acme?", sentence, 1)
    assert questions[1].label == 1
    assert "1999" not in questions[1].question


def test_who_is_left_open_by_a_date_and_when_by_a_name() -> None:
    dated, named = "Acme was founded in 1999.", "Acme was founded by Ann Berg."
    assert Asked("Who founded Acme?", dated, 0) in list(asked.event_questions(dated, rng()))
    assert Asked("When was Acme founded?", named, 0) in list(asked.event_questions(named, rng()))


def test_only_the_counted_things_are_counted() -> None:
    sentence = "Acme has 40 branches."
    answered, other = asked.count_questions(sentence, rng())
    assert (answered.label, other.label) == (1, 0)
    assert "branches" in answered.question
    assert "branches" not in other.question


def test_a_definition_answers_what_something_is() -> None:
    (question,) = asked.definition_questions("Redis is a key-value store.", rng())
    assert question.label == 1
    assert "Redis" in question.question


@pytest.mark.parametrize("seed", range(40))
def test_an_attribute_is_never_asked_of_a_sentence_that_gives_it(seed: int) -> None:
    sentence = "Acme sold 12 licences of version 3 for $40 since 1999 by mail, said its founder, to install free."
    questions = list(asked.attribute_questions(sentence, random.Random(seed)))
    kinds = ("version", "when", "year", "who", "much", "many", "cost", "price", "licence", "install", "contact")
    assert not any(kind in one.question.lower() for one in questions for kind in kinds)


def test_an_attribute_that_is_missing_is_a_near_miss() -> None:
    found = [one for s in range(20) for one in asked.attribute_questions("Acme uses steam.", random.Random(s))]
    assert found
    assert all(one.label == 0 and "Acme" in one.question for one in found)


def test_questions_and_small_talk_are_never_answers() -> None:
    made = asked.question_sentences(["Is it old?", "Who runs it?"], 10, rng()) + asked.off_topic(
        ["Acme runs."], 5, rng()
    )
    assert len(made) == 15
    assert {one.label for one in made} == {0}
