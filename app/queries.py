"""What other programs ask over HTTP and MCP, as the plain objects of the contract. Knows nothing of either.

Sources and disagreements always come along: what is found is worth little without them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from crosscheck.app.answer import Answer
from crosscheck.app.assistant import Assistant
from crosscheck.index.as_json import article_json, disagreement_json, hit_json
from crosscheck.index.errors import BadInput
from crosscheck.index.index import Index
from crosscheck.index.retriever import Retriever

__all__ = ["MAX_K", "articles_json", "counts_json", "disagreements_json", "growing", "search_json"]

MAX_K = 100  # passages; each costs memory and time to look for
_TOUCHED = 5  # passages whose disagreements are told, for a question


def growing(assistant: Assistant, question: str, history: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
    """Yield the answer as it grows, by one statement each time; the last object is the whole of it.

    Disagreements come with the first statement already, so that nobody reads one without its warning.
    """
    answer = assistant.ask(question, history)
    for count in range(1, len(answer.statements)):
        yield _beginning(answer, count).to_json()
    yield answer.to_json()


def _beginning(answer: Answer, count: int) -> Answer:
    statements = answer.statements[:count]
    used = {number for statement in statements for number in statement.citations}
    return replace(answer, statements=statements, citations=tuple(c for c in answer.citations if c.number in used))


def search_json(retriever: Retriever, query: str, k: int = 5) -> dict[str, Any]:
    """Return the `k` best passages, the articles that they are from, and the disagreements that touch them."""
    hits = retriever.search(query, _checked(k))
    sources = dict.fromkeys(hit.passage.article for hit in hits)
    return {
        "passages": [hit_json(hit) for hit in hits],
        "articles": [article_json(retriever.articles[name]) for name in sources],
        "disagreements": [disagreement_json(found) for found in retriever.disagreements(hits)],
    }


def disagreements_json(retriever: Retriever, question: str = "") -> dict[str, Any]:
    """Return where the articles disagree, strongest first: everywhere, or only in passages about `question`.

    What only a language model takes for a disagreement, where one was asked, stands under `opinions`.
    """
    hits = retriever.search(question, _TOUCHED) if question else None
    found = {"disagreements": [disagreement_json(one) for one in retriever.disagreements(hits)]}
    opinions = [disagreement_json(one) for one in retriever.opinions(hits)]
    return found | ({"opinions": opinions} if opinions else {})


def articles_json(retriever: Retriever) -> dict[str, Any]:
    """Return what there is to ask."""
    return {"articles": [article_json(article) for article in retriever.articles.values()]}


def counts_json(index: Index) -> dict[str, int]:
    """Return how much there is of everything."""
    counts = {
        "articles": len(index.articles),
        "passages": len(index.passages),
        "sentences": len(index.sentences),
    }
    return counts | ({"opinions": len(index.opinions.disagree)} if index.opinions.model else {})


def _checked(k: int) -> int:
    if not isinstance(k, int) or isinstance(k, bool) or not 1 <= k <= MAX_K:
        raise BadInput(f"k is {k!r}: give a whole number from 1 to {MAX_K}")
    return k
