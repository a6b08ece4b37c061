"""The retriever as other frameworks know one. Each module needs its framework and nothing else does.

Retriever.open().as_langchain()  # likewise as_llama_index(), as_haystack()
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crosscheck.index.as_json import disagreement_json
from crosscheck.index.errors import MissingExtra
from crosscheck.index.types import Hit

if TYPE_CHECKING:
    from crosscheck.index.retriever import Retriever

__all__ = ["Found", "found", "needs"]


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found, in the three parts that every framework's document has."""

    id: str  # article and offsets: the same passage of the same text has the same id
    text: str
    metadata: dict[str, Any]  # plain values, ready for JSON
    score: float  # 0 to 1, comparable within one search only


def found(retriever: "Retriever", query: str, k: int) -> list[Found]:
    """Return the `k` best passages for `query`, best first, each with the disagreements that touch it.

    Raises BadInput for a query that cannot be looked for.
    """
    return [_found(retriever, hit) for hit in retriever.search(query, k)]


def _found(retriever: "Retriever", hit: Hit) -> Found:
    passage, article = hit.passage, retriever.articles[hit.passage.article]
    score = round(hit.score, 4)
    metadata = {
        "article": article.id,
        "title": article.title,
        "date": article.date,
        "author": article.author,
        "url": article.url,
        "headings": list(passage.headings),
        "start": passage.start,
        "end": passage.end,
        "score": score,
        "disagreements": [disagreement_json(one) for one in retriever.disagreements([hit])],
    }
    return Found(f"{article.id}:{passage.start}-{passage.end}", passage.text, metadata, score)


@contextmanager
def needs(library: str, extra: str) -> Iterator[None]:
    """Raise MissingExtra, with what to install, when the import inside does not find `library`."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] != library:
            raise
        raise MissingExtra(f"{library} is not installed: pip install 'crosscheck[{extra}]'") from error
