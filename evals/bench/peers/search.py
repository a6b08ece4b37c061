"""Crosscheck, searching. Its build embeds sentences as well as passages, and compares them with each other."""

from collections.abc import Callable
from pathlib import Path

from crosscheck.index import Retriever


def build(articles: Path, store: Path) -> int:
    """Index the articles."""
    index = Retriever.open(articles, cache=store, rebuild=True).index
    return len(index.passages) + len(index.sentences)


def searcher(articles: Path, store: Path) -> Callable[[str], list[str]]:
    """Open the index."""
    retriever = Retriever.open(articles, cache=store)
    return lambda question: [hit.passage.text for hit in retriever.search(question, k=5)]
