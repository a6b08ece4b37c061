"""From evidence to one probability: logistic regression with fixed, shipped weights.

`weights.json` holds the weights with what they were fitted on.
"""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from crosscheck.index.compare.signals import Signals

__all__ = ["Weights", "score", "support", "weights"]


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted combination and the thresholds chosen with it."""

    signals: Mapping[str, float]  # by name; a signal that is not named counts nothing
    bias: float
    audit: float  # score from which a pair is a disagreement
    bearing: float  # score from which a pair may be one, when both sides answer the question
    support: float  # support from which two sentences say the same
    fingerprint: str  # of the file: other weights, other scores


@cache
def weights() -> Weights:
    """Return the packaged weights."""
    data = (files(__package__) / "weights.json").read_bytes()
    found: dict[str, Any] = json.loads(data)
    return Weights(
        signals=found["signals"],
        bias=found["bias"],
        audit=found["thresholds"]["audit"],
        bearing=found["thresholds"]["bearing"],
        support=found["thresholds"]["support"],
        fingerprint=hashlib.sha256(data).hexdigest()[:12],
    )


def score(evidence: Signals, fitted: Weights) -> float:
    """Return the probability, 0 to 1, that a reader would call the pair a disagreement."""
    values = evidence.named()
    total = fitted.bias + sum(weight * values[name] for name, weight in fitted.signals.items())
    return 1.0 / (1.0 + math.exp(-total))


def support(evidence: Signals) -> float:
    """Return how sure it is, 0 to 1, that both claims say the same: one entails the other, nothing differs."""
    if evidence.cheap.number or evidence.cheap.date or evidence.cheap.negation:
        return 0.0
    return max(0.0, evidence.entailment - evidence.contradiction)
