"""Which claims are compared: list items only with what speaks of the same."""

import numpy as np
import pytest

from crosscheck.index.compare.candidates import candidates
from crosscheck.index.compare.claims import Claim

CREW = Claim(
    0, "a", "MF Lysa: A crew of five on every departure", frozenset({"mf", "lysa"}), listed=("a", "MF Lysa")
)


@pytest.mark.parametrize(
    ("other", "compared"),
    [
        (Claim(9, "b", "MF Lysa: A kiosk with waffles", frozenset({"mf", "lysa"}), listed=("b", "MF Lysa")), 0),
        (Claim(9, "b", "Lysa was built at Bakke Yard.", frozenset({"lysa", "bakk", "yard"})), 0),
        (Claim(9, "b", "Seven people make up the crew of Lysa.", frozenset({"lysa"})), 1),
        (Claim(9, "b", "MF Lysa: crew of seven", frozenset({"mf", "lysa"}), listed=("b", "MF Lysa")), 1),
    ],
)
def test_a_list_item_is_compared_with_what_says_something_of_the_same(other: Claim, compared: int) -> None:
    assert len(candidates([CREW, other], np.array([[1, 0], [0.8, 0.6]], dtype=np.float32))) == compared


def test_sentences_are_compared_whatever_their_words() -> None:
    one, other = (
        Claim(row, name, text, frozenset()) for row, name, text in [(0, "a", "It is quick."), (9, "b", "Slow.")]
    )
    assert len(candidates([one, other], np.array([[1, 0], [0.8, 0.6]], dtype=np.float32))) == 1
