"""BM25: the score of every term in every document, worked out when an index is built and looked up here.

Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond", with the inverse document
frequency of Lucene, which is never negative; the parameters are those of Lucene and Anserini for short texts.
"""

import io
import json
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from crosscheck.index.types import FloatVector

__all__ = ["BM25", "Words", "read", "score", "write"]

_K1, _B = 0.9, 0.4
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
    """The score of every term in every document that has it."""

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
    counts = [Counter(terms) for terms in documents]
    # In order: a set gives the terms another one in each process.
    columns = {term: column for column, term in enumerate(sorted({term for found in counts for term in found}))}
    column = np.array([columns[term] for found in counts for term in found], dtype=np.int32)
    row = np.repeat(np.arange(len(counts), dtype=np.int32), [len(found) for found in counts])
    times = np.array([n for found in counts for n in found.values()], dtype=np.float64)
    length = np.array([found.total() for found in counts], dtype=np.float64)
    documents_with = np.bincount(column, minlength=len(columns))
    rarity = np.log(1 + (len(counts) - documents_with + 0.5) / (documents_with + 0.5))
    mean = length.sum() / max(len(counts), 1) or 1.0
    saturation = times / (times + _K1 * (1 - _B + _B * length / mean)[row])
    order = np.argsort(column, kind="stable")
    scores = (rarity[column] * saturation)[order].astype(np.float32)
    starts = np.concatenate([[0], np.cumsum(documents_with)])
    return BM25(columns, {"data": scores, "indices": row[order], "indptr": starts}, len(counts))


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
