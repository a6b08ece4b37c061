"""Scores of words, looked up without bm25s."""

from pathlib import Path

import numpy as np

from crosscheck.index import bm25

DOCUMENTS = [["old", "ferry", "ferry"], ["new", "harbour"], ["old", "harbour", "quay", "harbour"], []]


def test_scores_are_those_of_bm25s() -> None:
    import bm25s

    original = bm25s.BM25(k1=0.9, b=0.4)
    original.index(DOCUMENTS, show_progress=False)
    for terms in (["ferry"], ["old", "harbour"], ["harbour", "harbour", "new"]):
        assert (bm25.score(DOCUMENTS).get_scores(terms) == original.get_scores(terms)).all()


def test_a_document_without_the_terms_scores_nothing() -> None:
    scores = bm25.score(DOCUMENTS).get_scores(["quay"])
    assert np.flatnonzero(scores).tolist() == [2]


def test_what_was_written_is_read(tmp_path: Path) -> None:
    written = bm25.score(DOCUMENTS)
    bm25.write(tmp_path / "words", written)
    read = bm25.read(tmp_path / "words")
    assert read.documents == 4
    assert (read.get_scores(["old", "ferry"]) == written.get_scores(["old", "ferry"])).all()
