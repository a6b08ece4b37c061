"""The blessed baseline and the gate: invariants, then no check that held may fail, then floors for the figures."""

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crosscheck.evals.by_stage import StageRow, first_difference, packed, stage_rows, unpacked
from crosscheck.evals.figures import HEADLINE, LOWER_IS_BETTER, figures
from crosscheck.evals.pipeline import STAGES
from crosscheck.evals.record import Record
from crosscheck.evals.schema import GoldError
from crosscheck.evals.suite import Result

__all__ = ["BASELINE", "Change", "Comparison", "blessed", "compare", "load_baseline", "write_baseline"]

BASELINE = Path(__file__).with_name("baseline.json")
_SCHEMA = 1  # of the file
_INVARIANT = ("asked twice", "articles in another order")  # kinds of generated cases
_FRAGILE = 0.02  # of confidence, from the threshold: another processor may decide otherwise
Baseline = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A case that fails now, or passes now."""

    id: str
    stage: (
        str  # the first that made something else of it than the baseline's, else of the first check that changed
    )
    fragile: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed since the baseline."""

    broken: tuple[str, ...]  # invariants that do not hold
    failing: tuple[Change, ...]  # checks that held and fail
    passing: tuple[Change, ...]
    below: tuple[str, ...]  # figures of the test split under their floor
    incomparable: tuple[str, ...]  # cases that were added or changed since
    removed: tuple[str, ...]
    by_stage: tuple[StageRow, ...] = ()

    @property
    def regressed(self) -> bool:
        """Say whether the gate is red."""
        return bool(self.broken or self.failing or self.below)

    @property
    def stages(self) -> Mapping[str, int]:
        """How many cases each stage lost, most first."""
        return dict(Counter(change.stage for change in self.failing).most_common())

    @property
    def suspect(self) -> str:
        """The stage to look at: the one that lost most cases, else the first to do otherwise in most; or ''."""
        firsts = {row.stage: row.first for row in self.by_stage if row.first}
        return next(iter(self.stages), max(firsts, key=lambda stage: firsts[stage], default=""))


def compare(result: Result, baseline: Baseline, threshold: float) -> Comparison:
    """Compare a run with the baseline, case by case; `threshold` is the confidence from which it answers."""
    before = baseline["cases"]
    known = [r for r in result.records if before.get(r.id, {}).get("digest") == result.digests[r.id]]
    asked = {record.id for record in result.records}
    topics = {record.topic for record in result.records}
    complete = topics >= set(baseline.get("test topics", baseline["topics"]))
    return Comparison(
        broken=tuple(_broken(result.records)),
        failing=tuple(_changes(known, before, threshold, lost=True)),
        passing=tuple(_changes(known, before, threshold, lost=False)),
        below=tuple(_below(result, baseline["floors"])) if complete else (),
        incomparable=tuple(sorted(asked - {record.id for record in known})),
        by_stage=tuple(stage_rows(known, before)),
        removed=tuple(sorted(_removed(result, before))),
    )


def _removed(result: Result, before: Mapping[str, Any]) -> Iterator[str]:
    """Return the cases that are no more, of those topics and kinds of cases that were run."""
    asked = {record.id for record in result.records}
    run = {(record.topic, record.type == "generated") for record in result.records}
    for key, row in before.items():
        if key not in asked and (row["topic"], row.get("generated", False)) in run:
            yield key


def _broken(found: Sequence[Record]) -> Iterator[str]:
    for record in found:
        if not record.checks.get("citation", True) or (record.kind in _INVARIANT and not record.passed):
            yield f"{record.id}: {record.kind or 'a quote is not what its article says'}"


