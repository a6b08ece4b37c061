"""Decide whether the articles answer: a few signals, weighed into a calibrated probability.

Similarity cannot decide this where every sentence is about the same few things. What can, together: how relevant
the best sentences are, and whether the names in the question occur in the articles at all.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files

from crosscheck.app.asked import names
from crosscheck.app.judge import Judged, log_odds, logistic, rarity, share
from crosscheck.index.index import Index
from crosscheck.index.lexical import terms

__all__ = ["Calibration", "Signals", "calibration", "confidence", "signals", "told_by"]

_TOP = 5  # sentences whose mean relevance tells a whole answer from a lucky one


@dataclass(frozen=True, slots=True)
class Signals:
    """What the decision rests on."""

    best: float  # log-odds of the most relevant sentence
    several: float  # log-odds of the mean relevance of the best few
    model: float  # log-odds that the relevance model alone gives to the sentence that it likes best
    strange: float  # 0 to 1: share of the names in the question that no passage has
    elsewhere: float  # 0 to 1: share of its names, by rarity, that the best sentence's passage and headings lack
    opinion: float | None = None  # of the large model on a doubtful answer, see `reread.opinion`; else None


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights and thresholds, chosen by `python -m crosscheck.evals.calibrate` on development questions only."""

    sentence_weights: Mapping[str, float]  # of each of `SentenceSignals`, by name, and "bias"
    answer_weights: Mapping[str, float]  # of each of `Signals` but the opinion, by name, and "bias"
    doubted_weights: Mapping[str, float]  # of each of them where there is one
    answer_threshold: float  # confidence below which the answer is "not in the sources"
    enough: float  # confidence from which no more sentences are read, and no second opinion is asked for
    sentence_floor: float  # relevance below which a sentence is not used
    sentence_share: float  # share of the best sentence's relevance below which it is not used either
    rerank_weight: float  # 0 to 1: how much relevance counts beside retrieval in the order of passages
    calibrated_on: Mapping[str, str]  # sha256 of each gold file, fingerprint of the model


@cache
def calibration() -> Calibration:
    """Return the packaged calibration."""
    return Calibration(**json.loads((files("crosscheck.app") / "calibration.json").read_text(encoding="utf-8")))


def signals(question: str, judged: Sequence[Judged], index: Index) -> Signals:
    """Return the signals for `question`, given its judged sentences, most relevant first."""
    relevances = [item.relevance for item in judged[:_TOP]] or [0.0]
    return Signals(
        best=log_odds(relevances[0]),
        several=log_odds(sum(relevances) / _TOP),
        model=max((item.signals.model for item in judged), default=log_odds(0.0)),
        strange=_strange(names(question), index),
        elsewhere=_elsewhere(question, judged[0], index) if judged else 0.0,
    )


def _elsewhere(question: str, best: Judged, index: Index) -> float:
    """Return how much the evidence is about others than the question: "How much did Lysa cost?", and Brisa did."""
    named = {term for name in names(question) for term in terms(name)}
    rare = {term: weight for term, weight in rarity(question, index).items() if term in named}
    passage = index.passages[index.passage_of[best.row]]
    about = terms(" ".join([*best.sentence.headings, passage.text]))
    return 1 - share(rare, about) if any(rare.values()) else 0.0


def _strange(named: Sequence[str], index: Index) -> float:
    missing = [name for name in named if not any(term in index.words.vocab_dict for term in terms(name))]
    return len(missing) / len(named) if named else 0.0


def confidence(found: Signals, settings: Calibration) -> float:
    """Return the probability that the articles answer, 0 to 1."""
    return logistic(told_by(found), settings.answer_weights if found.opinion is None else settings.doubted_weights)


def told_by(found: Signals) -> dict[str, float]:
    """Return the signals that there are, by name."""
    return {name: value for name, value in asdict(found).items() if value is not None}
