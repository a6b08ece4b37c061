"""The product on articles that differ a little from those of a topic, without an index on disk."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from crosscheck.app import Assistant
from crosscheck.index import Retriever
from crosscheck.index.compare.compare import Judge, judged_by, known_verdicts
from crosscheck.index.index import Index, build_index, passage_texts, sentence_texts
from crosscheck.index.split import MAX_PASSAGE
from crosscheck.index.types import Article, FloatMatrix

__all__ = ["with_articles"]


def with_articles(
    assistant: Assistant, articles: Sequence[Article], judge: Judge | None = None, max_passage: int = MAX_PASSAGE
) -> Assistant:
    """Return `assistant` asking `articles` instead; what its index knows of them is not computed again.

    Their sentences are compared with each other by `judge`, or not at all without one; what the judge of the
    index said of them is used again.
    """
    index, encoder = assistant.retriever.index, assistant.retriever.encoder
    same = judge is not None and judged_by(judge) == index.judge
    built = build_index(
        articles,
        encoder,
        known=_vectors(index),
        max_passage=max_passage,
        judge=judge,
        verdicts=known_verdicts(index.pairs) if same else None,
    )
    return replace(assistant, retriever=Retriever(built, encoder))


def _vectors(index: Index) -> dict[str, FloatMatrix]:
    texts = [*sentence_texts(index.sentences), *passage_texts(index.passages)]
    parts = [v.reconstruct_n(0, v.ntotal) for v in (index.sentence_vectors, index.passage_vectors)]
    return dict(zip(texts, np.vstack(parts), strict=True))
