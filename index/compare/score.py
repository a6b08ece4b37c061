"""From evidence to one probability: logistic regression with fixed, shipped weights, of many pairs at once.

`weights.json` holds the weights with what they were fitted on.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from crosscheck.index.compare.signals import Cheap

__all__ = ["Column", "Signals", "Weights", "score", "signals", "support", "terms", "weights"]

Column: TypeAlias = npt.NDArray[np.float64]
"""A number for each pair, `(n,)`."""

_LEAST_IN_COMMON = 0.35  # overlap of two sentences that say the same in other words
_NUMBER_BONUS = 0.2  # with the same number, sentences at a cosine of 0.7 say the same: 0.5
_DENIED = 0.2  # contradiction by the model with which a number that both have says nothing: something else differs


@dataclass(frozen=True, slots=True)
class Signals:
    """All evidence about pairs: the words, the vectors and the NLI model; the same for both orders."""

    contradiction: Column  # the higher of both directions, 0 to 1
    contradiction_both: Column  # the lower
    entailment: Column  # the higher
    entailment_both: Column  # the lower: each follows from the other
    cosine: Column
    cheap: Mapping[str, Column]  # by the names in `Cheap`


def signals(cheap: Sequence[Cheap], verdicts: npt.NDArray[np.float64], cosines: npt.ArrayLike) -> Signals:
    """Return all evidence about `(n,)` pairs; `verdicts`, `(n, 4)`, are the fields of `Verdict`, in order."""
    columns = np.array(cheap, dtype=np.float64).reshape(len(cheap), len(Cheap._fields)).T
    contradicts, entails = verdicts[:, :2], verdicts[:, 2:]
    return Signals(
        contradiction=contradicts.max(axis=1),
        contradiction_both=contradicts.min(axis=1),
        entailment=entails.max(axis=1),
        entailment_both=entails.min(axis=1),
        cosine=np.array(cosines, dtype=np.float64),
        cheap=dict(zip(Cheap._fields, columns, strict=True)),
    )


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


def terms(evidence: Signals) -> dict[str, Column]:
    """Return what is weighed, by name.

    Mostly products: that two numbers differ says little, that they do where the model sees a contradiction and
    the sentences share their rare words says much.
    """
    seen, higher, lower = evidence.cheap, evidence.contradiction, evidence.contradiction_both
    return {
        "contradiction": higher,
        "log-odds": _log_odds(higher),
        "log-odds both ways": _log_odds(lower),
        "differs": _differs(seen),
        "contradiction both ways": lower,
        "entailment": evidence.entailment,
        "cosine": evidence.cosine,
        "overlap": seen["overlap"],
        "both ways x cosine": lower * evidence.cosine,
        "both ways x overlap": lower * seen["overlap"],
        "both ways x common": lower * seen["common"],
        "both ways x roles": lower * seen["roles"],
        "both ways x names": lower * seen["names"],
        "contradiction x number": higher * (seen["number"] > 0),
        "contradiction x number x overlap": higher * (seen["number"] > 0) * seen["overlap"],
        "number x overlap": seen["number"] * seen["overlap"],
        "contradiction x figures": higher * seen["figures"],
        "contradiction x date": higher * seen["date"],
        "contradiction x date x overlap": higher * seen["date"] * seen["overlap"],
        "date x overlap": seen["date"] * seen["overlap"],
        "negation": seen["negation"],
        "contradiction x negation": higher * seen["negation"],
        "contradiction x quantifier": higher * seen["quantifier"],
        "contradiction x opposite": higher * seen["opposite"],
        "contradiction x converted": higher * seen["converted"] * (1 - _differs(seen)),
        "numbers agree x overlap": seen["number_agrees"] * seen["overlap"],
        "same article": seen["same_article"],
        "anaphoric": seen["anaphoric"],
        "other subject": seen["other_subject"],
        "additive": seen["additive"],
        "hedged": seen["hedged"],
    }


def _log_odds(probability: Column) -> Column:
    """Return how sure the model is, -1 to 1: log-odds, of which 5 and more are as good as certain."""
    p = probability.clip(1e-4, 1 - 1e-4)
    certain: Column = np.log(p / (1 - p)) / 5
    return certain.clip(-1.0, 1.0)


def _differs(seen: Mapping[str, Column]) -> Column:
    """Return 1 where the words themselves show a difference; without one, the model has only its word for it."""
    typed = ("number", "figures", "date", "negation", "opposite", "quantifier", "verdict", "names", "roles")
    found: Column = np.any([seen[name] > 0 for name in typed], axis=0).astype(np.float64)
    return found


def score(evidence: Signals, fitted: Weights) -> Column:
    """Return the probability, 0 to 1, that a reader would call each pair a disagreement.

    At most what is left of the certainty that both say the same.
    """
    values = terms(evidence)
    total: Column = fitted.bias + np.sum([weight * values[name] for name, weight in fitted.terms.items()], axis=0)
    likely: Column = np.minimum(1.0 / (1.0 + np.exp(-total)), 1.0 - support(evidence))
    return likely


def support(evidence: Signals) -> Column:
    """Return how sure it is, 0 to 1, that both claims say the same: each follows from the other, nothing differs.

    A number or a date in common does for much of the model's word; against that word, only where the units differ:
    it converts none.
    """
    seen = {name: column > 0 for name, column in evidence.cheap.items()}
    likely = (evidence.contradiction < _DENIED) | seen["converted"]
    agree = (seen["number_agrees"] | seen["date_agrees"]) & likely & ~(seen["opposite"] | seen["quantifier"])
    found: Column = np.maximum(evidence.entailment_both, np.where(agree, evidence.cosine - _NUMBER_BONUS, 0.0))
    other_names = seen["names"] & seen["roles"] & ~seen["converted"]  # "closed on Mondays", "closed on Tuesdays"
    apart = seen["number"] | seen["figures"] | seen["date"] | seen["negation"] | other_names
    apart |= evidence.cheap["overlap"] < _LEAST_IN_COMMON
    found[apart] = 0.0
    return found
