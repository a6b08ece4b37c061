"""Each stage beside the baseline's: which was the first to do otherwise, and whether its own measure fell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from crosscheck.evals.own import MEASURES
from crosscheck.evals.pipeline import STAGES
from crosscheck.evals.record import Record
from crosscheck.evals.stats import holm, sign_flips

__all__ = ["StageRow", "first_difference", "packed", "stage_rows", "unpacked"]


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage beside the baseline's."""

    stage: str
    now: float
    before: float
    n: int  # cases that reach it in both
    p: float  # that the difference is chance, corrected for the number of stages
    first: int  # cases in which this stage is the first to make something else of the question

    @property
    def fell(self) -> bool:
        """Say whether the measure is worse, and not by chance."""
        return self.now < self.before and self.p < 0.05


def packed(trace: Mapping[str, str]) -> str:
    """Return a trace as one word for each stage of STAGES, "-" for those that it lacks; in baselines."""
    return " ".join(trace.get(stage, "-") for stage in STAGES)


def unpacked(words: str) -> dict[str, str]:
    """Return the trace that `packed` made `words` of."""
    return {stage: word for stage, word in zip(STAGES, words.split(), strict=False) if word != "-"}


def first_difference(trace: Mapping[str, str], before: Mapping[str, str]) -> str:
    """Return the first stage that made something else than `before`, or ''; stages not in both do not count."""
    return next((s for s in STAGES if s in trace and s in before and trace[s] != before[s]), "")


def stage_rows(found: Sequence[Record], before: Mapping[str, Any]) -> list[StageRow]:
    """Return a row for each stage; `before` has the baseline's row of each of the records `found`."""
    pairs = [(record, before[record.id]) for record in found]
    firsts = [first_difference(record.trace, unpacked(row.get("trace", ""))) for record, row in pairs]
    own = [(record.own, row.get("own", {})) for record, row in pairs]
    rows = [_row(stage, own, firsts.count(stage)) for stage in MEASURES]
    ps = holm([row.p for row in rows])
    return [replace(row, p=p) for row, p in zip(rows, ps, strict=True) if row.n]


def _row(stage: str, own: Sequence[tuple[Mapping[str, float], Mapping[str, float]]], first: int) -> StageRow:
    values = [(now[stage], before[stage]) for now, before in own if stage in now and stage in before]
    n = len(values)
    means = [sum(side) / n for side in zip(*values, strict=True)] or [0.0, 0.0]
    return StageRow(stage, means[0], means[1], n, sign_flips([now - before for now, before in values]), first)
