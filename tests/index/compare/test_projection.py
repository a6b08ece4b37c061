"""Vectors in which claims about one detail of one thing are near."""

import numpy as np
import pytest

from crosscheck.index.compare import projection as module
from crosscheck.index.compare.projection import projected, projection
from crosscheck.index.encoder import load_encoder
from crosscheck.index.types import FloatMatrix


@pytest.fixture
def packaged() -> FloatMatrix:
    found = projection(load_encoder().fingerprint)
    assert found is not None
    return found


def test_vectors_are_multiplied_and_brought_to_unit_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BLOCK", 2)
    vectors = np.array([[1, 0], [0.6, 0.8], [0, 1]], dtype=np.float32)
    matrix = np.array([[3, 4], [0, 2]], dtype=np.float32)
    # [3, 4]; [1.8, 2.4 + 1.6] = 1.8, 4, of length 4.3863; [0, 2].
    wanted = [[0.6, 0.8], [1.8 / 19.24**0.5, 4 / 19.24**0.5], [0, 1]]
    assert projected(vectors, matrix).tolist() == pytest.approx(np.array(wanted))


def test_vectors_of_an_encoder_it_was_not_learnt_for_stay_where_they_are() -> None:
    assert projection("another@0123456789ab") is None


def test_what_excludes_each_other_in_other_words_comes_nearer_than_what_shares_the_subject(
    packaged: FloatMatrix,
) -> None:
    texts = (
        "Each film is chosen by a vote of the entire staff.",
        "The founder picks every project by herself.",
        "The films are shown on Fridays to the staff and their families.",
    )
    vectors = load_encoder().encode(texts)
    chosen, other_side, same_subject = projected(vectors, packaged)
    assert vectors[0] @ vectors[1] < vectors[0] @ vectors[2] - 0.1
    assert chosen @ other_side > vectors[0] @ vectors[1] + 0.1
    assert chosen @ same_subject - chosen @ other_side < vectors[0] @ vectors[2] - vectors[0] @ vectors[1] - 0.1
