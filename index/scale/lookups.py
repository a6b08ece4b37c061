"""What lies in a database, as the sequences and mappings that an index is made of: read when it is asked for.

Knows nothing of which database it is: it is given what asks.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar, overload

import numpy as np
from pgvector import HalfVector

from crosscheck.index.types import Article, FloatMatrix, FloatVector, Rows

__all__ = ["Articles", "Found", "Numbered", "Query", "Table", "Words"]

_PAGE = 32  # rows read at once: the sentences of a passage stand together
_PAGES = 2048  # of each table that stay in memory
_ARTICLES = 256  # that stay in memory
_FOUND = 4096  # answers of each other look-up that stay in memory

Row = TypeVar("Row")
Query: TypeAlias = Callable[..., list[tuple[Any, ...]]]
"""Asks the database: a query in which `{g}` is the generation, and its parameters."""


class Numbered(Sequence[Row]):
    """A table whose rows are numbered from 0."""

    def __init__(
        self, ask: Query, table: str, columns: str, count: int, make: Callable[[tuple[Any, ...]], Row]
    ) -> None:
        query = f'SELECT {columns} FROM {{g}}.{table} WHERE "row" >= %s AND "row" < %s ORDER BY "row"'
        self._count = count
        self._page = lru_cache(_PAGES)(lambda page: tuple(map(make, ask(query, page * _PAGE, (page + 1) * _PAGE))))

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        if isinstance(place, slice):
            return [self[row] for row in range(*place.indices(self._count))]
        row = place + self._count if place < 0 else place
        if not 0 <= row < self._count:
            raise IndexError(place)
        return self._page(row // _PAGE)[row % _PAGE]


class Found(Mapping[Any, Any]):
    """Looks a key up; what it finds is the first column of the first row. It cannot be listed."""

    def __init__(self, rows: Callable[[Any], list[tuple[Any, ...]]], kept: int = _FOUND) -> None:
        self._rows = lru_cache(kept)(rows)

    def __getitem__(self, key: Any) -> Any:
        for (found,) in self._rows(key):
            return found
        raise KeyError(key)

    def __iter__(self) -> Iterator[Any]:
        raise TypeError("too large to list")

    def __len__(self) -> int:
        raise TypeError("too large to count")


class Articles(Mapping[str, Article]):
    """The articles by id, in order of id."""

    def __init__(self, ask: Query, count: int) -> None:
        query = "SELECT id, text, title, date, author, url FROM {g}.articles WHERE id = %s"
        self._ask, self._count = ask, count
        self._found = Found(lambda key: [(Article(*row),) for row in ask(query, key)], _ARTICLES)

    def __getitem__(self, key: str) -> Article:
        article: Article = self._found[key]
        return article

    def __iter__(self) -> Iterator[str]:
        return iter([key for (key,) in self._ask("SELECT id FROM {g}.articles ORDER BY id")])

    def __len__(self) -> int:
        return self._count


class Table:
    """Vectors in a table: those of FAISS as half floats, searched by pgvector."""

    def __init__(self, ask: Query, table: str, d: int, ntotal: int) -> None:
        self.d, self.ntotal = d, ntotal
        self._ask, self._table = ask, table

    def search(self, queries: FloatMatrix, k: int) -> tuple[FloatMatrix, Rows]:
        """Return cosines and rows as `Vectors` says."""
        scores = np.zeros((len(queries), k), dtype=np.float32)
        rows = np.full((len(queries), k), -1, dtype=np.int64)
        query = f'SELECT -(vector <#> %s), "row" FROM {{g}}.{self._table} ORDER BY vector <#> %s LIMIT %s'
        for i, vector in enumerate(queries):
            half = HalfVector(vector.astype(np.float16))
            # The walk gives them nearly in order; of equal ones the first in the corpus comes first.
            near = sorted(self._ask(query, half, half, k), key=lambda found: (-found[0], found[1]))
            for place, (score, row) in enumerate(near):
                scores[i, place], rows[i, place] = score, row
        return scores, rows

    def reconstruct(self, row: int) -> FloatVector:
        """Return the vector of a row."""
        vector: FloatVector = self.reconstruct_n(row, 1)[0]
        return vector

    def reconstruct_n(self, first: int, count: int) -> FloatMatrix:
        """Return those of `count` rows from `first` on."""
        return self.reconstruct_batch(np.arange(first, first + count))

    def reconstruct_batch(self, rows: Rows) -> FloatMatrix:
        """Return those of `rows`, in their order."""
        query = f'SELECT "row", vector FROM {{g}}.{self._table} WHERE "row" = ANY(%s)'
        found: dict[int, HalfVector] = dict(self._ask(query, [int(row) for row in rows]))
        return np.array([found[int(row)].to_numpy() for row in rows], dtype=np.float32).reshape(len(rows), self.d)


class Words:
    """BM25, of which the columns of a question's terms are fetched; they add up to what they do in a file."""

    def __init__(self, ask: Query, documents: int) -> None:
        self.documents = documents
        counts = Found(lambda term: ask("SELECT passages FROM {g}.terms WHERE term = %s", term))
        self.vocab_dict: Mapping[str, int] = counts
        self._ask = ask

    def count(self, term: str) -> int:
        """Return how many passages have `term`."""
        return self.vocab_dict.get(term, 0)

    def get_scores(self, known: Sequence[str]) -> FloatVector:
        """Return the score of each passage, for terms that are all in the vocabulary."""
        query = 'SELECT term, "rows", scores FROM {g}.terms WHERE term = ANY(%s)'
        columns = {term: found for term, *found in self._ask(query, list(known))}
        total = np.zeros(self.documents, dtype=np.float32)
        for rows, scores in map(columns.__getitem__, known):
            total[np.frombuffer(rows, dtype="<i4")] += np.frombuffer(scores, dtype="<f4")
        return total
