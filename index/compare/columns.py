"""Judged pairs in columns: a large folder has hundreds of thousands, and a question touches a few.

On disk they are two arrays in a folder of their own: `rows.npy`, a record for each pair, and `topics.npy`, their
topics one after another in UTF-8.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, get_args, overload

import numpy as np
import numpy.typing as npt

from crosscheck.index.compare.pairs import Pair, Verdict
from crosscheck.index.types import Kind, Rows

__all__ = ["Pairs", "PairsOf", "ends", "read", "write"]

_KINDS: tuple[Kind, ...] = get_args(Kind)
_VERDICT = tuple(Verdict.__dataclass_fields__)
_ROW = np.dtype(
    # shown: the fingerprint; topic: where it ends among all
    [("first", "<i4"), ("second", "<i4"), ("shown", "<i8"), ("kind", "u1"), ("topic", "<i8")]
    + [(name, "<f8") for name in (*_VERDICT, "cosine", "score", "support")]
)


class Pairs(Sequence[Pair]):
    """Pairs that are made when they are looked at."""

    def __init__(self, rows: npt.NDArray[Any], topics: npt.NDArray[np.uint8]) -> None:
        """Take the columns; ValueError when they do not belong together."""
        last = rows["topic"] if rows.dtype == _ROW and rows.ndim == 1 else np.array([-1])
        if (np.diff(last, prepend=0) < 0).any() or (last[-1] if len(last) else 0) != len(topics):
            raise ValueError("not the columns of pairs")
        if topics.dtype != np.uint8 or (rows["kind"] >= len(_KINDS)).any():
            raise ValueError("not the columns of pairs")
        self.rows, self.topics = rows, topics

    @classmethod
    def of(cls, pairs: Sequence[Pair]) -> "Pairs":
        """Return `pairs` in columns."""
        if isinstance(pairs, Pairs):
            return pairs
        verdicts = [[getattr(pair.verdict, name) for name in _VERDICT] for pair in pairs]
        return cls.of_columns(
            topics=[pair.topic for pair in pairs],
            kinds=[pair.kind for pair in pairs],
            verdicts=np.array(verdicts).reshape(-1, len(_VERDICT)),
            first=[pair.first for pair in pairs],
            second=[pair.second for pair in pairs],
            cosine=[pair.cosine for pair in pairs],
            score=[pair.score for pair in pairs],
            support=[pair.support for pair in pairs],
            shown=[pair.shown for pair in pairs],
        )

    @classmethod
    def of_columns(
        cls,
        *,
        topics: Sequence[str],
        kinds: Sequence[Kind],
        verdicts: npt.NDArray[np.float64],
        first: npt.ArrayLike,
        second: npt.ArrayLike,
        cosine: npt.ArrayLike,
        score: npt.ArrayLike,
        support: npt.ArrayLike,
        shown: npt.ArrayLike,
    ) -> "Pairs":
        """Return pairs by their fields, each `(n,)`, but those of `Verdict`: these are in `verdicts`, `(n, 4)`."""
        encoded = [topic.encode() for topic in topics]
        rows = np.zeros(len(topics), dtype=_ROW)
        rows["topic"] = np.cumsum([len(topic) for topic in encoded])
        rows["kind"] = [_KINDS.index(kind) for kind in kinds]
        for name, values in zip(_VERDICT, verdicts.T, strict=True):
            rows[name] = values
        rows["first"], rows["second"], rows["shown"] = first, second, shown
        rows["cosine"], rows["score"], rows["support"] = cosine, score, support
        return cls(rows, np.frombuffer(b"".join(encoded), dtype=np.uint8))

    @classmethod
    def joined(cls, parts: Sequence["Pairs"]) -> "Pairs":
        """Return the pairs of all parts, ordered by their sentences."""
        rows = np.concatenate([np.zeros(0, dtype=_ROW), *(part.rows for part in parts)])
        sizes = np.concatenate([np.zeros(0, int), *(np.diff(part.rows["topic"], prepend=0) for part in parts)])
        topics = np.concatenate([np.zeros(0, np.uint8), *(part.topics for part in parts)])
        order, starts = np.lexsort((rows["second"], rows["first"])), np.cumsum(sizes) - sizes
        rows = rows[order]
        rows["topic"] = np.cumsum(sizes[order])
        # Byte i of the topics put in order: where its topic began, and how far it is into it.
        within = np.arange(len(topics)) - np.repeat(rows["topic"] - sizes[order], sizes[order])
        return cls(rows, topics[np.repeat(starts[order], sizes[order]) + within])

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> Pair: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Pair]: ...
    def __getitem__(self, place: int | slice) -> Pair | Sequence[Pair]:
        if isinstance(place, slice):
            return [self[i] for i in range(*place.indices(len(self)))]
        first, second, shown, kind, end, *verdict, cosine, score, support = self.rows[place].item()
        start = int(self.rows["topic"][place - 1]) if place % len(self) else 0
        topic = self.topics[start:end].tobytes().decode(errors="replace")
        return Pair(first, second, Verdict(*verdict), cosine, score, support, _KINDS[kind], topic, shown)

    def __iter__(self) -> Iterator[Pair]:
        return (self[place] for place in range(len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Pairs):
            return NotImplemented
        return np.array_equal(self.rows, other.rows) and np.array_equal(self.topics, other.topics)

    __hash__ = None  # type: ignore[assignment]

    @property
    def verdicts(self) -> npt.NDArray[np.float64]:
        """What was made of each, `(n, 4)`: the fields of `Verdict`, in order."""
        return np.stack([self.rows[name] for name in _VERDICT], axis=1)

    def scored(self, least: float) -> list[Pair]:
        """Return the pairs with a score of `least` and more."""
        return [self[int(place)] for place in np.flatnonzero(self.rows["score"] >= least)]


class PairsOf(Mapping[int, Sequence[Pair]]):
    """The pairs that each sentence is part of, by its row; those without any are not there."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        """Sort the pairs by both their ends."""
        self._pairs = Pairs.of(pairs)
        both = ends(self._pairs).ravel()
        order = np.argsort(both, kind="stable")
        self._ends, self._places = both[order], order // 2

    def __getitem__(self, row: int) -> Sequence[Pair]:
        first, last = np.searchsorted(self._ends, [row, row + 1])
        if first == last:
            raise KeyError(row)
        return [self._pairs[int(place)] for place in self._places[first:last]]

    def __iter__(self) -> Iterator[int]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    @cached_property
    def _rows(self) -> list[int]:
        return [int(row) for row in np.unique(self._ends)]


def ends(pairs: Sequence[Pair]) -> Rows:
    """Return the rows of the sentences of each pair, `(n, 2)`."""
    rows = Pairs.of(pairs).rows
    return np.stack([rows["first"], rows["second"]], axis=1).astype(np.int64)


def write(folder: Path, pairs: Sequence[Pair]) -> None:
    """Write pairs to a new folder."""
    folder.mkdir()
    columns = Pairs.of(pairs)
    for name, values in (("rows", columns.rows), ("topics", columns.topics)):
        content = io.BytesIO()
        np.save(content, values)
        # Given a file, numpy tells nobody when the disk refuses the last of what it writes.
        (folder / f"{name}.npy").write_bytes(content.getvalue())


def read(folder: Path) -> Pairs:
    """Return what `write` wrote; ValueError when it holds anything else."""
    return Pairs(np.load(folder / "rows.npy"), np.load(folder / "topics.npy"))
