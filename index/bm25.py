"""BM25: scored by bm25s when an index is built, looked up here: importing bm25s takes longer than a search."""

import io
import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from crosscheck.index.types import FloatVector

__all__ = ["BM25", "Words", "read", "score", "write"]

_COLUMNS = ("data", "indices", "indptr")


class Words(Protocol):
    """What a search asks of BM25, wherever the scores lie."""

    @property
    def vocab_dict(self) -> Container[str]:
        """The terms that occur."""

    @property
    def documents(self) -> int:
        """How many documents there are."""

    def count(self, term: str) -> int:
        """Return how many documents have `term`."""

    def get_scores(self, known: Sequence[str]) -> FloatVector:
        """Return the score of each document, `(documents,)`, for terms that are all in the vocabulary."""


@dataclass(frozen=True)
class BM25:
    """The score of every term in every document that has it; named as in bm25s."""

    vocab_dict: Mapping[str, int]  # the column of each term
    scores: Mapping[str, npt.NDArray[Any]]  # columns one after another: "data", "indices" of documents, "indptr"
    documents: int  # how many

    def count(self, term: str) -> int:
        """Return how many documents have `term`."""
        return len(self.column(term)[0]) if term in self.vocab_dict else 0

    def column(self, term: str) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """Return the documents that have `term`, which is in the vocabulary, and its score in each."""
        data, rows, starts = (self.scores[name] for name in _COLUMNS)
        column = self.vocab_dict[term]
        here = slice(starts[column], starts[column + 1])
        return rows[here], data[here]

    def get_scores(self, known: Sequence[str]) -> FloatVector:
        """Return the score of each document, `(documents,)`, for terms that are all in the vocabulary."""
        total = np.zeros(self.documents, dtype=np.float32)
        for rows, scores in map(self.column, known):
            total[rows] += scores
        return total


def score(documents: Iterable[Sequence[str]]) -> BM25:
    """Score documents, each given as its terms."""
    import bm25s

    # BM25 with the parameters that Lucene and Anserini use for short texts.
    scored = bm25s.BM25(k1=0.9, b=0.4)
    texts = [*documents]
    # In order: bm25s would number terms as a set gives them, which differs from one process to the next.
    columns = {term: column for column, term in enumerate(sorted({term for text in texts for term in text}))}
    scored.index(([[columns[term] for term in text] for text in texts], columns), show_progress=False)
    scores = {name: np.asarray(scored.scores[name]) for name in _COLUMNS}
    return BM25(scored.vocab_dict, scores, scored.scores["num_docs"])


def write(folder: Path, words: BM25) -> None:
    """Write the scores to a new folder."""
    folder.mkdir()
    for name in _COLUMNS:
        content = io.BytesIO()
        np.save(content, words.scores[name])
        # Given a file, numpy tells nobody when the disk refuses the last of what it writes.
        (folder / f"{name}.npy").write_bytes(content.getvalue())
    vocabulary = {"documents": words.documents, "terms": words.vocab_dict}
    (folder / "vocabulary.json").write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")


def read(folder: Path) -> BM25:
    """Return what `write` wrote."""
    vocabulary = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
    scores = {name: np.load(folder / f"{name}.npy") for name in _COLUMNS}
    return BM25(vocabulary["terms"], scores, vocabulary["documents"])
