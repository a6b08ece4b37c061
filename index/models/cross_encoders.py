"""What Crosscheck asks of texts: do two agree, does one answer a question, do two answer it differently."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np

from crosscheck.index.errors import ModelError
from crosscheck.index.models.cascade import Cascade
from crosscheck.index.models.context import asked
from crosscheck.index.models.foreign import ForeignScorer
from crosscheck.index.models.packaged import LateScorer, PackagedScorer, is_ours
from crosscheck.index.models.scoring import (
    FloatMatrix,
    FloatVector,
    Pair,
    PairScorer,
    columns_of,
    sigmoid,
    softmax,
)

ENTAILMENT, CONTRADICTION = 0, 2  # columns of `judge`
_NLI_STEMS = ("entail", "neutral", "contradict")
_ANSWER_STEMS = (("not_relevant", "relevant"), ("irrelevant", "relevant"), ("not_entailment", "entailment"))


class NliModel:
    """Natural language inference: whether one text entails, contradicts or leaves open another."""

    def __init__(self, scorer: PairScorer) -> None:
        self._scorer = scorer
        self._columns = columns_of(scorer.labels, _NLI_STEMS)

    @classmethod
    def load(cls, name_or_path: str | None = None) -> Self:
        """Load the packaged models, or another cross-encoder by its path or its name in the local cache.

        Raises `ModelError` where weights are missing or damaged, or the labels are not the three of NLI.
        """
        return cls(_open(name_or_path, "nli"))

    @property
    def fingerprint(self) -> str:
        """Name of these weights, by their SHA-256, and of how they are computed."""
        return self._scorer.fingerprint

    def judge(self, pairs: Sequence[Pair]) -> FloatMatrix:
        """Probabilities `(n, 3)` of entailment, neutral and contradiction of (premise, hypothesis) pairs."""
        return softmax(self._scorer.logits(pairs)[:, self._columns])

    def contradiction(self, pairs: Sequence[Pair]) -> FloatVector:
        """Return the higher probability of contradiction of both directions, `(n,)`: order does not matter."""
        both = [*pairs, *((second, first) for first, second in pairs)]
        directed = self.judge(both)[:, CONTRADICTION]
        return np.maximum(directed[: len(pairs)], directed[len(pairs) :])


class RelevanceModel:
    """Does a sentence answer a question? A sentence may carry its context: see `contextualise`."""

    def __init__(self, scorer: PairScorer) -> None:
        self._scorer = scorer
        self._columns = _answer_columns(scorer.labels)

    @classmethod
    def load(cls, name_or_path: str | None = None) -> Self:
        """Load the packaged model, or another cross-encoder by its path or its name in the local cache.

        Raises `ModelError` where weights are missing or damaged, or more than two classes come without names.
        """
        return cls(_open(name_or_path, "relevance"))

    @property
    def fingerprint(self) -> str:
        """Name of these weights, by their SHA-256, and of how they are computed."""
        return self._scorer.fingerprint

    def score(self, question: str, sentences: Sequence[str]) -> FloatVector:
        """Return the probability that each sentence answers `question`, `(n,)`, from 0 to 1."""
        return self.score_pairs([(question, sentence) for sentence in sentences])

    def score_pairs(self, pairs: Sequence[Pair]) -> FloatVector:
        """Return the same for (question, sentence) pairs of several questions at once, `(n,)`."""
        logits = self._scorer.logits(pairs)[:, self._columns]
        return sigmoid(logits[:, -1] - (logits[:, 0] if len(self._columns) == 2 else 0.0))


class RivalModel:
    """Whether two sentences answer one question differently, and whether one answers it: NLI, put to the question.

    "It opened in May" and "Guests came from June on" are rival answers to "When did it open?", and to "Who opened
    it?" they are none.
    """

    def __init__(self, scorer: PairScorer) -> None:
        self._scorer = scorer
        self._columns = columns_of(scorer.labels, _NLI_STEMS)

    @classmethod
    def load(cls) -> Self:
        """Return the packaged model, whose weights are read when there is first something to score.

        Raises `ModelError` where they are missing and, when they are read, where they are damaged.
        """
        return cls(LateScorer("rivals"))

    @property
    def fingerprint(self) -> str:
        """Name of these weights, by their SHA-256, and of how they are computed."""
        return self._scorer.fingerprint

    def score(self, question: str, pairs: Sequence[Pair]) -> FloatVector:
        """Return the probability that the sentences of each pair are rival answers, `(n,)`, in whichever order.

        A sentence may carry its context: see `contextualise`.
        """
        return self.judge([(asked(question, min(pair)), max(pair)) for pair in pairs])[:, CONTRADICTION]

    def answers(self, question: str, sentences: Sequence[str]) -> FloatVector:
        """Return the probability that each sentence answers `question`, `(n,)`, slower than `RelevanceModel`."""
        return self.judge([(question, sentence) for sentence in sentences])[:, ENTAILMENT]

    def judge(self, pairs: Sequence[Pair]) -> FloatMatrix:
        """Return probabilities `(n, 3)` for pairs of a question, with a sentence behind it or not, and a sentence.

        Of a question alone: that the sentence answers it, does not, contradicts (never). Behind it: that the two
        sentences give one answer, leave it open, are rivals.
        """
        return softmax(self._scorer.logits(pairs)[:, self._columns])


def _open(name_or_path: str | None, released: str) -> PairScorer:
    if name_or_path is None:
        return Cascade() if released == "nli" else PackagedScorer.released(released)
    directory = Path(name_or_path)
    return PackagedScorer(directory) if is_ours(directory) else ForeignScorer(name_or_path)


def _answer_columns(labels: Sequence[str]) -> list[int]:
    """Return the column of a single logit, or those of "no" and "yes"."""
    if len(labels) == 1:
        return [0]
    for stems in _ANSWER_STEMS:
        if sorted(label.lower() for label in labels) == sorted(stems):
            return columns_of(labels, stems)
    raise ModelError(f"This model's labels are {', '.join(labels)}: expected one, or relevant and irrelevant.")
