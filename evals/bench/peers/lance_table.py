"""LanceDB, its table searched exactly as it is without an index; the chunks of the plain script."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import lancedb

_BATCH = 1024


def build(articles: Path, store: Path) -> int:
    """Index the articles."""
    plain = import_module("plain")
    texts: list[str] = plain.chunks(articles)
    model, table = plain.model(), None
    for start in range(0, len(texts), _BATCH):
        part = texts[start : start + _BATCH]
        vectors = model.encode(part, normalize_embeddings=True)
        rows = [{"text": text, "vector": vector} for text, vector in zip(part, vectors, strict=True)]
        if table is None:
            table = lancedb.connect(store).create_table("texts", rows, mode="overwrite")
        else:
            table.add(rows)
    return len(texts)


def searcher(articles: Path, store: Path) -> Callable[[str], list[str]]:
    """Open the index."""
    model: Any = import_module("plain").model()
    table = lancedb.connect(store).open_table("texts")

    def search(question: str) -> list[str]:
        vector = model.encode([question], normalize_embeddings=True)[0]
        return [row["text"] for row in table.search(vector).distance_type("dot").limit(5).to_list()]

    return search
