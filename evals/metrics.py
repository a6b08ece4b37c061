"""Figures of a run, each a share with its 95 % interval."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from crosscheck.app import Answer
from crosscheck.evals.gold import Case, Span

__all__ = ["Share", "area", "auroc", "f_measure", "hit", "includes", "measure"]


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `n`, with its 95 % interval (Wilson 1927), which holds near 0 and 1 where others do not."""

    hits: float
    n: int

    @property
    def value(self) -> float:
        """The share, 0 to 1; not a number when there was nothing to count."""
        return self.hits / self.n if self.n else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper end of the interval."""
        if not self.n:
            return math.nan, math.nan
        z, p, n = 1.96, self.value, self.n
        middle, spread = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, middle - spread) / (1 + z * z / n), (middle + spread) / (1 + z * z / n)


def measure(cases: Sequence[Case], answers: Sequence[Answer]) -> dict[str, Share]:
    """Return the figures of `answers`, one to each of `cases`."""
    pairs = list(zip(cases, answers, strict=True))
    first = [(c, a) for c, a in pairs if c.answerable and not c.history]
    later = [(c, a) for c, a in pairs if c.answerable and c.history]
    answered = [(c, a) for c, a in first if a.status == "answered"]
    return {
        "hit@1": _mean([hit(c, a, 1) for c, a in first]),
        "hit@5": _mean([hit(c, a, 5) for c, a in first]),
        "followup_hit@5": _mean([hit(c, a, 5) for c, a in later]),
        "citation_precision": _mean([_precision(c, a) for c, a in answered]),
        "must_include": _mean([_included(c, a) for c, a in first if c.must_include]),
        "over_abstention": _mean([float(a.status != "answered") for _, a in first]),
        "false_answers": _mean([float(a.status == "answered") for c, a in pairs if not c.answerable]),
    }


def auroc(cases: Sequence[Case], answers: Sequence[Answer]) -> float:
    """Return the chance that an answerable question has a higher confidence than one that is not."""
    yes = [a.confidence for c, a in zip(cases, answers, strict=True) if c.answerable]
    no = [a.confidence for c, a in zip(cases, answers, strict=True) if not c.answerable]
    return area(yes, no)


def area(yes: Sequence[float], no: Sequence[float]) -> float:
    """Return the chance that one of `yes` is greater than one of `no`; equal ones count half."""
    wins = sum((y > n) + 0.5 * (y == n) for y in yes for n in no)
    return wins / (len(yes) * len(no)) if yes and no else math.nan


def f_measure(precision: float, recall: float, beta: float) -> float:
    """Return both in one, from 0 to 1, recall counted `beta` times as much as precision (van Rijsbergen 1979).

    >>> round(f_measure(0.5, 1.0, 2.0), 3)
    0.833
    """
    both = beta**2 * precision + recall
    return (1 + beta**2) * precision * recall / both if both else 0.0


def _mean(values: Sequence[float]) -> Share:
    return Share(sum(values), len(values))


def hit(case: Case, answer: Answer, k: int) -> float:
    """Return 1.0 when the first `k` passages hold half of a quote that answers, of each group if `k` is not 1."""
    passages = [Span(h.passage.article, h.passage.start, h.passage.end) for h in answer.hits[:k]]
    covered = [any(passage.carries(q) for passage in passages for q in group) for group in case.groups]
    return float(all(covered) if k > 1 else any(covered))


def _precision(case: Case, answer: Answer) -> float:
    right = (*case.evidence, *case.also_right)
    cited = [Span(c.article, c.start, c.end) for c in answer.citations]
    return sum(any(c.carries(quote) for quote in right) for c in cited) / max(1, len(cited))


def _included(case: Case, answer: Answer) -> float:
    text = " ".join(statement.text for statement in answer.statements)
    return sum(includes(text, group) for group in case.must_include) / len(case.must_include)


def includes(text: str, alternatives: Sequence[str]) -> bool:
    """Say whether one of `alternatives` begins at a word of `text`, whatever the case and the marks."""
    return any(f" {_plain(alternative)}" in f" {_plain(text)}" for alternative in alternatives)


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", re.sub(r"['’]", "", text.lower())).strip()
