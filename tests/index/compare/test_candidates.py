"""Which claims are compared: list items only with what speaks of the same."""

from collections import Counter

import numpy as np
import pytest

from crosscheck.index.compare import candidates as module
from crosscheck.index.compare.candidates import Candidate, candidates
from crosscheck.index.compare.claims import Claim
from crosscheck.index.types import FloatMatrix

CREW = Claim(
    0, "a", "MF Lysa: A crew of five on every departure", frozenset({"mf", "lysa"}), listed=("a", "MF Lysa")
)


@pytest.mark.parametrize(
    ("other", "compared"),
    [
        (Claim(1, "b", "MF Lysa: A kiosk with waffles", frozenset({"mf", "lysa"}), listed=("b", "MF Lysa")), 0),
        (Claim(1, "b", "Lysa was built at Bakke Yard.", frozenset({"lysa", "bakk", "yard"})), 0),
        (Claim(1, "b", "Seven people make up the crew of Lysa.", frozenset({"lysa"})), 1),
        (Claim(1, "b", "MF Lysa: crew of seven", frozenset({"mf", "lysa"}), listed=("b", "MF Lysa")), 1),
    ],
)
def test_a_list_item_is_compared_with_what_says_something_of_the_same(other: Claim, compared: int) -> None:
    assert len(candidates([CREW, other], np.array([[1, 0], [0.8, 0.6]], dtype=np.float32))) == compared


def test_sentences_are_compared_whatever_their_words() -> None:
    one, other = (
        Claim(row, name, text, frozenset()) for row, name, text in [(0, "a", "It is quick."), (1, "b", "Slow.")]
    )
    assert len(candidates([one, other], np.array([[1, 0], [0.8, 0.6]], dtype=np.float32))) == 1


@pytest.fixture
def boats() -> list[Claim]:
    return [Claim(row, f"a{row % 7}", f"Boat {row} carries {row} tons of salt.", frozenset()) for row in range(60)]


@pytest.fixture
def drawn() -> FloatMatrix:
    """Directions of the sixty boats."""
    numbers = np.random.default_rng(7).standard_normal((60, 4)).astype(np.float32)
    unit: FloatMatrix = numbers / np.linalg.norm(numbers, axis=1, keepdims=True)
    return unit


def test_pairs_do_not_depend_on_how_many_claims_are_in_work_at_once(
    boats: list[Claim], drawn: FloatMatrix, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = [*candidates(boats, drawn)]
    monkeypatch.setattr(module, "_PAIRED", 7)
    assert [*candidates(boats, drawn)] == at_once


def test_of_what_claims_propose_the_most_promising_is_judged(
    boats: list[Claim], drawn: FloatMatrix, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = [*candidates(boats, drawn)]
    monkeypatch.setattr(module, "ON_AVERAGE", 60)
    proposed = [*candidates(boats, drawn)]
    counts = Counter(place for pair in proposed for place in (pair.first, pair.second))
    assert min(counts.values()) >= 8  # all have so many neighbours
    assert (len(chosen), 195 < len(proposed) <= 480) == (195, True)
    assert chosen == sorted(chosen, key=lambda pair: (pair.first, pair.second))
    # They differ in nearness alone, but that two of one article promise .3 less.
    promise = {
        pair: float(drawn[pair.first] @ drawn[pair.second]) - 0.3 * pair.cheap.same_article for pair in proposed
    }
    liked = set[Candidate]()
    for boat in range(60):
        own = [pair for pair in proposed if boat in (pair.first, pair.second)]
        liked |= {*sorted(own, key=lambda pair: -promise[pair])[:2]}
    assert liked <= {*chosen}
    assert min(promise[p] for p in chosen if p not in liked) >= max(
        promise[p] for p in proposed if p not in chosen
    )


def test_a_claim_that_says_more_goes_before_a_shorter_one_as_near(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LIKED", 0)
    monkeypatch.setattr(module, "ON_AVERAGE", 0.34)  # one pair of three claims
    texts = ["The tower is tall.", "Some towers stand.", "Masons, smiths and farmers built it from river stone."]
    found = [Claim(row, f"a{row}", text, frozenset()) for row, text in enumerate(texts)]
    vectors = np.array([[1, 0, 0], [0.6, 0.8, 0], [0.6, -0.8, 0]], dtype=np.float32)
    assert candidates(found, vectors).places == [(0, 2)]


def test_a_timetable_leaves_their_pairs_to_other_sentences() -> None:
    lines = [f"The ferry Alba leaves pier {n} at {n} in the morning." for n in range(1, 201)]
    towers = ["Its tower is 38 metres high.", "At 52 metres the lighthouse stands above all."]
    texts = [*lines, *towers]
    found = [Claim(row, f"a{row % 2}", text, frozenset()) for row, text in enumerate(texts)]
    vectors = np.zeros((202, 3), dtype=np.float32)
    vectors[:200, 0] = 1
    vectors[200], vectors[201] = [0, 1, 0], [0, 0.6, 0.8]
    pairs = {(pair.first, pair.second) for pair in candidates(found, vectors)}
    assert (200, 201) in pairs
    assert len(pairs) == 656  # 3.25 x 202


def test_neighbours_are_looked_for_where_the_projection_moves_the_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_NEIGHBOURS", 1)
    found = [Claim(row, f"a{row}", f"Claim {row}.", frozenset()) for row in range(3)]
    vectors = np.array([[0.8, 0.6, 0], [0.8, 0, 0.6], [0, 0.96, 0.28]], dtype=np.float32)
    # Cosines .64, .576 and .168; without the first number 0, .96 and .28.
    assert candidates(found, vectors).places == [(0, 1), (0, 2)]
    without_the_first = np.diag(np.array([0, 1, 1], dtype=np.float32))
    assert candidates(found, vectors, without_the_first).places == [(0, 2), (1, 2)]
