"""Logits to probabilities, and labels to columns."""

import numpy as np
import pytest

from crosscheck.index.errors import ModelError
from crosscheck.index.models.scoring import columns_of, sigmoid, softmax


def test_softmax_rounds_to_four_decimals() -> None:
    probabilities = softmax(np.log(np.array([[1.0, 2.0, 5.0]], dtype=np.float32)))
    assert probabilities.tolist() == np.array([[0.125, 0.25, 0.625]], dtype=np.float32).tolist()
    assert probabilities.dtype == np.float32


def test_softmax_bears_large_logits() -> None:
    assert softmax(np.array([[1000.0, 0.0]], dtype=np.float32)).tolist() == [[1.0, 0.0]]


def test_sigmoid_of_zero_is_a_half() -> None:
    assert sigmoid(np.array([0.0, 100.0, -100.0], dtype=np.float32)).tolist() == [0.5, 1.0, 0.0]


@pytest.mark.parametrize(
    ("labels", "columns"),
    [
        (("contradiction", "entailment", "neutral"), [1, 2, 0]),  # cross-encoder/nli-*
        (("ENTAILMENT", "NEUTRAL", "CONTRADICTION"), [0, 1, 2]),
        (("CONTRADICTION", "NEUTRAL", "ENTAILMENT"), [2, 1, 0]),  # roberta-large-mnli
    ],
)
def test_labels_are_found_by_name(labels: tuple[str, ...], columns: list[int]) -> None:
    assert columns_of(labels, ("entail", "neutral", "contradict")) == columns


@pytest.mark.parametrize("labels", [("LABEL_0", "LABEL_1", "LABEL_2"), ("entailment", "not_entailment"), ()])
def test_labels_that_mean_something_else_are_refused(labels: tuple[str, ...]) -> None:
    with pytest.raises(ModelError, match="expected entail, neutral, contradict"):
        columns_of(labels, ("entail", "neutral", "contradict"))
