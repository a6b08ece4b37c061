"""Typing errors in questions."""

import pytest

from crosscheck.index.spelling import mended

WORDS = ["connect", "algorithm", "display", "specify", "captain", "should", "monkey"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("what is open conect", "what is open connect"),  # one letter missing: 12 of 13 characters match
        ("the algoritm of captian", "the algorithm of captian"),  # letters swapped: 12 of 14 are too few
        ("how much money is it", "how much money is it"),  # a word, though the articles lack it
        ("does spotify run here", "does spotify run here"),  # a name, not a slip for "specify"
        ("does Conect run here", "does Conect run here"),  # a name that is written as one is left alone
        ("why shouldn't it connect", "why shouldn't it connect"),  # "should" and "shouldn" are near
        ("connected", "connected"),  # the articles use another form of the word
    ],
)
def test_only_near_slips_of_words_the_articles_use_are_mended(question: str, expected: str) -> None:
    assert mended(question, {"connect"}, WORDS) == expected


def test_of_two_equally_near_words_it_is_always_the_same() -> None:
    assert mended("harbours", set(), ["harbour", "harbors"]) == "harbour"
