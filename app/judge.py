"""Judge how likely each sentence answers the question.

The relevance model reads question and sentence together, but is small; nearness in meaning and the question's rare
words, which retrieval knows anyway, correct it. Their weights are calibrated, not chosen by hand.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from crosscheck.app.asked import asked_for, has
from crosscheck.index.index import Index
from crosscheck.index.lexical import content_terms
from crosscheck.index.models import RelevanceModel, contextualise
from crosscheck.index.models.runtime import tokenizer
from crosscheck.index.types import FloatMatrix, FloatVector, Hit, Sentence

__all__ = [
    "Judged",
    "Query",
    "SentenceSignals",
    "best_first",
    "in_context",
    "judge_rows",
    "log_odds",
    "logistic",
    "rarity",
    "share",
    "vectors",
]

_READ = 64  # tokens of a question that the model reads with each of them: 2,000 characters would cost fourfold
# What begins with the first, or has one of the others anywhere, may say little without the sentence before it.
# "It" and "that" inside a sentence mostly stand for something in it; where the others do, too much is read.
_LEANING = re.compile(
    r"\A(?:it|its|their|that|his|her|here|there)\b|\b(?:this|these|those|such(?! as\b)|he|she|they|them|him)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Query:
    """A question with what retrieval found for it."""

    text: str  # stands alone
    vector: FloatVector  # its embedding, shape (d,)
    hits: tuple[Hit, ...]  # best first


@dataclass(frozen=True, slots=True)
class SentenceSignals:
    """What speaks for a sentence."""

    model: float  # log-odds by the relevance model
    near: float  # -1 to 1: cosine of question and sentence
    passage: float  # 0 to 1: how well its passage was found
    covered: float  # 0 to 1: share of the question's words, by rarity, in the sentence
    amiss: float  # 1 when the question asks for a number, date or version and the sentence has none, else 0


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence with the probability that it answers the question."""

    sentence: Sentence
    row: int  # of the sentence in the index
    relevance: float  # 0 to 1, calibrated
    signals: SentenceSignals
    before: str = ""  # the sentence that says what a word in it, such as "they", stands for


def judge_rows(
    query: Query, rows: Sequence[int], index: Index, model: RelevanceModel, weights: Mapping[str, float]
) -> list[Judged]:
    """Return the sentences in `rows`, in that order, with how likely each answers.

    `weights` are those of `SentenceSignals` and a "bias".
    """
    before = [_before(index, row) for row in rows]
    shown = [in_context(index, *leaning) for leaning in zip(rows, before, strict=True)]
    scores = model.score(_end_of(query.text), shown)
    near = vectors(index, rows) @ query.vector
    rare, kind = rarity(query.text, index), asked_for(query.text)
    found = {(hit.passage.article, hit.passage.start): hit.score for hit in query.hits}
    judged = []
    for row, leant_on, score, cosine in zip(rows, before, scores, near, strict=True):
        sentence, passage = index.sentences[row], index.passages[index.passage_of[row]]
        signals = SentenceSignals(
            model=log_odds(float(score)),
            near=float(cosine),
            # What was not found is no better than the last that was.
            passage=found.get((passage.article, passage.start), min(found.values(), default=0.0)),
            covered=share(rare, content_terms(f"{leant_on} {sentence.text}")),
            amiss=float(kind is not None and not has(sentence.text, kind)),
        )
        judged.append(Judged(sentence, row, logistic(asdict(signals), weights), signals, leant_on))
    return judged


def best_first(judged: Sequence[Judged]) -> list[Judged]:
    """Return `judged`, most relevant first."""
    # Equal scores keep the order they came in: the same question gives the same bytes.
    return sorted(judged, key=lambda item: -round(item.relevance, 4))


def _end_of(question: str) -> str:
    """Return what the model reads of `question`; in a long one, what is asked comes last."""
    encoding = tokenizer().encode(question, add_special_tokens=False)
    tokens = [span for part in (encoding, *encoding.overflowing) for span in part.offsets]
    return question[tokens[-_READ][0] :] if len(tokens) > _READ else question


def in_context(index: Index, row: int, before: str) -> str:
    """Return sentence `row` as a model reads it: behind its headings and, if it leans on one, the one `before`."""
    sentence = index.sentences[row]
    return contextualise(sentence.headings, before or None, sentence.text)


def _before(index: Index, row: int) -> str:
    """Return the sentence that sentence `row` leans on: the one before it, if a pronoun needs it."""
    sentence, before = index.sentences[row], index.sentences[row - 1]
    follows = row > 0 and before.article == sentence.article and not before.is_heading
    return before.text if follows and _LEANING.search(sentence.text) else ""


def vectors(index: Index, rows: Sequence[int]) -> FloatMatrix:
    """Return the embeddings of sentences, shape (len(rows), d)."""
    if not rows:
        return np.zeros((0, index.sentence_vectors.d), dtype=np.float32)
    return index.sentence_vectors.reconstruct_batch(np.array(rows))


def rarity(question: str, index: Index) -> dict[str, float]:
    """Return the inverse document frequency, among the passages, of each content word of `question`.

    That of BM25 (Robertson and Zaragoza 2009), which is near nothing for a word that every passage has.
    """
    total = len(index.passages)
    found = {term: index.words.count(term) for term in content_terms(question)}
    return {term: math.log(1 + (total - count + 0.5) / (count + 0.5)) for term, count in found.items()}


def share(rare: Mapping[str, float], found: Sequence[str]) -> float:
    """Return the part of `rare`, counted by rarity, that is among the terms `found`, 0 to 1."""
    total = sum(rare.values())
    return sum(rare[term] for term in rare.keys() & set(found)) / total if total else 0.0


def log_odds(probability: float) -> float:
    """Return the log-odds of a probability, within those of 0.0001 and 0.9999."""
    p = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(p / (1 - p))


def logistic(values: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the probability that a logistic regression gives `values`; `weights` has a "bias" besides."""
    return 1 / (1 + math.exp(-weights["bias"] - sum(weights[name] * value for name, value in values.items())))
