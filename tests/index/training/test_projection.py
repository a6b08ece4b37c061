"""Learning where to look for the other side."""

import random

import numpy as np
import pytest

from crosscheck.index.training.groups import Group
from crosscheck.index.training.projection import Space, beside_each_other, clashing, fitted, found_near


def test_a_disagreement_is_found_near_where_either_side_is_among_the_nearest_of_the_other() -> None:
    # Rows 0 and 1 have a cosine of .6. Nearer to row 0 is row 2 (.8), nearer to row 1 row 3 (.96).
    vectors = np.array([[1, 0], [0.6, 0.8], [0.8, -0.6], [0.8, 0.6]], dtype=np.float32)
    spaces = [Space(vectors, {(0, 1): 1.0, (2, 3): 0.5})]
    assert [found_near(spaces, count) for count in (1, 2)] == [0, 1]


def test_two_values_of_a_group_are_to_be_near_its_look_alikes_and_one_value_twice_are_not() -> None:
    group = Group("crew", {"a": ["Five sail her.", "A crew of five."], "b": ["Seven."], "n": ["Five tons."]})
    assert clashing(group) == {(0, 2): 1.0, (1, 2): 1.0}


def test_of_groups_beside_each_other_one_pair_each_is_to_be_near() -> None:
    spaces = [Space(np.eye(3, dtype=np.float32)[[0, 1]], {(0, 1): 1.0})] * 2
    beside = beside_each_other(spaces, random.Random(1))
    assert (beside.vectors.shape, beside.pairs) == ((4, 3), {(0, 1): 1.0, (2, 3): 1.0})


def test_a_fitted_matrix_brings_pairs_together_that_share_what_others_do_not() -> None:
    # What is alike in a pair is the first number; the second, in which its sides are opposite, is noise.
    rng = np.random.default_rng(3)
    spaces = []
    for _ in range(200):
        told, noise = rng.standard_normal((4, 2)), rng.standard_normal((4, 2))
        rows = np.concatenate([np.hstack([told, noise]), np.hstack([told, -noise])])
        unit = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
        spaces.append(Space(unit, {(i, i + 4): 1.0 for i in range(4)}))
    matrix = fitted(spaces, spaces)
    assert abs(matrix[0, 0]) > 1.05 > 0.95 > abs(matrix[2, 2])


def test_a_space_without_pairs_teaches_nothing() -> None:
    eye = np.eye(2, dtype=np.float32)
    lone, some = Space(eye, {}), Space(eye, {(0, 1): 1.0})
    assert fitted([lone], [some]).tolist() == pytest.approx(eye)
