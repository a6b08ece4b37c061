import pytest

from crosscheck.index.compare.claims import Claim
from crosscheck.index.compare.kinds import topic


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Tickets are sold on board.", "Tickets are not sold on board.", "Tickets are sold on board"),
        ("No dogs on the ferry.", "Dogs may use the ferry.", "dogs on the ferry"),
        ("It is quiet.", "Rust grows.", "Rust grows"),
    ],
)
def test_the_topic_is_the_phrase_that_both_share(one: str, other: str, expected: str) -> None:
    assert topic(Claim(0, "a", one, frozenset()), Claim(1, "b", other, frozenset())) == expected
