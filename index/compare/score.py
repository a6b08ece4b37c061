"""From evidence to one probability: logistic regression with fixed, shipped weights.

`weights.json` holds the weights with what they were fitted on.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from crosscheck.index.compare.signals import Cheap, Signals

__all__ = ["Weights", "score", "support", "terms", "weights"]


_LEAST_IN_COMMON = 0.35  # overlap of two sentences that say the same in other words
_NUMBER_BONUS = 0.2  # with the same number, sentences at a cosine of 0.7 say the same: 0.5
_DENIED = 0.2  # contradiction by the model with which a number that both have says nothing: something else differs


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted combination and the thresholds chosen with it."""

    terms: Mapping[str, float]  # by name; a term that is not named counts nothing
    bias: float
    hubs: Mapping[str, float]  # how `hubness` corrects the score: weights of "alone" and "hubness", and "bias"
    disagreement: float  # score from which a pair is a disagreement
    support: float  # support from which two sentences say the same


@cache
def weights() -> Weights:
    """Return the packaged weights."""
    found: dict[str, Any] = json.loads((files(__package__) / "weights.json").read_bytes())
    return Weights(
        terms=found["terms"],
        bias=found["bias"],
        hubs=found["hubs"],
        disagreement=found["thresholds"]["disagreement"],
        support=found["thresholds"]["support"],
    )


def terms(evidence: Signals) -> dict[str, float]:
    """Return what is weighed, by name.

    Mostly products: that two numbers differ says little, that they do where the model sees a contradiction and
    the sentences share their rare words says much.
    """
    seen, higher, lower = evidence.cheap, evidence.contradiction, evidence.contradiction_both
    return {
        "contradiction": higher,
        "log-odds": _log_odds(higher),
        "log-odds both ways": _log_odds(lower),
        "differs": float(_differs(seen)),
        "contradiction both ways": lower,
        "entailment": evidence.entailment,
        "cosine": evidence.cosine,
        "overlap": seen.overlap,
        "both ways x cosine": lower * evidence.cosine,
        "both ways x overlap": lower * seen.overlap,
        "both ways x common": lower * seen.common,
        "both ways x roles": lower * seen.roles,
        "both ways x names": lower * seen.names,
        "contradiction x number": higher * (seen.number > 0),
        "contradiction x number x overlap": higher * (seen.number > 0) * seen.overlap,
        "number x overlap": seen.number * seen.overlap,
        "contradiction x figures": higher * seen.figures,
        "contradiction x date": higher * seen.date,
        "contradiction x date x overlap": higher * seen.date * seen.overlap,
        "date x overlap": seen.date * seen.overlap,
        "negation": seen.negation,
        "contradiction x negation": higher * seen.negation,
        "contradiction x quantifier": higher * seen.quantifier,
        "contradiction x opposite": higher * seen.opposite,
        "numbers agree x overlap": seen.number_agrees * seen.overlap,
        "same article": seen.same_article,
        "anaphoric": seen.anaphoric,
        "other subject": seen.other_subject,
        "additive": seen.additive,
        "hedged": seen.hedged,
    }


def _log_odds(probability: float) -> float:
    """Return how sure the model is, -1 to 1: log-odds, of which 5 and more are as good as certain."""
    p = min(max(probability, 1e-4), 1 - 1e-4)
    return max(-1.0, min(1.0, math.log(p / (1 - p)) / 5))


def _differs(seen: Cheap) -> bool:
    """Whether the words themselves show a difference; without one, the model has only its word for it."""
    typed = (seen.number, seen.figures, seen.date, seen.negation, seen.opposite, seen.quantifier, seen.verdict)
    return any(typed) or seen.names > 0 or seen.roles > 0


def score(evidence: Signals, fitted: Weights) -> float:
    """Return the probability, 0 to 1, that a reader would call the pair a disagreement.

    At most what is left of the certainty that both say the same.
    """
    values = terms(evidence)
    total = fitted.bias + sum([weight * values[name] for name, weight in fitted.terms.items()])
    return min(1.0 / (1.0 + math.exp(-total)), 1.0 - support(evidence))


def support(evidence: Signals) -> float:
    """Return how sure it is, 0 to 1, that both claims say the same: each follows from the other, nothing differs.

    A number or a date in common does for much of the model's word; against that word, only where the units differ:
    it converts none.
    """
    seen = evidence.cheap
    if seen.number or seen.date or seen.negation or seen.overlap < _LEAST_IN_COMMON:
        return 0.0
    likely = evidence.contradiction < _DENIED or seen.converted
    agree = (seen.number_agrees or seen.date_agrees) and likely and not (seen.opposite or seen.quantifier)
    return max(evidence.entailment_both, evidence.cosine - _NUMBER_BONUS if agree else 0.0)
