"""Small indexes on the disk that can be damaged, and folders of articles that mean harm."""

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from crosscheck.app.page.serving import listen
from crosscheck.index import store
from crosscheck.index.index import Index, build_index
from crosscheck.index.types import Article, FloatMatrix

STAMP = store.Stamp("articles", "lengths", 1200)
TEXT = "# Top\n\nOne two three. Four five six."

Indexed = Callable[..., Index]
Saved = Callable[..., None]
Folder = Callable[..., Path]
Forge = Callable[[Path, str, bytes], None]


class Lengths:
    """An encoder to compute in one's head: a text's vector is its length and 1."""

    fingerprint = "lengths"

    def encode(self, texts: Sequence[str], done: Callable[[int], None] | None = None) -> FloatMatrix:
        return np.array([[len(text), 1] for text in texts], dtype=np.float32)


@pytest.fixture(scope="session")
def indexed() -> Indexed:
    """Return what makes an index of texts."""

    def make(*texts: str) -> Index:
        return build_index([Article(f"a{i}", text, f"Title {i}") for i, text in enumerate(texts)], Lengths())

    return make


@pytest.fixture(scope="session")
def saved(indexed: Indexed) -> Saved:
    """Return what saves an index of texts as a new generation."""

    def save(root: Path, *texts: str) -> None:
        with store.exclusive(root):
            store.save(root, indexed(*texts), STAMP)

    return save


@pytest.fixture
def root(tmp_path: Path, saved: Saved) -> Path:
    """A place with one generation of the index of one article."""
    saved(tmp_path / "index", TEXT)
    return tmp_path / "index"


@pytest.fixture
def generation(root: Path) -> Path:
    """The folder of the generation in force."""
    return root / (root / "CURRENT").read_text()


@pytest.fixture(scope="session")
def forge() -> Forge:
    """Return what replaces a file with its checksum, as somebody who may write the folder could."""

    def replace(generation: Path, name: str, content: bytes) -> None:
        (generation / name).write_bytes(content)
        path = generation / "MANIFEST.json"
        manifest = json.loads(path.read_text())
        manifest["files"][name] = hashlib.sha256(content).hexdigest()
        path.write_text(json.dumps(manifest))

    return replace


@pytest.fixture
def port() -> str:
    """A port that is free."""
    with listen("127.0.0.1", 0) as listener:
        return str(listener.getsockname()[1])


@pytest.fixture
def articles(tmp_path: Path) -> Folder:
    """Return what makes a folder of the articles given by name."""

    def write(**contents: str | bytes) -> Path:
        folder = tmp_path / "articles"
        folder.mkdir(exist_ok=True)
        for name, content in contents.items():
            stem, _, suffix = name.rpartition("_")
            path = folder / f"{stem}.{suffix}"
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return write