def _changes(found: Sequence[Record], before: Mapping[str, Any], threshold: float, lost: bool) -> Iterator[Change]:
    for record in found:
        held, holds = set(before[record.id]["held"]), {stage for stage, passed in record.checks.items() if passed}
        changed = held - holds if lost else holds - held
        failed = {stage for stage, passed in record.checks.items() if not passed}
        first = next((stage for stage in STAGES if stage in changed and (not lost or stage in failed)), "")
        if first:
            root = first_difference(record.trace, unpacked(before[record.id].get("trace", "")))
            near = record.type != "pair" and bool(record.confidence)
            yield Change(record.id, root or first, near and abs(record.confidence - threshold) < _FRAGILE)


def _below(result: Result, floors: Mapping[str, float]) -> Iterator[str]:
    now = figures(result.of("test"))
    skipped = () if any(record.type == "generated" for record in result.records) else ("generated",)
    for name, floor in floors.items():
        if name in skipped:
            continue
        value = now[name].value if name in now else math.nan
        if math.isnan(value) or (value > floor + 1e-4 if name in LOWER_IS_BETTER else value < floor - 1e-4):
            yield f"{name} is {value:.3f}, its floor {floor:.3f}"


def blessed(result: Result, reason: str, earlier: Baseline | None) -> dict[str, Any]:
    """Return the baseline that `result` makes; raises GoldError when an invariant does not hold."""
    if broken := list(_broken(result.records)):
        raise GoldError(f"not blessed: {broken[0]} ({len(broken)} in all)")
    floors = dict(_floors(result))
    old = earlier["floors"] if earlier else {}
    lowered = sorted(name for name, floor in floors.items() if name in old and _worse(name, floor, old[name]))
    entry = {"date": datetime.now(UTC).date().isoformat(), "reason": reason, "floors lowered": lowered}
    every = {split: figures(result.of(split)) for split in ("dev", "test")}
    return {
        "schema": _SCHEMA,
        "blessed": [*(earlier["blessed"] if earlier else ()), entry],
        "environment": dict(result.environment),
        "topics": sorted({record.topic for record in result.records}),
        "test topics": sorted({record.topic for record in result.of("test")}),
        "floors": floors,
        "figures": {split: {n: f.to_json() for n, f in found.items()} for split, found in every.items()},
        "cases": {record.id: _row(record, result.digests[record.id]) for record in result.records},
    }


def _worse(name: str, floor: float, old: float) -> bool:
    return floor > old if name in LOWER_IS_BETTER else floor < old


def _floors(result: Result) -> Iterator[tuple[str, float]]:
    """Return the figures of the test split less one case."""
    for name, figure in figures(result.of("test")).items():
        if name in HEADLINE and not math.isnan(figure.value):
            case = (2 if name == "truthfulness" else 1) / figure.n  # truthfulness is -1 to 1
            step = -case if name in LOWER_IS_BETTER else case
            yield name, round(figure.value - step, 4)


def _row(record: Record, digest: str) -> dict[str, Any]:
    held = [stage for stage in STAGES if record.checks.get(stage)]
    own = {stage: round(value, 3) for stage, value in record.own.items()}
    more = {"generated": True} if record.type == "generated" else {}
    return {
        "topic": record.topic,
        **more,
        "digest": digest,
        "held": held,
        "own": own,
        "trace": packed(record.trace),
    }


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write `baseline` with one line for each case, so that a change of one can be read in a diff."""
    parts = [f" {json.dumps(key)}: {json.dumps(value)}" for key, value in baseline.items() if key != "cases"]
    cases = ",\n".join(f"  {json.dumps(key)}: {json.dumps(row)}" for key, row in baseline["cases"].items())
    path.write_text("{\n" + ",\n".join(parts) + ',\n "cases": {\n' + cases + "\n }\n}\n", encoding="utf-8")


def load_baseline(path: Path) -> Baseline | None:
    """Read the baseline; None when nothing was blessed yet. Raises GoldError for a file that is none."""
    if not path.exists():
        return None
    try:
        data: Baseline = json.loads(path.read_text(encoding="utf-8"))
        if data["schema"] != _SCHEMA:
            raise GoldError(f"{path} has another schema: bless anew")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GoldError(f"{path} is no baseline ({error}): bless anew") from error
    return data
