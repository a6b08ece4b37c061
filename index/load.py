"""Read an index from disk: complete and as it was written, or refused. store.py says how it lies there."""

import errno
import hashlib
import json
import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from crosscheck.index import bm25
from crosscheck.index.compare import columns
from crosscheck.index.compare.opinions import Opinions
from crosscheck.index.errors import IndexCorrupt, IndexIncompatible, StoreError
from crosscheck.index.index import Index
from crosscheck.index.types import Article, Passage, Sentence

__all__ = ["FORMAT", "GENERATION", "Stamp", "digest", "load", "name_in_force", "read_stamp"]

FORMAT = 5  # raised when an older program could not read what this one writes
GENERATION = re.compile(r"gen-[0-9a-f]{12}")
_MAX_MANIFEST = 1_000_000  # bytes; checked before anything is parsed
_BM25 = ("data.npy", "indices.npy", "indptr.npy", "vocabulary.json")
_PAIRS = ("rows.npy", "topics.npy")
_VECTORS = {"sentences.faiss", "passages.faiss"}
_FILES = {"corpus.json", *_VECTORS, *(f"bm25/{name}" for name in _BM25), *(f"pairs/{name}" for name in _PAIRS)}


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an index was made from. Equal stamps mean that a rebuild would give the same index."""

    articles: str  # fingerprint of the folder's files
    encoder: str
    max_passage: int
    compared: str = ""  # the model, the weights and the code behind it; empty when nothing was compared
    format: int = FORMAT


def read_stamp(root: Path) -> Stamp | None:
    """Return what the generation in force was made from, or None when there is none to trust."""
    try:
        return _stamp(_manifest(_current(root)))
    except StoreError:
        return None


def load(root: Path) -> Index:
    """Return the index in force below `root`.

    Raises IndexCorrupt when a file differs from what was written, IndexIncompatible for another format.
    """
    folder = _current(root)
    try:
        return _load(folder)
    except StoreError:
        if _current(root) == folder:
            raise
    return load(root)  # a newer one came meanwhile, and the one that was looked at has gone


def name_in_force(root: Path) -> str:
    """Return what CURRENT says, whatever that is; empty when there is none."""
    try:
        with open(_regular(root / "CURRENT"), encoding="ascii", errors="replace") as file:
            return file.read(64)
    except OSError:
        return ""


def _regular(path: Path) -> Path:
    """Return `path`; an OSError for a pipe or a device, which could be read for ever."""
    if not path.is_file():
        raise OSError(errno.ENOENT, "no such file")
    return path


def _current(root: Path) -> Path:
    name = name_in_force(root)
    if not name:
        raise StoreError(f"no index in {root}: run `crosscheck build`")
    folder = root / name
    if not GENERATION.fullmatch(name) or folder.is_symlink() or not folder.is_dir():
        raise IndexCorrupt(f"{root / 'CURRENT'} names no index: run `crosscheck build`")
    return folder


def _load(folder: Path) -> Index:
    manifest = _manifest(folder)
    _check(folder, manifest["files"])
    try:
        index = _read(folder, _stamp(manifest), "opinions.json" in manifest["files"])
    except (ValueError, TypeError, LookupError, AttributeError, RuntimeError, MemoryError, OSError) as error:
        # Checksums that fit a file that does not hold what it should: somebody made both.
        raise IndexCorrupt(f"{folder} cannot be read: run `crosscheck build`") from error
    if not _is_whole(index):
        raise IndexCorrupt(f"{folder} has parts that do not belong together: run `crosscheck build`")
    return index


def _check(folder: Path, written: dict[str, str]) -> None:
    for name, expected in written.items():
        try:
            found = digest(folder / name)
        except OSError as error:
            raise IndexCorrupt(f"{folder / name} cannot be read: run `crosscheck build`") from error
        if found != expected:
            raise IndexCorrupt(f"{folder / name} differs from what was written: run `crosscheck build`")


def _is_whole(index: Index) -> bool:
    vectors = (index.sentence_vectors, index.passage_vectors)
    counts = (len(index.sentences), len(index.passages), index.words.documents)
    rows = (vectors[0].ntotal, vectors[1].ntotal, counts[1])
    ends = columns.ends(index.pairs)
    judged = set(map(tuple, ends.tolist())) if index.opinions.disagree else set()
    fit = vectors[0].d == vectors[1].d and index.opinions.disagree.keys() <= judged
    return counts == rows and fit and ends.min(initial=0) >= 0 and ends.max(initial=0) < counts[0]


def _stamp(manifest: dict[str, Any]) -> Stamp:
    """Return the stamp of a manifest; what a later program of this format added to it is left out."""
    known = {field.name for field in fields(Stamp)}
    try:
        return Stamp(**{name: value for name, value in manifest["stamp"].items() if name in known})
    except (TypeError, AttributeError) as error:
        raise IndexCorrupt("the index does not say what it was made from: run `crosscheck build`") from error


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / "MANIFEST.json"
    try:
        if _regular(path).stat().st_size > _MAX_MANIFEST:
            raise ValueError("too large")
        manifest = json.loads(path.read_text(encoding="utf-8"))
        version = manifest["stamp"]["format"]
        if not all(re.fullmatch(r"[\w./-]+", name) and ".." not in name for name in manifest["files"]):
            raise ValueError("names a file outside the index")
        if not manifest["files"].keys() >= _FILES:
            raise ValueError("leaves a file out")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise IndexCorrupt(f"{path} cannot be read: run `crosscheck build`") from error
    if version != FORMAT:
        raise IndexIncompatible(
            f"{folder} has format {version}, this program reads {FORMAT}: run `crosscheck build`"
        )
    return dict(manifest)


def digest(path: Path) -> str:
    """Return the sha256 of a file."""
    with open(_regular(path), "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(folder: Path, stamp: Stamp, opinions: bool) -> Index:
    import faiss

    corpus = json.loads((folder / "corpus.json").read_text(encoding="utf-8"))
    articles = {row["id"]: Article(**row) for row in corpus["articles"]}
    return Index(
        articles=articles,
        sentences=tuple(Sentence(**_with_text(row, articles)) for row in corpus["sentences"]),
        passages=tuple(Passage(**_with_text(row, articles)) for row in corpus["passages"]),
        sentence_vectors=faiss.read_index(str(folder / "sentences.faiss")),
        passage_vectors=faiss.read_index(str(folder / "passages.faiss")),
        words=bm25.read(folder / "bm25"),
        encoder=stamp.encoder,
        pairs=columns.read(folder / "pairs"),
        judge=corpus["judge"],
        opinions=_opinions(folder) if opinions else Opinions(),
    )


def _opinions(folder: Path) -> Opinions:
    found = json.loads((folder / "opinions.json").read_text(encoding="utf-8"))
    return Opinions(**found | {"disagree": {(one, other): said is True for one, other, said in found["disagree"]}})


def _with_text(row: dict[str, Any], articles: dict[str, Article]) -> dict[str, Any]:
    """Cut the text anew from its article, so that a quote cannot differ from what it quotes."""
    text = articles[row["article"]].text[row["start"] : row["end"]]
    return row | {"text": text, "headings": tuple(row["headings"])}
