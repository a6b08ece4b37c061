"""Build an index from what is known already: an earlier index, and the journal of a build that was killed."""

from collections.abc import Mapping, Sequence

import numpy as np

from crosscheck.index.compare.compare import Judge, Known, known_verdicts
from crosscheck.index.encoder import Encoder
from crosscheck.index.index import Index, Progress, build_index, passage_texts, sentence_texts
from crosscheck.index.journal import Journal, JournaledEncoder, JournaledJudge
from crosscheck.index.types import Article, FloatMatrix, FloatVector

__all__ = ["rebuild"]


def rebuild(
    articles: Sequence[Article],
    encoder: Encoder,
    judge: Judge,
    progress: Progress,
    earlier: Index | None,
    kept: Journal | None,
) -> Index:
    """Build the index; what `earlier` or `kept` has of the same models is neither embedded nor judged again."""
    return build_index(
        articles,
        JournaledEncoder(encoder, kept) if kept else encoder,
        progress,
        _vectors(earlier) if earlier and earlier.encoder == encoder.fingerprint else None,
        judge=JournaledJudge(judge, kept) if kept else judge,
        verdicts=_verdicts(earlier) if earlier and earlier.judge == judge.fingerprint else None,
    )


def _verdicts(index: Index) -> Known:
    return known_verdicts(index.sentences, index.pairs)


def _vectors(index: Index) -> Mapping[str, FloatVector]:
    """Return the vectors of an index, by the text they stand for."""
    rows = [
        *zip(sentence_texts(index.sentences), _rows(index.sentence_vectors), strict=True),
        *zip(passage_texts(index.passages), _rows(index.passage_vectors), strict=True),
    ]
    return dict(rows)


def _rows(vectors: "object") -> FloatMatrix:
    return np.asarray(vectors.reconstruct_n(0, vectors.ntotal), dtype=np.float32)  # type: ignore[attr-defined]
