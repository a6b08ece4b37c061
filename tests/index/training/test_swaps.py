"""Answered questions changed so that their sentence no longer answers them."""

import random

import pytest

from crosscheck.index.training.names import names, subject
from crosscheck.index.training.phrasing import claim_question, keyword_query, misspell
from crosscheck.index.training.swaps import (
    long_words,
    swap_contrast,
    swap_kind,
    swap_name,
    swap_question_word,
    swap_word,
)


def rng() -> random.Random:
    return random.Random(1)


def test_a_name_is_exchanged_for_one_the_sentence_lacks() -> None:
    swapped = swap_name("When was Acme founded?", ["Acme", "Zenith"], "Acme was founded in 1999.", rng())
    assert swapped == "When was Zenith founded?"
    assert swap_name("When was it founded?", ["Zenith"], "Acme was founded in 1999.", rng()) is None


def test_a_shared_word_is_exchanged() -> None:
    sentence = "the parliament is led by ann."
    assert swap_word("who leads the parliament?", ["harbour"], sentence, rng()) == "who leads the harbour?"
    assert swap_word("who leads the council?", ["harbour"], sentence, rng()) is None


def test_a_long_word_has_six_small_letters() -> None:
    assert long_words("The Harbour master rang the harbour bell.") == ["master", "harbour"]


def test_the_other_of_two_things_of_one_sort_is_asked_about() -> None:
    assert swap_contrast("who built the old dam?", "Ann built it.", rng()) == "who built the new dam?"
    assert swap_contrast("who built the new dam?", "Ann built it.", rng()) == "who built the old dam?"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("who built the dam?", "Ann built it."),  # of no pair of words
        ("who built the old dam?", "Ann built the New dam."),  # it answers that, too
        ("is it open before or after lunch?", "It is open all day."),
        ("how many calls per second?", "It takes nine."),  # a measure, not the second of two
        ("how many calls a second?", "It takes nine."),
    ],
)
def test_it_is_not_where_both_are_told_of_or_the_word_tells_nothing_apart(question: str, sentence: str) -> None:
    assert swap_contrast(question, sentence, rng()) is None


def test_where_becomes_when_unless_the_sentence_holds_a_date() -> None:
    assert swap_question_word("Where did it land?", "It landed in Oslo.") == "When did it land?"
    assert swap_question_word("Where did it land?", "It landed in Oslo in 1999.") is None


def test_another_kind_of_thing_is_asked_for() -> None:
    swapped = swap_kind("What country is it in?", "It is in France.", rng())
    assert swapped is not None
    assert swapped.startswith("What ")
    assert "country" not in swapped
    assert swap_kind("Why is it there?", "It is in France.", rng()) is None


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Acme Corp was founded in 1999.", "Acme Corp"),
        ("The Bank of Norway has moved.", "Bank of Norway"),
        ("It was founded in 1999.", None),
        ("lower case opens nothing.", None),
    ],
)
def test_the_subject_is_the_name_that_opens_the_sentence(sentence: str, name: str | None) -> None:
    assert subject(sentence) == name


def test_names_leave_out_a_pronoun() -> None:
    assert names("He bought Acme Corp from Zenith.") == ["Acme Corp", "Zenith"]


def test_a_keyword_query_keeps_the_content_words() -> None:
    assert keyword_query("What is the latency of the new cache?") == "latency new cache"
    assert keyword_query("Is it there?") == ""


def test_a_slip_changes_one_word_a_little() -> None:
    slips = {misspell("cache latency", random.Random(seed)) for seed in range(30)}
    assert "cache latency" not in slips or len(slips) > 1
    assert all(abs(len(slip) - len("cache latency")) <= 1 for slip in slips)
    assert misspell("a few", rng()) == "a few"


def test_a_claim_becomes_a_question() -> None:
    assert claim_question("The lake is deep.", rng()).startswith("Is The lake deep")
    assert "Ships cross it" in claim_question("Ships cross it.", rng())
