"""What a build has computed so far, on the disk beside the generations: a killed build goes on where it was.

    ROOT/JOURNAL              an SQLite file; dropped when the index is saved

SQLite keeps what was committed when the process is killed; each row has a checksum besides, and one that does not
fit it is computed again. A journal that cannot be read or written is done without: it only saves work.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeAlias, TypeVar

import numpy as np

from crosscheck.index.compare.compare import Judge
from crosscheck.index.compare.opinions import Adviser
from crosscheck.index.encoder import Encoder
from crosscheck.index.types import FloatMatrix, FloatVector

__all__ = ["Journal", "JournaledAdviser", "JournaledEncoder", "JournaledJudge", "journal", "sealed", "unsealed"]

_BLOCK = 1024  # texts between two commits: what a killed build loses at most
_SUM = 16  # bytes of the checksum before each row
_SCHEMA = "CREATE TABLE IF NOT EXISTS computed (key BLOB PRIMARY KEY, row BLOB NOT NULL) WITHOUT ROWID"

Journal: TypeAlias = sqlite3.Connection
"""Rows of numbers by what they were computed from."""


@contextmanager
def journal(root: Path) -> Iterator[Journal]:
    """Open the journal below `root`; it is dropped when the block ends without an exception."""
    path = root / "JOURNAL"
    with closing(_opened(path)) as kept:
        yield kept
    _drop(path)


def _opened(path: Path) -> Journal:
    for place in (path, path, ":memory:"):  # damaged: begun anew; no room: done without
        with suppress(sqlite3.Error, OSError):
            kept = sqlite3.connect(place, isolation_level=None, check_same_thread=False)
            kept.execute(_SCHEMA)
            return kept
        _drop(path)
    raise AssertionError("memory refuses no journal")


def _drop(path: Path) -> None:
    for left in (path, path.with_name(f"{path.name}-journal")):
        with suppress(OSError):  # what is left over does no harm: the next build takes what fits
            left.unlink(missing_ok=True)


_Model = TypeVar("_Model", Encoder, Judge, Adviser)


@dataclass(frozen=True)
class _Journaled(Generic[_Model]):
    """A model that is not asked for what is in the journal; what it says is put there."""

    inner: _Model
    kept: Journal

    @property
    def fingerprint(self) -> str:
        """That of the model."""
        return self.inner.fingerprint


@dataclass(frozen=True)
class JournaledEncoder(_Journaled[Encoder]):
    """An encoder that embeds nothing that is in the journal, and puts there what it embeds, block by block."""

    hands: int = 1  # as many blocks are embedded at once

    def encode(self, texts: Sequence[str], done: Callable[[int], None] | None = None) -> FloatMatrix:
        """Return what the encoder does, for texts that are all different."""
        found = np.zeros((0, 0), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))  # alike lengths: little padding
        ready = 0

        def report(more: int) -> None:
            if done:
                done(ready + more)

        block = _BLOCK * self.hands
        for start in range(0, len(order), block):
            places = order[start : start + block]
            rows = np.stack(self._rows([texts[i] for i in places], report))
            if not start:
                found = np.empty((len(texts), rows.shape[1]), dtype=np.float32)
            found[places] = rows
            ready += len(places)
            report(0)
        return found

    def _rows(self, texts: Sequence[str], report: Callable[[int], None]) -> list[FloatVector]:
        keys = [_key(self.fingerprint, text) for text in texts]
        return _remembered(self.kept, keys, lambda new: self.inner.encode([texts[i] for i in new], report))


class JournaledJudge(_Journaled[Judge]):
    """A judge that judges no pair that is in the journal, and puts there what it judges."""

    def judge(self, pairs: Sequence[tuple[str, str]]) -> FloatMatrix:
        """Return what the judge does."""
        keys = [_key(self.fingerprint, *pair) for pair in pairs]
        rows = _remembered(self.kept, keys, lambda new: self.inner.judge([pairs[i] for i in new]))
        return np.stack(rows)


class JournaledAdviser(_Journaled[Adviser]):
    """An adviser that is not asked about a pair that is in the journal; what it says is put there."""

    @property
    def model(self) -> str:
        """That of the adviser."""
        return self.inner.model

    def disagrees(self, one: str, other: str) -> bool | None:
        """Return what the adviser does."""

        def asked(new: Sequence[int]) -> FloatMatrix:
            said = self.inner.disagrees(one, other)
            return np.array([[np.nan if said is None else said]], dtype=np.float32)

        ((found,),) = _remembered(self.kept, [_key(self.fingerprint, one, other)], asked)
        return None if np.isnan(found) else bool(found)


def _remembered(
    kept: Journal, keys: Sequence[bytes], compute: Callable[[Sequence[int]], FloatMatrix]
) -> list[FloatVector]:
    """Return the row of each key; `compute` is asked for those that are not kept, by their places."""
    rows = [_read(kept, key) for key in keys]
    new = [i for i, row in enumerate(rows) if row is None]
    if new:
        made = compute(new)
        for place, row in zip(new, made, strict=True):
            rows[place] = row
        _write(kept, [(keys[i], row) for i, row in zip(new, made, strict=True)])
    return [row for row in rows if row is not None]


def _read(kept: Journal, key: bytes) -> FloatVector | None:
    with suppress(sqlite3.Error):
        found = kept.execute("SELECT row FROM computed WHERE key = ?", (key,)).fetchone()
        return unsealed(key, found[0]) if found else None
    return None


def _write(kept: Journal, rows: Sequence[tuple[bytes, FloatVector]]) -> None:
    with suppress(sqlite3.Error):
        kept.execute("BEGIN")
        with kept:  # commits, or undoes what the disk refused
            kept.executemany(
                "INSERT OR REPLACE INTO computed VALUES (?, ?)",
                [(key, sealed(key, row)) for key, row in rows],
            )


def _key(*parts: str) -> bytes:
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=_SUM).digest()


def sealed(key: bytes, row: FloatVector) -> bytes:
    """Return `row` as it is kept below `key`: behind a checksum of both."""
    data = np.asarray(row, dtype="<f4").tobytes()
    return _sum(key, data) + data


def unsealed(key: bytes, kept: bytes) -> FloatVector | None:
    """Return the row that `sealed` made, None when these bytes are not what it made for `key`."""
    data = kept[_SUM:]
    return np.frombuffer(data, dtype="<f4") if kept[:_SUM] == _sum(key, data) else None


def _sum(key: bytes, row: bytes) -> bytes:
    return hashlib.blake2b(key + row, digest_size=_SUM).digest()
