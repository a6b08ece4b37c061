"""What became of one case: the checks it passed, by stage, and the figures it adds to."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from crosscheck.app import Answer
from crosscheck.evals import answers, retrieval
from crosscheck.evals.disagreements import GoldPair
from crosscheck.evals.gold import Case
from crosscheck.evals.metrics import hit
from crosscheck.evals.own import own
from crosscheck.evals.pipeline import STAGES, Asked
from crosscheck.index.types import Article

__all__ = ["Record", "blamed", "judged"]


@dataclass(frozen=True, slots=True)
class Record:
    """The outcome of one case."""

    id: str
    topic: str
    split: str
    type: str
    kind: str
    checks: Mapping[str, bool]  # by stage; a stage that was not reached, or does not apply, is missing
    figures: Mapping[str, float]
    confidence: float
    twin: str  # id of the answerable case that this one contrasts with
    cluster: str  # cases of one cluster share their evidence
    shown: Mapping[str, Any]  # for people: question, expected, got
    milliseconds: Mapping[str, float] = field(default_factory=dict)
    own: Mapping[str, float] = field(default_factory=dict)  # by stage: its own measure
    trace: Mapping[str, str] = field(default_factory=dict)  # by stage: a digest of what it made

    @property
    def passed(self) -> bool:
        """Say whether every check passed."""
        return all(self.checks.values())

    def to_json(self) -> dict[str, Any]:
        """Return the record, ready for `json.dumps`."""
        figures, own = ({name: round(x, 4) for name, x in part.items()} for part in (self.figures, self.own))
        rounded = {"figures": figures, "own": own, "confidence": round(self.confidence, 4)}
        return asdict(self) | {"passed": self.passed} | rounded


def blamed(checks: Mapping[str, bool]) -> str:
    """Return the first stage that failed, or ''."""
    return next((stage for stage in STAGES if not checks.get(stage, True)), "")


def judged(
    case: Case, asked: Asked, pairs: Sequence[GoldPair], articles: Mapping[str, Article], topic: str, split: str
) -> Record:
    """Judge what the product did with `case`; `pairs` are the gold pairs of its topic."""
    answered = asked.answer.status == "answered"
    if case.answerable:
        checks = _found(case, asked) | {"threshold": answered}
        figures = _retrieval(case, asked) | _answer(case, asked.answer)
        if answered:
            checks["selection"] = _selected(case, asked.answer)
    else:
        checks, figures = {"threshold": not answered}, {"false_answers": float(answered)}
    if answered:
        checks["warning"] = answers.warning_right(case, asked.answer.disagreements, pairs)
    checks["citation"] = answers.intact(asked.answer, articles)
    return Record(
        id=case.id,
        topic=topic,
        split=split,
        type=case.type,
        kind=case.kind,
        checks=checks,
        figures=figures | _warnings(case, asked.answer, pairs) | {"citation_intact": float(checks["citation"])},
        confidence=asked.answer.confidence,
        twin=case.contrast_of,
        cluster=f"{topic} {case.evidence[0].article} {case.evidence[0].start}" if case.answerable else case.id,
        shown=_shown(case, asked, articles),
        milliseconds=asked.milliseconds,
        own=own(case, asked, checks),
        trace=asked.trace,
    )


def _found(case: Case, asked: Asked) -> dict[str, bool]:
    found = all(retrieval.covered(case, asked.ranking[:5]))
    checks = {"reading": all(retrieval.covered(case, asked.passages))}
    if case.history:
        checks["follow-up"] = found or not all(retrieval.covered(case, asked.resolved[:5]))
    return checks | {"retrieval": found}


def _selected(case: Case, answer: Answer) -> bool:
    said = answers.said(case.must_include, answer) == 1 and not answers.forbidden(case, answer)
    return said and answers.cited_groups(case, answer) == 1


def _retrieval(case: Case, asked: Asked) -> dict[str, float]:
    ranking, hit5 = asked.ranking, hit(case, asked.answer, 5)
    hits = {"followup_hit@5": hit5} if case.history else {"hit@1": hit(case, asked.answer, 1), "hit@5": hit5}
    at = {f"recall@{k}": retrieval.recall(case, ranking[:k]) for k in (1, 3, 5, 10)}
    return (
        hits
        | at
        | {
            f"recall@{retrieval.BUDGET}_characters": retrieval.recall(case, retrieval.within(ranking)),
            "mrr": retrieval.reciprocal_rank(case, ranking),
            "ndcg@10": retrieval.ndcg(case, ranking),
            "character_precision@5": retrieval.precision(case, ranking[:5]),
            "article_recall@5": retrieval.sources(case, ranking[:5]),
        }
    )


def _answer(case: Case, answer: Answer) -> dict[str, float]:
    """Return the figures of an answerable case; what a refusal leaves out counts as missing."""
    answered, included = answer.status == "answered", answers.said(case.must_include, answer)
    figures = {
        "all_included": float(answered and included == 1),
        "citation_recall": answers.cited_groups(case, answer),
    }
    if case.history:
        figures["followup_answered"] = float(answered and _selected(case, answer))
    else:
        figures |= {"over_abstention": float(not answered)} | (
            {"must_include": included} if case.must_include else {}
        )
    if case.items:
        figures["list_f1"] = answers.list_f1(case, answer)
    if case.must_not_include:
        figures["forbidden_said"] = float(answers.forbidden(case, answer))
    if answered:
        figures |= {
            "citation_precision": answers.citation_precision(case, answer),
            "verbosity": answers.verbosity(case, answer),
            "answer_characters": float(len(answers.text(answer))),
        }
    return figures


def _warnings(case: Case, answer: Answer, pairs: Sequence[GoldPair]) -> dict[str, float]:
    shown = answer.disagreements
    right = sum(any(pair.severity > 0 for pair in answers.carried(warning, pairs)) for warning in shown)
    figures = {"warnings": float(len(shown)), "warnings_right": float(right)}
    if case.warned:
        figures["warning_recall"] = float(answers.warning_right(case, shown, pairs))
    elif case.warned is False:
        figures["false_warnings"] = float(bool(shown))
        figures |= {f"false_warnings: {warning.kind}": 1.0 for warning in shown}
    return figures


def _shown(case: Case, asked: Asked, articles: Mapping[str, Article]) -> dict[str, Any]:
    quotes = [articles[s.article].text[s.start : s.end] for s in case.evidence]
    return {
        "question": " / ".join([*case.history, case.question]),
        "read as": asked.answer.standalone_question,
        "expected": [list(group) for group in case.must_include] if case.answerable else "not in the sources",
        "quotes": quotes,
        "warning expected": case.warned,
        "got": answers.text(asked.answer) or "not in the sources",
        "warnings": [[side.quote for side in warning.sides] for warning in asked.answer.disagreements],
        "passages": [articles[s.article].text[s.start : s.end] for s in asked.ranking[:5]],
    }
