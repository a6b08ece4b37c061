"""A LlamaIndex retriever. Needs the extra: pip install 'crosscheck[llama-index]'."""

from llama_index.core.callbacks import CallbackManager
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from crosscheck.index.integrations import Found, found
from crosscheck.index.retriever import Retriever

__all__ = ["LlamaIndexRetriever"]


class LlamaIndexRetriever(BaseRetriever):
    """Finds passages as nodes, best first; their metadata say where each stands and what disagrees with it."""

    def __init__(self, retriever: Retriever, k: int = 5, callback_manager: CallbackManager | None = None) -> None:
        super().__init__(callback_manager=callback_manager)
        self.retriever = retriever
        self.k = k

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [_node(hit) for hit in found(self.retriever, query_bundle.query_str, self.k)]


def _node(hit: Found) -> NodeWithScore:
    # What a language model is shown besides the text: enough to name the source.
    hidden = [name for name in hit.metadata if name not in ("title", "date")]
    node = TextNode(
        id_=hit.id,
        text=hit.text,
        metadata=hit.metadata,
        start_char_idx=hit.metadata["start"],
        end_char_idx=hit.metadata["end"],
        excluded_llm_metadata_keys=hidden,
        excluded_embed_metadata_keys=list(hit.metadata),
    )
    return NodeWithScore(node=node, score=hit.score)
