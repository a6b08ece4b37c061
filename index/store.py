"""The index on disk: immutable generations, switched atomically.

    ROOT/CURRENT              the name of the generation in force
    ROOT/gen-<12 hex>/        one complete index
        MANIFEST.json         format, fingerprints, and size and sha256 of every other file; written last
        corpus.json           articles, sentences, passages
        pairs.json            judged pairs of sentences
        sentences.faiss, passages.faiss
        bm25/                 scores of words
    ROOT/LOCK                 held by the one process that builds

A build that dies leaves the generation in force as it was. No file is a pickle, and none can name code to run.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from crosscheck.index import bm25
from crosscheck.index.compare import Pair, Verdict
from crosscheck.index.errors import IndexBusy, IndexCorrupt, IndexIncompatible, StoreError
from crosscheck.index.index import Index
from crosscheck.index.types import Article, Passage, Sentence

__all__ = ["FORMAT", "Stamp", "exclusive", "load", "read_stamp", "save"]

FORMAT = 3  # raised when an older program could not read what this one writes
_GENERATION = re.compile(r"gen-[0-9a-f]{12}")
_MAX_MANIFEST = 1_000_000  # bytes; checked before anything is parsed


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an index was made from. Equal stamps mean that a rebuild would give the same index."""

    articles: str  # fingerprint of the folder's files
    encoder: str
    max_passage: int
    compared: str = ""  # the model and the weights behind the pairs; empty when nothing was compared
    format: int = FORMAT


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
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise IndexBusy(
                f"another process is building the index in {root}: try again when it is done"
            ) from error
        yield


def save(root: Path, index: Index, stamp: Stamp) -> None:
    """Write `index` as a new generation and switch to it; call it inside `exclusive(root)`.

    Raises StoreError when the disk refuses; the generation in force is then untouched.
    """
    name, previous = f"gen-{uuid4().hex[:12]}", _name_in_force(root)
    temporary = root / f".tmp-{name}"
    try:
        _write(temporary, index, stamp)
        os.rename(temporary, root / name)
        _switch(root, name)
    except OSError as error:
        shutil.rmtree(temporary, ignore_errors=True)
        raise StoreError(
            f"cannot write the index to {root}: {error.strerror}; the last one is still in use"
        ) from error
    # A reader may be loading the generation before this one.
    _clean(root, keep={name, previous})


def read_stamp(root: Path) -> Stamp | None:
    """Return what the generation in force was made from, or None when there is none to trust."""
    try:
        return Stamp(**_manifest(_current(root))["stamp"])
    except (StoreError, KeyError, TypeError):
        return None


def load(root: Path) -> Index:
    """Return the index in force below `root`.

    Raises IndexCorrupt when a file differs from what was written, IndexIncompatible for another format.
    """
    folder = _current(root)
    manifest = _manifest(folder)
    for name, digest in manifest["files"].items():
        if _digest(folder / name) != digest:
            raise IndexCorrupt(f"{folder / name} differs from what was written: run `crosscheck build`")
    return _read(folder, Stamp(**manifest["stamp"]))


# Writing


def _write(folder: Path, index: Index, stamp: Stamp) -> None:
    import faiss

    folder.mkdir(parents=True)
    corpus = {
        "articles": [asdict(a) for a in index.articles.values()],
        "sentences": [asdict(s) | {"text": None} for s in index.sentences],
        "passages": [asdict(p) | {"text": None} for p in index.passages],
    }
    (folder / "corpus.json").write_text(json.dumps(corpus, ensure_ascii=False), encoding="utf-8")
    pairs = {"judge": index.judge, "pairs": [asdict(pair) for pair in index.pairs]}
    (folder / "pairs.json").write_text(json.dumps(pairs, ensure_ascii=False), encoding="utf-8")
    faiss.write_index(index.sentence_vectors, str(folder / "sentences.faiss"))
    faiss.write_index(index.passage_vectors, str(folder / "passages.faiss"))
    bm25.write(folder / "bm25", index.words)
    files = {str(f.relative_to(folder)): _digest(f) for f in sorted(folder.rglob("*")) if f.is_file()}
    manifest = {"stamp": asdict(stamp), "files": files}
    (folder / "MANIFEST.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    for path in [*folder.rglob("*"), folder]:
        _sync(path)


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
    for path in root.iterdir():
        if path.name.startswith(".tmp-gen-") or (_GENERATION.fullmatch(path.name) and path.name not in keep):
            shutil.rmtree(path, ignore_errors=True)


# Reading


def _name_in_force(root: Path) -> str:
    try:
        with open(root / "CURRENT", encoding="ascii", errors="replace") as file:
            return file.read(64)
    except OSError:
        return ""


def _current(root: Path) -> Path:
    name = _name_in_force(root)
    if not name:
        raise StoreError(f"no index in {root}: run `crosscheck build`")
    if not _GENERATION.fullmatch(name) or not (root / name).is_dir():
        raise IndexCorrupt(f"{root / 'CURRENT'} names no index: run `crosscheck build`")
    return root / name


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / "MANIFEST.json"
    try:
        if path.stat().st_size > _MAX_MANIFEST:
            raise ValueError("too large")
        manifest = json.loads(path.read_text(encoding="utf-8"))
        version = manifest["stamp"]["format"]
        if not all(re.fullmatch(r"[\w./-]+", name) and ".." not in name for name in manifest["files"]):
            raise ValueError("names a file outside the index")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise IndexCorrupt(f"{path} cannot be read: run `crosscheck build`") from error
    if version != FORMAT:
        raise IndexIncompatible(
            f"{folder} has format {version}, this program reads {FORMAT}: run `crosscheck build`"
        )
    return dict(manifest)


def _digest(path: Path) -> str:
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise IndexCorrupt(f"{path} cannot be read: run `crosscheck build`") from error


def _read(folder: Path, stamp: Stamp) -> Index:
    import faiss

    corpus = json.loads((folder / "corpus.json").read_text(encoding="utf-8"))
    compared = json.loads((folder / "pairs.json").read_text(encoding="utf-8"))
    articles = {row["id"]: Article(**row) for row in corpus["articles"]}
    return Index(
        articles=articles,
        sentences=tuple(Sentence(**_with_text(row, articles)) for row in corpus["sentences"]),
        passages=tuple(Passage(**_with_text(row, articles)) for row in corpus["passages"]),
        sentence_vectors=faiss.read_index(str(folder / "sentences.faiss")),
        passage_vectors=faiss.read_index(str(folder / "passages.faiss")),
        words=bm25.read(folder / "bm25"),
        encoder=stamp.encoder,
        pairs=tuple(Pair(**row | {"verdict": Verdict(**row["verdict"])}) for row in compared["pairs"]),
        judge=compared["judge"],
    )


def _with_text(row: dict[str, Any], articles: dict[str, Article]) -> dict[str, Any]:
    """Cut the text anew from its article, so that a quote cannot differ from what it quotes."""
    text = articles[row["article"]].text[row["start"] : row["end"]]
    return row | {"text": text, "headings": tuple(row["headings"])}
