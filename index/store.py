"""The index on disk: immutable generations, switched atomically.

    ROOT/CURRENT              the name of the generation in force
    ROOT/gen-<12 hex>/        one complete index
        MANIFEST.json         format, fingerprints, and sha256 of every other file; written last
        corpus.json           articles, sentences, passages, and which model judged pairs of sentences
        pairs/                those pairs
        opinions.json         what a language model thinks of them, where one was asked
        notices.json          which files were skipped and why, where any were
        sentences.faiss, passages.faiss
        bm25/                 scores of words
    ROOT/LOCK                 held by the one process that builds

A build that dies leaves the generation in force as it was. No file is a pickle, and none can name code to run.
"""

import errno
import fcntl
import json
import math
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO, cast
from uuid import uuid4

from crosscheck.index import bm25
from crosscheck.index.compare import columns
from crosscheck.index.errors import IndexBusy, StoreError
from crosscheck.index.index import Index
from crosscheck.index.load import FORMAT, GENERATION, Stamp, digest, load, name_in_force, read_stamp
from crosscheck.index.types import Passage, Sentence

__all__ = ["FORMAT", "Stamp", "exclusive", "load", "notices", "read_stamp", "save"]

_NOTICES = "notices.json"


@contextmanager
def exclusive(root: Path) -> Iterator[None]:
    """Hold the one lock for writing below `root`; the lock of a process that died is free.

    Raises IndexBusy when another process holds it, StoreError when `root` cannot be written.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        lock = open(root / "LOCK", "w")  # noqa: SIM115 - held, and closed, below
    except OSError as error:
        raise StoreError(f"cannot write the index to {root}: {error.strerror}; set CROSSCHECK_CACHE") from error
    try:
        _lock(lock.fileno())
        yield
    finally:
        with suppress(OSError):  # closed all the same, and nothing was written to it
            lock.close()


def _lock(descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise IndexBusy("another process is building this index: try again when it is done") from error


def notices(root: Path) -> tuple[str, ...]:
    """Return what `save` was told to keep with the index in force; nothing when that is not as it was written."""
    name = name_in_force(root)
    if not GENERATION.fullmatch(name):
        return ()
    path = root / name / _NOTICES
    try:
        files = json.loads((root / name / "MANIFEST.json").read_text(encoding="utf-8"))["files"]
        if _NOTICES not in files or files[_NOTICES] != digest(path):
            return ()
        return tuple(str(notice) for notice in json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, LookupError, TypeError, RecursionError):  # an index can be used without
        return ()


def save(root: Path, index: Index, stamp: Stamp, notices: Sequence[str] = ()) -> None:
    """Write `index` as a new generation and switch to it; call it inside `exclusive(root)`.

    `notices` are what the user should know of the files whenever the index is opened.
    Raises StoreError when the disk refuses; the generation in force is then untouched.
    """
    name, previous = f"gen-{uuid4().hex[:12]}", name_in_force(root)
    temporary = root / f".tmp-{name}"
    try:
        _write(temporary, index, stamp, notices)
        os.rename(temporary, root / name)
        _switch(root, name)
    except OSError as error:
        shutil.rmtree(temporary, ignore_errors=True)
        if previous and name_in_force(root) == previous:  # for certain: this disk may refuse to be read, too
            _clean(root, keep={previous})
        raise StoreError(f"cannot write the index to {root}: {_reason(error, index)}") from error
    # A reader may be loading the generation before this one.
    _clean(root, keep={name, previous})


def _write(folder: Path, index: Index, stamp: Stamp, notices: Sequence[str]) -> None:
    import faiss

    folder.mkdir(parents=True)
    with open(folder / "corpus.json", "w", encoding="utf-8") as file:
        _write_lists(
            file,
            judge=index.judge,
            articles=(asdict(a) for a in index.articles.values()),
            sentences=_without_text(index.sentences),
            passages=_without_text(index.passages),
        )
    columns.write(folder / "pairs", index.pairs)
    if index.opinions.disagree:
        opinions = asdict(index.opinions) | {"disagree": [[*rows, said] for rows, said in _said(index)]}
        (folder / "opinions.json").write_text(json.dumps(opinions, ensure_ascii=False), encoding="utf-8")
    if notices:
        (folder / _NOTICES).write_text(json.dumps(list(notices)), encoding="utf-8")
    for name, vectors in (("sentences", index.sentence_vectors), ("passages", index.passage_vectors)):
        # Through a file of ours: faiss tells nobody when the disk refuses the last of what it writes.
        with open(folder / f"{name}.faiss", "wb") as file:
            writer = faiss.PyCallbackIOWriter(file.write)  # type: ignore[attr-defined]
            faiss.write_index(cast("faiss.Index", vectors), writer)
    bm25.write(folder / "bm25", cast("bm25.BM25", index.words))
    files = {str(f.relative_to(folder)): digest(f) for f in sorted(folder.rglob("*")) if f.is_file()}
    manifest = {"stamp": asdict(stamp), "files": files}
    (folder / "MANIFEST.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    for path in [*folder.rglob("*"), folder]:
        _sync(path)


def _without_text(records: Sequence[Sentence] | Sequence[Passage]) -> Iterator[dict[str, Any]]:
    """Yield the fields of each; the text is that of its article. `asdict` would copy every tuple of headings."""
    for record in records:
        yield {name: None if name == "text" else getattr(record, name) for name in record.__dataclass_fields__}


def _write_lists(file: TextIO, **values: str | Iterator[dict[str, Any]]) -> None:
    """Write an object as JSON, its lists row by row: a large one is never there as a whole."""
    for number, (name, value) in enumerate(values.items()):
        file.write(f"{', ' if number else '{'}{json.dumps(name)}: ")
        if isinstance(value, str):
            file.write(json.dumps(value, ensure_ascii=False))
            continue
        file.write("[")
        for place, row in enumerate(value):
            file.write(f"{', ' if place else ''}{json.dumps(row, ensure_ascii=False)}")
        file.write("]")
    file.write("}")


def _said(index: Index) -> list[tuple[tuple[int, int], bool]]:
    return sorted(index.opinions.disagree.items())


def _switch(root: Path, name: str) -> None:
    _sync(root)
    temporary = root / f".CURRENT.{os.getpid()}"
    temporary.write_text(name, encoding="ascii")
    _sync(temporary)
    os.replace(temporary, root / "CURRENT")
    _sync(root)


def _sync(path: Path) -> None:
    """Put a file or folder on the disk itself: a rename must not overtake what it renames."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _clean(root: Path, keep: set[str]) -> None:
    with suppress(OSError):  # what is left over does no harm, and the next build tries again
        for path in root.iterdir():
            if path.name.startswith(".tmp-gen-") or (GENERATION.fullmatch(path.name) and path.name not in keep):
                shutil.rmtree(path, ignore_errors=True)
            elif path.name.startswith(".CURRENT."):
                path.unlink(missing_ok=True)


def _reason(error: OSError, index: Index) -> str:
    """Return why the disk refused, and how much of it is needed when it is full."""
    if error.errno not in (errno.ENOSPC, errno.EDQUOT):
        return f"{error.strerror}; the last one is still in use"
    vectors = sum(4 * v.d * v.ntotal for v in (index.sentence_vectors, index.passage_vectors))
    needed = vectors + 2 * sum(len(article.text) for article in index.articles.values())
    return f"{error.strerror} (it needs about {math.ceil(needed / 1e6):,} MB); the last one is still in use"
