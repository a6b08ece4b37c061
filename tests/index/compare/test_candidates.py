"""Which claims are compared: list items only with what speaks of the same."""

from collections import Counter

import numpy as np
import pytest

from crosscheck.index.compare import candidates as module
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


def test_pairs_do_not_depend_on_how_many_claims_are_in_work_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        Claim(row, f"a{row % 7}", f"Boat {row} carries {row} tons of salt.", frozenset()) for row in range(60)
    ]
    drawn = np.random.default_rng(7).standard_normal((60, 4)).astype(np.float32)
    vectors = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    at_once = [*candidates(found, vectors)]
    monkeypatch.setattr(module, "_PAIRED", 7)
    assert [*candidates(found, vectors)] == at_once
    of_each = Counter(place for pair in at_once for place in (pair.first, pair.second))
    assert min(of_each.values()) >= module.MAX_JUDGED  # all have so many neighbours
    assert len(at_once) <= module.MAX_JUDGED * len(found)
