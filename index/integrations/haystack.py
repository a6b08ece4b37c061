"""A Haystack component. Needs the extra: pip install 'crosscheck[haystack]'."""

from typing import Any

from haystack import Document, component

from crosscheck.index.integrations import found
from crosscheck.index.retriever import Retriever

__all__ = ["HaystackRetriever"]


@component
class HaystackRetriever:
    """Finds passages as documents, best first; their meta say where each stands and what disagrees with it."""

    def __init__(self, retriever: Retriever, top_k: int = 5) -> None:
        self.retriever = retriever
        self.top_k = top_k

    @component.output_types(documents=list[Document])
    def run(self, query: str, top_k: int | None = None) -> dict[str, Any]:
        """Return {"documents": [...]} for `query`, `top_k` of them."""
        hits = found(self.retriever, query, self.top_k if top_k is None else top_k)
        return {"documents": [Document(id=h.id, content=h.text, meta=h.metadata, score=h.score) for h in hits]}
