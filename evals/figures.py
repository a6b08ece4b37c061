"""From the outcomes of cases to figures with their intervals."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from crosscheck.evals.metrics import Share, area, f_measure
from crosscheck.evals.record import Record
from crosscheck.evals.stats import bootstrap

__all__ = ["HEADLINE", "LOWER_IS_BETTER", "Figure", "asked", "figures", "latencies"]

HEADLINE = (
    *("passed", "hit@1", "hit@5", "recall@5", "recall@2000_characters", "mrr", "ndcg@10", "followup_hit@5"),
    *("must_include", "all_included", "list_f1", "citation_precision", "citation_recall", "citation_intact"),
    *("verbosity", "over_abstention", "false_answers", "answerable_auroc", "contrast_pairs", "truthfulness"),
    *("followup_answered", "warning_precision", "warning_recall", "warning_f0.5", "false_warnings"),
    *("audit_precision", "audit_recall", "audit_alarms", "pair_auroc", "generated"),
)
"""What is shown first."""
LOWER_IS_BETTER = (
    "over_abstention",
    "false_answers",
    "false_warnings",
    "verbosity",
    "audit_alarms",
    "forbidden_said",
)
_NO_CASE = ("generated", "pair", "audit")  # types of records that no question of the case files stands behind
_COUNTS = ("warnings", "warnings_right", "audit_shown", "audit_right")


@dataclass(frozen=True, slots=True)
class Figure:
    """A share or a mean, with its 95 % interval: Wilson for shares, else by bootstrap over evidence."""

    value: float  # not a number when there was nothing to count
    n: int
    low: float
    high: float

    def to_json(self) -> dict[str, object]:
        """Return the figure, ready for `json.dumps`; what is no number is null."""
        value, low, high = (None if math.isnan(x) else round(x, 4) for x in (self.value, self.low, self.high))
        return {"value": value, "n": self.n, "interval": [low, high]}


def figures(records: Sequence[Record]) -> dict[str, Figure]:
    """Return every figure of `records` by name, those of HEADLINE first."""
    found = _means(records) | _passed(records) | _abstention(asked(records)) | _warnings(asked(records))
    found |= _audit(records) | _by_kind(records)
    return {name: found[name] for name in (*HEADLINE, *found) if name in found}


def asked(records: Iterable[Record]) -> list[Record]:
    """Return the records of questions, without generated ones and pairs."""
    return [record for record in records if record.type not in _NO_CASE]


def _means(records: Sequence[Record]) -> dict[str, Figure]:
    names = dict.fromkeys(name for record in records for name in record.figures)
    wanted = [name for name in names if name not in _COUNTS and ":" not in name]
    return {name: _mean([(r.figures[name], r.cluster) for r in records if name in r.figures]) for name in wanted}


def _mean(values: Sequence[tuple[float, str]]) -> Figure:
    numbers = [value for value, _ in values]
    if set(numbers) <= {0.0, 1.0}:
        return _share(int(sum(numbers)), len(numbers))
    return Figure(
        sum(numbers) / len(numbers), len(numbers), *bootstrap(numbers, [cluster for _, cluster in values])
    )


def _share(hits: int, n: int) -> Figure:
    share = Share(hits, n)
    return Figure(share.value, n, *share.interval)


def _passed(records: Sequence[Record]) -> dict[str, Figure]:
    kinds = {"passed": asked(records), "generated": [r for r in records if r.type == "generated"]}
    return {name: _share(sum(r.passed for r in found), len(found)) for name, found in kinds.items() if found}


def _abstention(records: Sequence[Record]) -> dict[str, Figure]:
    yes = [r.confidence for r in records if r.type != "unanswerable"]
    no = [r.confidence for r in records if r.type == "unanswerable"]
    found = {"answerable_auroc": _auroc(yes, no)} if yes and no else {}
    threshold = {r.id: r.checks["threshold"] for r in records}
    pairs = [r.checks["threshold"] and threshold[r.twin] for r in records if r.twin in threshold]
    if pairs:
        found["contrast_pairs"] = _share(sum(pairs), len(pairs))
    if records:
        found["truthfulness"] = _mean([(_truth(r), r.cluster) for r in records])
    return found


def _auroc(yes: Sequence[float], no: Sequence[float]) -> Figure:
    """Return the chance that one of `yes` is above one of `no`, with its interval by Hanley and McNeil (1982)."""
    a = area(yes, no)
    q1, q2 = a / (2 - a), 2 * a * a / (1 + a)
    spread = a * (1 - a) + (len(yes) - 1) * (q1 - a * a) + (len(no) - 1) * (q2 - a * a)
    deviation = math.sqrt(max(0.0, spread) / (len(yes) * len(no)))
    low, high = max(0.0, a - 1.96 * deviation), min(1.0, a + 1.96 * deviation)
    return Figure(a, len(yes) + len(no), low, high)


def _truth(record: Record) -> float:
    """Return 1 for what is right, -1 for what is wrong, 0 for a refusal of what could be answered."""
    if record.type == "unanswerable":
        return 1.0 if record.checks["threshold"] else -1.0
    if not record.checks["threshold"]:
        return 0.0
    return 1.0 if record.checks["selection"] else -1.0


def _warnings(records: Sequence[Record]) -> dict[str, Figure]:
    shown = sum(int(r.figures.get("warnings", 0)) for r in records)
    right = sum(int(r.figures.get("warnings_right", 0)) for r in records)
    found = {"warning_precision": _share(right, shown)}
    expected = [r.figures["warning_recall"] for r in records if "warning_recall" in r.figures]
    if expected:
        precision, recall = (right / shown if shown else 0.0), sum(expected) / len(expected)
        found["warning_f0.5"] = Figure(f_measure(precision, recall, 0.5), shown, math.nan, math.nan)
    return found


def _audit(records: Sequence[Record]) -> dict[str, Figure]:
    audits = [r.figures for r in records if r.type == "audit"]
    right, shown = (sum(int(f[name]) for f in audits) for name in ("audit_right", "audit_shown"))
    pairs = [r for r in records if r.type == "pair"]
    wanted, others = [r for r in pairs if r.kind != "compatible"], [r for r in pairs if r.kind == "compatible"]
    if not audits:
        return {}
    scores = [r.confidence for r in wanted], [r.confidence for r in others]
    told_apart = {"pair_auroc": _auroc(*scores)} if all(scores) else {}
    return told_apart | {
        "audit_precision": _share(right, shown),
        "audit_recall": _share(sum(r.passed for r in wanted), len(wanted)),
        "audit_alarms": _share(sum(not r.passed for r in others), len(others)),
    }


def _by_kind(records: Sequence[Record]) -> dict[str, Figure]:
    """Return the shares that are worth telling apart: by kind of question that has no answer, of edit, of case."""
    groups: dict[str, list[bool]] = {}
    for r in records:
        if r.type == "unanswerable":
            groups.setdefault(f"false_answers: {r.kind}", []).append(not r.checks["threshold"])
        elif r.type == "generated":
            groups.setdefault(f"generated: {r.kind}", []).append(r.passed)
        elif r.type not in _NO_CASE:
            groups.setdefault(f"passed: {r.type}", []).append(r.passed)
    clean = sum("false_warnings" in r.figures for r in records)
    named = [name for r in records for name in r.figures if name.startswith("false_warnings:")]
    shares = {name: _share(named.count(name), clean) for name in sorted(set(named))}
    return {name: _share(sum(hits), len(hits)) for name, hits in sorted(groups.items())} | shares


def latencies(records: Sequence[Record]) -> Mapping[str, tuple[float, float, float, int]]:
    """Return the median, 95th percentile and maximum in milliseconds, and n, of each stage that was timed."""
    stages = dict.fromkeys(stage for record in records for stage in record.milliseconds)
    found = {stage: [r.milliseconds[stage] for r in records if stage in r.milliseconds] for stage in stages}
    return {
        stage: (float(np.median(times)), float(np.quantile(times, 0.95)), max(times), len(times))
        for stage, times in found.items()
    }
