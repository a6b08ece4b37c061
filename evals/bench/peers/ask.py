"""Crosscheck, answering: search, relevance of each sentence, warnings. It uses the index of search.py."""

from collections.abc import Callable
from pathlib import Path

from crosscheck.app import Assistant
from crosscheck.index import Retriever


def searcher(articles: Path, store: Path) -> Callable[[str], list[str]]:
    """Open the index."""
    assistant = Assistant(Retriever.open(articles, cache=store))
    return lambda question: [hit.passage.text for hit in assistant.ask(question).hits]
