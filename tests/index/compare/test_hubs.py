"""Scores of claims that seem to disagree with many others."""

import math

import numpy as np
import pytest

from crosscheck.index.compare.hubs import corrected, hubness

EAST, NORTH, WEST = [1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]
WEIGHTS = {"alone": 1.0, "hubness": -2.0, "bias": 0.5}


def of(pairs: dict[tuple[int, int], float], directions: list[list[float]]) -> list[float]:
    ends, scores = np.array(list(pairs)), np.array(list(pairs.values()))
    return hubness(ends, scores, np.array(directions, dtype=np.float32)).round(6).tolist()  # type: ignore[no-any-return]


def test_what_a_claim_seems_to_disagree_with_besides_is_added_up() -> None:
    # Claim 0 has three pairs, with claims that say different things; five and seven of eight are lacking.
    lacking = 0.05 * (5 + 7)
    found = of({(0, 1): 0.5, (0, 2): 0.25, (0, 3): 0.125}, [EAST, EAST, NORTH, WEST])
    assert found == [round(lacking + other, 6) for other in (0.375, 0.625, 0.75)]


def test_those_who_say_the_same_against_one_do_not_speak_against_each_other() -> None:
    three_to_one = of({(0, 1): 0.5, (0, 2): 0.5, (0, 3): 0.5}, [NORTH, EAST, EAST, EAST])
    assert three_to_one == [round(0.05 * (5 + 7), 6)] * 3


def test_pairs_that_nobody_suspects_count_nothing() -> None:
    assert of({(0, 1): 0.5, (0, 2): 0.049}, [EAST, EAST, NORTH]) == [round(0.05 * (6 + 7), 6)] * 2


def test_the_correction_is_of_log_odds_by_the_logarithm_of_the_others() -> None:
    scores, hubs = np.array([0.8, 0.8, 0.04, 0.06]), np.array([0.0, math.e - 1, math.e - 1, 10.0])
    # ln 4 + 1/2, and 2 less; what nobody suspects stays, and stays below what somebody does.
    expected = [1 / (1 + np.exp(-(np.log(4) + 0.5))), 1 / (1 + np.exp(-(np.log(4) - 1.5))), 0.04, 0.05]
    assert corrected(scores, hubs, WEIGHTS) == pytest.approx(expected)


def test_the_order_of_claims_and_pairs_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = np.random.default_rng(3)
    vectors = drawn.standard_normal((30, 4)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ends, scores = drawn.choice(30, (80, 2)), drawn.random(80)
    ends = ends[ends[:, 0] != ends[:, 1]]
    scores = scores[: len(ends)]
    expected = hubness(ends, scores, vectors)
    claims, pairs = drawn.permutation(30), drawn.permutation(len(ends))
    place = np.argsort(claims)
    monkeypatch.setattr("crosscheck.index.compare.hubs._BLOCK", 2)
    assert hubness(place[ends[pairs]], scores[pairs], vectors[claims]) == pytest.approx(expected[pairs])
