"""What the models said of pairs of texts in earlier runs: the same weights say the same of the same texts.

Kept beside the indexes, by the weights, the code that runs them and both texts. Whatever is wrong with the file,
the models are asked instead.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Generic, TypeAlias, TypeVar

import numpy as np

from crosscheck.index import models
from crosscheck.index.compare.compare import Judge
from crosscheck.index.journal import sealed, unsealed
from crosscheck.index.models import RelevanceModel, RivalModel
from crosscheck.index.types import FloatMatrix, FloatVector

__all__ = ["Memory", "RememberedNli", "RememberedRelevance", "RememberedRivals"]

_MOST_BYTES = 200_000_000  # of the file; a set of weights and the packaged cases take 5 million
_AT_ONCE = 500  # keys in one query
Pair: TypeAlias = tuple[str, str]
_Model = TypeVar("_Model", bound=RelevanceModel | RivalModel | Judge)
_Judging = TypeVar("_Judging", bound=RivalModel | Judge)


class Memory:
    """Rows of numbers by model and pair of texts. Any number of processes may share the file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: sqlite3.Connection | None = None
        try:
            self._file = _opened(path)
        except (OSError, sqlite3.Error) as error:
            self._go_without(error)

    def rows(self, model: str, pairs: Sequence[Pair], ask: Callable[[list[Pair]], FloatMatrix]) -> FloatMatrix:
        """Return what `ask` returns for `pairs`, a row each, asking only about those that are not known."""
        keys = [_key(model, pair) for pair in pairs]
        known = self._known(keys)
        new = {key: pair for key, pair in zip(keys, pairs, strict=True) if key not in known}
        if new:
            fresh = dict(zip(new, ask(list(new.values())), strict=True))
            self._keep(fresh)
            known |= fresh
        return np.array([known[key] for key in keys], dtype=np.float32)

    def _known(self, keys: Sequence[bytes]) -> dict[bytes, FloatVector]:
        try:
            return dict(self._found(keys))
        except sqlite3.Error as error:
            self._go_without(error)
            return {}

    def _found(self, keys: Sequence[bytes]) -> Iterator[tuple[bytes, FloatVector]]:
        for start in range(0, len(keys) if self._file else 0, _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            query = f"SELECT pair, row FROM said WHERE pair IN ({','.join('?' * len(some))})"
            for key, row in self._file.execute(query, some) if self._file else ():
                if (found := unsealed(key, row)) is not None:
                    yield key, found

    def _keep(self, fresh: dict[bytes, FloatVector]) -> None:
        rows = [(key, sealed(key, row)) for key, row in fresh.items()]
        try:
            if self._file:
                self._file.execute("BEGIN IMMEDIATE")
                self._file.executemany("INSERT OR REPLACE INTO said VALUES (?, ?)", rows)
                self._file.execute("COMMIT")
        except sqlite3.Error as error:
            self._go_without(error)

    def _go_without(self, error: Exception) -> None:
        """Keep nothing more; a damaged file is removed, and the next run begins a new one."""
        if self._file:
            self._file.close()
        self._file = None
        if type(error) is sqlite3.DatabaseError:  # that of a busy file or a full disk is one of its kinds
            for end in ("", "-wal", "-shm"):
                with suppress(OSError):
                    Path(f"{self._path}{end}").unlink(missing_ok=True)


def _opened(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = sqlite3.connect(path, timeout=60, isolation_level=None)
    file.execute("PRAGMA journal_mode = WAL")
    file.execute("PRAGMA synchronous = OFF")
    file.execute("CREATE TABLE IF NOT EXISTS said (pair BLOB PRIMARY KEY, row BLOB) WITHOUT ROWID")
    if path.stat().st_size > _MOST_BYTES:
        # Not unlinked: another process may have it open, whose journal would be taken for the new one's.
        file.execute("DELETE FROM said")
        file.execute("VACUUM")
    return file


def _key(model: str, pair: Pair) -> bytes:
    text = "\0".join((model, _code(), *pair))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]


@cache
def _code() -> str:
    """Return the hash of what runs the models."""
    folder = Path(models.__file__).parent
    parts = [path.read_bytes() for path in sorted([*folder.glob("*.py"), *folder.glob("*.onnx")])]
    return hashlib.sha256(b"\0".join([*parts, version("onnxruntime").encode()])).hexdigest()


class _Remembered(Generic[_Model]):
    """A model that is asked about each pair once."""

    def __init__(self, model: _Model, memory: Memory) -> None:
        self._model = model
        self._memory = memory

    @property
    def fingerprint(self) -> str:
        """That of the model."""
        return self._model.fingerprint


class RememberedRelevance(_Remembered[RelevanceModel], RelevanceModel):
    """A relevance model that is asked about each pair once."""

    def score_pairs(self, pairs: Sequence[Pair]) -> FloatVector:
        """Return what the model says of `pairs`, or said."""

        def ask(new: list[Pair]) -> FloatMatrix:
            return self._model.score_pairs(new)[:, None]

        return self._memory.rows(self.fingerprint, pairs, ask).reshape(len(pairs))


class _RememberedJudge(_Remembered[_Judging]):
    def judge(self, pairs: Sequence[Pair]) -> FloatMatrix:
        """Return what the model says of `pairs`, or said."""
        return self._memory.rows(self.fingerprint, pairs, self._model.judge).reshape(len(pairs), 3)


class RememberedRivals(_RememberedJudge[RivalModel], RivalModel):
    """A model of rival answers that is asked about each pair once."""


class RememberedNli(_RememberedJudge[Judge]):
    """An NLI model that is asked about each pair once."""
