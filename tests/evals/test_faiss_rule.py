"""The measurement of indexes: what recall is, that made vectors lie as real ones do, and what a run prints."""

import json
from pathlib import Path

import numpy as np
import pytest

from crosscheck import corpus
from crosscheck.evals.bench import faiss_rule
from crosscheck.evals.bench.vectors import dimension, more
from crosscheck.index.encoder import load_encoder
from crosscheck.index.index import build_index
from crosscheck.index.read import read_folder
from crosscheck.index.types import FloatMatrix


@pytest.fixture(scope="module")
def real() -> FloatMatrix:
    """The vectors of the sentences of the packaged articles."""
    vectors = build_index(read_folder(corpus.folder()).articles, load_encoder()).sentence_vectors
    return np.unique(vectors.reconstruct_n(0, vectors.ntotal), axis=0)


def test_recall_is_the_share_of_the_first_true_rows_among_the_first_found() -> None:
    true, found = np.array([[1, 2, 9], [3, 4, 9]]), np.array([[2, 5, 1], [4, 3, 1]])
    assert faiss_rule.recall(true, found, 2) == 3 / 4


def test_the_real_vectors_come_first_and_the_made_ones_are_of_unit_length(real: FloatMatrix) -> None:
    made = more(real, 400)
    assert np.array_equal(made[: len(real)], real)
    assert np.allclose(np.linalg.norm(made, axis=1), 1)


def test_the_same_vectors_are_made_every_time(real: FloatMatrix) -> None:
    assert np.array_equal(more(real, 300), more(real, 300))


def test_made_vectors_have_about_as_many_dimensions_as_real_ones(real: FloatMatrix) -> None:
    made = more(real, 3 * len(real))[len(real) :]
    assert dimension(real) / 2 < dimension(made) < 2 * dimension(real)


@pytest.mark.parametrize("kind", faiss_rule.KINDS)
def test_every_kind_is_measured_with_each_of_its_settings(kind: str, real: FloatMatrix) -> None:
    rows = list(faiss_rule.measured(kind, real, real[:5]))
    assert len(rows) == len(faiss_rule.KINDS[kind][2])
    assert [row["recall@10"] for row in rows] == sorted(row["recall@10"] for row in rows)
    assert rows[-1]["recall@10"] > 0.9
    assert rows[0]["mb"] > real.size / 1e6


def test_a_figure_measured_again_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    row = {"vectors": 1000, "kind": "flat", "setting": "", "recall@10": 1.0, "p95_ms": 2.0}
    for time in (2.0, 3.0):
        rows = faiss_rule.kept(tmp_path / "faiss.json", row | {"p95_ms": time})
    assert json.loads((tmp_path / "faiss.json").read_text()) == rows == [row | {"p95_ms": 3.0}]
    assert faiss_rule.table(rows).splitlines()[2] == "| 1,000 | flat |  | 1.000 | 3 |"
