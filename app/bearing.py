"""How likely a disagreement bears on a question: what speaks for a pair of sentences, weighed in stages.

Each stage knows more about a pair than the one before, which took reading. What one finds too unlikely is not read
any further, as in a cascade (Viola and Jones 2001, "Rapid Object Detection using a Boosted Cascade of Simple
Features").
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files

from crosscheck.app.judge import logistic

__all__ = ["Bearing", "BearingSignals", "Stage", "bearing", "likely", "sure"]


@dataclass(frozen=True, slots=True)
class BearingSignals:
    """What speaks for showing a pair of sentences with a question, as log-odds where nothing else is said."""

    disagree: float  # that the two disagree
    contradicts: float  # by the NLI model alone: one of them the other
    contradicts_both: float  # each the other
    entails: float  # one of them the other
    lower: float  # relevance of the side that is less relevant
    higher: float  # of the other one
    best: float  # of the most relevant sentence of all
    others: float  # log of 1 and the other sentences that may be expected to answer and say what neither does
    same_number: float  # 1 when both give one number, in whatever unit, else 0
    unjudged: float  # 1 when the pair was not judged when the index was built, else 0
    same_article: float  # 1 when both stand in one article, else 0
    rivals: float | None = None  # by the model of rivals: that both answer the question, and differently; if asked
    answers: float | None = None  # by it, that a side answers, of the one that is less likely to; if asked


@dataclass(frozen=True, slots=True)
class Stage:
    """How a pair is weighed of which so much is known."""

    weights: Mapping[str, float]  # of the signals known by then, by name, and "bias"
    threshold: float  # probability from which the pair goes on to the next stage; after the last it is shown


@dataclass(frozen=True, slots=True)
class Bearing:
    """When a disagreement is shown with a question; chosen by `python -m crosscheck.evals.calibrate_warnings`."""

    seen: Stage  # before the model of rivals was asked anything
    read: Stage  # when it has said whether the two are rivals
    reread: Stage  # when it has said whether each of them answers
    fitted_on: Mapping[str, str]  # sha256 of the cases


@cache
def bearing() -> Bearing:
    """Return the packaged settings."""
    found = json.loads((files("crosscheck.app") / "warn.json").read_text(encoding="utf-8"))
    seen, read, reread = (Stage(**found[name]) for name in ("seen", "read", "reread"))
    return Bearing(seen, read, reread, found["fitted_on"])


def sure(signals: BearingSignals, stage: Stage) -> float:
    """Return the probability, 0 to 1, that a pair bears on its question, as `stage` weighs it."""
    return logistic(
        {name: value for name, value in asdict(signals).items() if name in stage.weights}, stage.weights
    )


def likely(signals: BearingSignals, stage: Stage | None) -> bool:
    """Say whether a pair gets past `stage`; past none does every one."""
    return stage is None or sure(signals, stage) >= stage.threshold
