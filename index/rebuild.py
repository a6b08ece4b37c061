"""Build an index from what is known already: an earlier index, and the journal of a build that was killed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from crosscheck.index.compare.compare import Judge, judged_by, known_verdicts
from crosscheck.index.compare.opinions import Adviser, Opinions, advice, carried, known_opinions
from crosscheck.index.encoder import Encoder
from crosscheck.index.hands import ALONE, Hands
from crosscheck.index.index import Index, Progress, build_index, passage_texts, sentence_texts, silent
from crosscheck.index.journal import Journal, JournaledAdviser, JournaledEncoder, JournaledJudge
from crosscheck.index.types import Article, FloatMatrix, FloatVector, Vectors

__all__ = ["advised", "rebuild"]


def rebuild(
    articles: Sequence[Article],
    encoder: Encoder,
    judge: Judge,
    progress: Progress,
    earlier: Index | None,
    kept: Journal | None,
    hands: Hands = ALONE,
) -> Index:
    """Build the index; what `earlier` or `kept` has of the same models is neither embedded nor judged again."""
    return build_index(
        articles,
        JournaledEncoder(encoder, kept, hands.count) if kept else encoder,
        progress,
        _vectors(earlier) if earlier and earlier.encoder == encoder.fingerprint else None,
        judge=JournaledJudge(judge, kept) if kept else judge,
        verdicts=known_verdicts(earlier.pairs) if earlier and earlier.judge == judged_by(judge) else None,
        hands=hands,
    )


def advised(
    index: Index,
    adviser: Adviser | None,
    earlier: Index | None,
    progress: Progress = silent,
    kept: Journal | None = None,
) -> tuple[Index, tuple[str, ...]]:
    """Return `index` with what `adviser` thinks of its pairs, and what the user should know of that.

    Without an adviser the opinions in `earlier` stay with the pairs that did not change.
    """
    before = earlier.opinions if earlier else Opinions()
    if adviser is None and not before.model:
        return index, ()
    known = known_opinions(earlier.sentences, before) if earlier else {}
    if adviser is None:
        return replace(index, opinions=carried(index.sentences, index.pairs, before, known)), ()
    asked = JournaledAdviser(adviser, kept) if kept else adviser
    same = known if before.fingerprint == adviser.fingerprint else {}
    opinions, notice = advice(index.sentences, index.pairs, asked, same, partial(progress, "Asking"))
    if notice and not opinions.disagree:
        # It could not be asked at all: what another one said is better than nothing.
        opinions = carried(index.sentences, index.pairs, before, known)
    return replace(index, opinions=opinions), (notice,) if notice else ()


def _vectors(index: Index) -> Mapping[str, FloatVector]:
    """Return the vectors of an index, by the text they stand for."""
    rows = [
        *zip(sentence_texts(index.sentences), _rows(index.sentence_vectors), strict=True),
        *zip(passage_texts(index.passages), _rows(index.passage_vectors), strict=True),
    ]
    return dict(rows)


def _rows(vectors: Vectors) -> FloatMatrix:
    return np.asarray(vectors.reconstruct_n(0, vectors.ntotal), dtype=np.float32)
