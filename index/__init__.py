"""Search a folder of articles, and find where they disagree. Knows nothing of chat, pages or evals.

from crosscheck.index import Retriever

retriever = Retriever.open()  # the packaged articles; or Retriever.open("my_articles/")
for hit in retriever.search("Which language runs the login service?", k=5):
    print(hit.score, hit.passage.article, hit.passage.text)
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crosscheck.index.errors import CrosscheckError
    from crosscheck.index.retriever import Retriever
    from crosscheck.index.types import Article, Disagreement, Hit, Passage, Sentence, Side

__all__ = [
    "Article",
    "CrosscheckError",
    "Disagreement",
    "Hit",
    "Passage",
    "Retriever",
    "Sentence",
    "Side",
]

# ONNX Runtime 1.29 and newer would name this machine to Microsoft; it looks once, when it is imported.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

_MODULES = {"CrosscheckError": "errors", "Retriever": "retriever"}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: the command line starts without all that is behind them."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES.get(name, 'types')}"), name)
