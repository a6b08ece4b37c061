"""Scores of words, made and looked up without bm25s."""

import math
from pathlib import Path

import numpy as np
import pytest

from crosscheck.index import bm25

DOCUMENTS = [["old", "ferry", "ferry"], ["new", "harbour"], ["old", "harbour", "quay", "harbour"], []]


def test_scores_are_those_of_bm25s() -> None:
    import bm25s

    original = bm25s.BM25(k1=0.9, b=0.4)
    original.index(DOCUMENTS, show_progress=False)
    for terms in (["ferry"], ["old", "harbour"], ["harbour", "harbour", "new"]):
        assert (bm25.score(DOCUMENTS).get_scores(terms) == original.get_scores(terms)).all()


def test_a_term_scores_by_its_rarity_and_how_often_a_document_of_that_length_has_it() -> None:
    # Of three documents, two terms long on average, one has "ferry": log(1 + 2.5 / 1.5); twice, of three terms.
    scored = bm25.score([["old", "ferry", "ferry"], ["old"], ["new", "quay"]])
    expected = math.log(1 + 2.5 / 1.5) * 2 / (2 + 0.9 * (1 - 0.4 + 0.4 * 3 / 2))
    assert scored.get_scores(["ferry"]).tolist() == [pytest.approx(expected), 0.0, 0.0]


@pytest.mark.parametrize("documents", [[], [[]]])
def test_where_there_are_no_terms_nothing_is_scored(documents: list[list[str]]) -> None:
    scored = bm25.score(documents)
    assert (scored.documents, scored.vocab_dict) == (len(documents), {})


def test_a_document_without_the_terms_scores_nothing() -> None:
    scores = bm25.score(DOCUMENTS).get_scores(["quay"])
    assert np.flatnonzero(scores).tolist() == [2]


def test_what_was_written_is_read(tmp_path: Path) -> None:
    written = bm25.score(DOCUMENTS)
    bm25.write(tmp_path / "words", written)
    read = bm25.read(tmp_path / "words")
    assert read.documents == 4
    assert (read.get_scores(["old", "ferry"]) == written.get_scores(["old", "ferry"])).all()
