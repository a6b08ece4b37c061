"""The evidence in the words of two claims; every value worked out by hand."""

import numpy as np
import pytest

from crosscheck.index.compare import signals
from crosscheck.index.compare.claims import Claim
from crosscheck.index.compare.score import signals as evidence
from crosscheck.index.compare.score import support
from crosscheck.index.compare.signals import Cheap, rarity


def claim(text: str, *names: str, article: str = "a") -> Claim:
    return Claim(0, article, text, frozenset(names), anaphoric=False)


def cheap_signals(one: Claim, other: Claim) -> Cheap:
    """Take all words for equally rare."""
    return signals.cheap_signals(one, other, rarity([]))


def test_overlap_is_the_share_of_the_shorter() -> None:
    found = cheap_signals(claim("The ferry crosses fjords."), claim("A ferry crosses lakes, canals and rivers."))
    assert found.overlap == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("one", "other", "signal"),
    [
        ("The trip takes 24 minutes.", "The trip takes 35 minutes.", "number"),
        ("The trip takes 24 minutes.", "The trip takes 35 minutes.", "number_near"),
        ("The trip takes 90 minutes.", "The trip takes an hour and a half.", "number_agrees"),
        ("The trip takes 90 minutes.", "The trip takes an hour and a half.", "converted"),
        ("It opened in 1998.", "It opened in May 2003.", "date"),
        ("It opened in 2003.", "It opened in May 2003.", "date_agrees"),
        ("Dogs are allowed on deck.", "Dogs are not allowed on deck.", "negation"),
        ("Deck fares increase yearly.", "Deck fares decrease yearly.", "opposite"),
        ("All ferries are electric.", "Some ferries are electric.", "quantifier"),
        ("The ferry is fast.", "The ferry is slow.", "verdict"),
    ],
)
def test_each_signal_fires(one: str, other: str, signal: str) -> None:
    assert getattr(cheap_signals(claim(one), claim(other)), signal) > 0


@pytest.mark.parametrize(
    ("one", "other", "contradiction", "expected"),
    [
        # The numbers are those of one amount in two units: the model, which converts none, is not asked.
        ("The trip takes 90 minutes.", "The trip takes an hour and a half.", 0.9, 0.65),
        ("Two hundred ferries sank.", "200 ferries sailed on.", 0.9, 0.02),
        ("The trip takes 90 minutes.", "The trip takes 90 minutes now.", 0.1, 0.65),
        # The same number, but the model sees that something else differs.
        ("Two bridges open to lorries.", "2 bridges shut to lorries.", 0.45, 0.02),
        ("He was born in 1879 and died in 1955.", "He was born in 1879 and died in 1954.", 0.1, 0.0),
        # So do the words, whatever the model sees.
        ("In May 1998 fares increased.", "In May 1998 fares decreased.", 0.1, 0.02),
    ],
)
def test_a_number_in_common_says_that_both_agree_unless_something_else_differs(
    one: str, other: str, contradiction: float, expected: float
) -> None:
    verdicts = np.array([[contradiction, contradiction, 0.02, 0.02]])
    found = support(evidence([cheap_signals(claim(one), claim(other))], verdicts, [0.85]))
    assert found.tolist() == [pytest.approx(expected)]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (claim("The museum shuts on Mondays.", "monday"), claim("The museum shuts on Mondays.", "monday"), 0.9),
        (claim("The museum shuts on Mondays.", "monday"), claim("The museum shuts on Tuesdays.", "tuesday"), 0.0),
        (claim("The server uses port 8440."), claim("The server uses port 8040."), 0.0),
    ],
)
def test_what_differs_in_a_figure_or_a_name_does_not_say_the_same_whatever_the_model_sees(
    one: Claim, other: Claim, expected: float
) -> None:
    entailed = np.array([[0.02, 0.02, 0.9, 0.9]])
    found = support(evidence([cheap_signals(one, other)], entailed, [0.95]))
    assert found.tolist() == [pytest.approx(expected)]


def test_a_number_in_common_hides_none_that_differs() -> None:
    one, other = claim("A crew of 24 sails 90 minutes."), claim("A crew of 24 sails 2 hours.")
    found = cheap_signals(one, other)
    assert (found.number, found.number_agrees) == (1, 0)
    same = cheap_signals(one, claim("A crew of 24 sails an hour and a half."))
    assert (same.number, same.number_agrees) == (0, 1)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("The trip takes 90 minutes.", "The trip takes 1.5 hours.", 1),
        ("The bar opens at 2 pm.", "The bar opens at 14:00.", 1),
        ("The bar opens at noon.", "The bar opens at 12:00.", 1),
        ("The box holds 24 skates.", "The box holds two dozen skates.", 1),
        ("The county spent $1,500,000.", "The county spent $1.5 million.", 1),
        ("The box holds 200 skates.", "The box holds two hundred skates.", 0),  # a model sees that
        ("Some 1,490 skates were sold.", "Some 1,500 skates were sold.", 0),  # rounded
        # The miles are kilometres, and yet not all is one.
        ("It lies 3.3 miles (5.3 km) off.", "It lies 3.3 miles (4.3 km) off.", 0),
    ],
)
def test_numbers_are_converted_where_all_agree_and_some_are_written_otherwise(
    one: str, other: str, expected: int
) -> None:
    assert cheap_signals(claim(one), claim(other)).converted == expected
    assert cheap_signals(claim(other), claim(one)).converted == expected


def test_numbers_of_different_things_are_not_compared() -> None:
    found = cheap_signals(claim("It carries 90 cars."), claim("It carries 299 passengers."))
    assert found.number == found.number_agrees == 0


def test_one_role_for_two_names_is_seen_clause_by_clause() -> None:
    java = claim("Java serves the backend, while Scala crunches data.", "java", "scala")
    python = claim("Python serves the backend.", "python")
    # Both words of the one clause are among the two of the other: two of one more than two.
    assert cheap_signals(java, python).roles == pytest.approx(2 / 3)


def test_one_name_in_one_role_is_no_rivalry() -> None:
    one, other = claim("Java serves the backend.", "java"), claim("Java serves the backend well.", "java")
    assert cheap_signals(one, other).roles == 0


def test_the_order_does_not_matter() -> None:
    one = claim("Never did Lysa take 24 minutes in 1998.", "lysa", article="b")
    other = claim("Brisa always takes 35 minutes since 2003.", "brisa")
    assert cheap_signals(one, other) == cheap_signals(other, one)


def test_a_copy_of_a_claim_makes_no_word_less_rare() -> None:
    told = [claim("Dogs sail free."), claim("Bicycles sail for five euros.")]
    assert rarity([*told, claim("dogs sail free.", article="copy")]).of == rarity(told).of


def test_a_word_is_the_rarer_the_fewer_claims_have_it() -> None:
    found = rarity([claim("ferry bay"), claim("ferry lake"), claim("ferry canal")])
    assert found.of["bay"] == 1.0
    assert found.of["ferri"] == pytest.approx(0.2075, abs=1e-4)  # log(4 / 3) of log 4
