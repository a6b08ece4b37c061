import pytest

from crosscheck.index.compare.claims import Claim
from crosscheck.index.compare.kinds import kind, topic
from crosscheck.index.compare.signals import cheap_signals, rarity


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Tickets are sold on board.", "Tickets are not sold on board.", "Tickets are sold on board"),
        ("No dogs on the ferry.", "Dogs may use the ferry.", "dogs on the ferry"),
        ("It is quiet.", "Rust grows.", "Rust grows"),
        ("Python’s power is clear.", "Those who like Python doubt it.", "Python"),
        (
            "During the day the ferry is charged for eight minutes at each call in Lomsund, then it leaves.",
            "At Lomsund the vessel needs about 12 minutes of the day on the charger at every call it makes there.",
            "day the ferry is charged for minutes at each call in Lomsund",
        ),
        (
            "Python makes a good choice of language for teams, labs, engines, tools, scripts and machines.",
            "It is quite clear that good machines like Python more than anybody else who was ever around here.",
            "Python makes a good",
        ),
    ],
)
def test_the_topic_is_the_phrase_that_both_share(one: str, other: str, expected: str) -> None:
    assert topic(Claim(0, "a", one, frozenset()), Claim(1, "b", other, frozenset())) == expected


def test_where_nothing_but_the_figures_differs_it_is_about_a_number() -> None:
    one, other = (
        Claim(0, "a", "It opens at 9 every day.", frozenset()),
        Claim(1, "b", "Doors open at 10.", frozenset()),
    )
    assert kind(cheap_signals(one, other, rarity([]))) == "number"
