"""A LangChain retriever. langchain-core comes along with the text splitters, so this needs no extra."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field, InstanceOf

from crosscheck.index.integrations import found
from crosscheck.index.retriever import Retriever

__all__ = ["LangChainRetriever"]


class LangChainRetriever(BaseRetriever):
    """Finds passages as documents, best first; their metadata say where each stands and what disagrees with it."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: InstanceOf[Retriever]
    k: int = Field(default=5, ge=1)  # documents for each query; `invoke(query, k=3)` asks for another number once

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, k: int | None = None, **_: Any
    ) -> list[Document]:
        hits = found(self.retriever, query, self.k if k is None else k)
        return [Document(id=hit.id, page_content=hit.text, metadata=hit.metadata) for hit in hits]
