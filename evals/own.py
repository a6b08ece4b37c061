"""What each stage is measured by alone: how good it is, given what the stages before it made."""

from collections.abc import Mapping

from crosscheck.evals import answers, retrieval
from crosscheck.evals.gold import Case
from crosscheck.evals.pipeline import Asked
from crosscheck.index.lexical import content_terms

__all__ = ["MEASURES", "own"]

MEASURES: Mapping[str, str] = {
    "splitting": "gold quotes that one passage has whole",
    "follow-up": "words of the question in full that were looked for",
    "retrieval": "nDCG@10 of the passages, where splitting left the quotes whole",
    "relevance": "1 / rank of the first gold sentence among those that were read",
    "threshold": "questions answered or refused rightly",
    "comparison": "gold pairs, and edited sentences, judged rightly",
    "selection": "F1 of the citations of what was answered",
    "warning": "answers with the right warnings",
}
"""What is measured of each stage; the mean over the cases that reach it."""


def own(case: Case, asked: Asked, checks: Mapping[str, bool]) -> dict[str, float]:
    """Return the measures of the stages that `case` reached."""
    found = {"threshold": float(checks["threshold"])}
    if case.standalone:
        wanted, had = set(content_terms(case.standalone)), set(content_terms(asked.answer.standalone_question))
        found["follow-up"] = len(wanted & had) / max(1, len(wanted))
    if case.answerable and asked.retrieved:
        found |= _found(case, asked)
    if "selection" in checks:
        found["selection"] = answers.citation_f1(case, asked.answer)
    return found | ({"warning": float(checks["warning"])} if "warning" in checks else {})


def _found(case: Case, asked: Asked) -> dict[str, float]:
    whole = [any(retrieval.covering(group, [p]) == 1 for p in asked.passages) for group in case.groups]
    found = {"splitting": sum(whole) / len(whole)}
    if all(whole):
        found["retrieval"] = retrieval.ndcg(case, asked.retrieved)
    ranks = [n for n, s in enumerate(asked.read, start=1) if any(s.carries(q) for q in case.evidence)]
    return found | ({"relevance": 1 / ranks[0]} if ranks else {})
