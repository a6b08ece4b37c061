"""What the commands below `crosscheck eval` do, apart from reading their options."""

import json
from collections.abc import Sequence
from pathlib import Path

from crosscheck.app.decide import calibration
from crosscheck.evals import baseline as gate
from crosscheck.evals.baseline import Comparison, load_baseline
from crosscheck.evals.check import problems, shared
from crosscheck.evals.gold import read
from crosscheck.evals.page import page
from crosscheck.evals.record import Record
from crosscheck.evals.report import markdown, verdict
from crosscheck.evals.run import Progress
from crosscheck.evals.schema import GoldError, load, packaged
from crosscheck.evals.suite import Result, environment, load_result, run_suite
from crosscheck.evals.topics import Opener, Source, articles_folder, articles_of, validated

__all__ = ["bless", "check", "compare", "measure", "measure_file", "write_reports"]

_RESULT = "result.json"


def measure(
    wanted: Sequence[str],
    cases: Path | None,
    articles: Path | None,
    opener: Opener,
    progress: Progress,
    more: bool,
) -> Result:
    """Run the suite, or the part of it that is `wanted`; only the packaged cases have generated ones."""
    files = validated(wanted, cases, articles)
    sources = [Source(rows, articles_folder(rows, articles)) for rows in files]
    return run_suite(sources, opener, progress, more and not cases)


def measure_file(cases: Path, articles: Path | None, opener: Opener, progress: Progress) -> tuple[Record, ...]:
    """Ask the questions of one file, YAML or JSON, of the articles in a folder; None is the packaged ones."""
    return run_suite([Source(read(cases), articles)], opener, progress, more=False).records


def write_reports(result: Result, out: Path) -> Comparison | None:
    """Write result.json, report.md and report.html to `out`, and return the comparison with the baseline."""
    out.mkdir(parents=True, exist_ok=True)
    baseline, threshold = load_baseline(gate.BASELINE), calibration().answer_threshold
    found = gate.compare(result, baseline, threshold) if baseline else None
    (out / _RESULT).write_text(json.dumps(result.to_json(), ensure_ascii=False), encoding="utf-8")
    (out / "report.md").write_text(markdown(result, baseline, found), encoding="utf-8")
    (out / "report.html").write_text(page(result, baseline, found, threshold), encoding="utf-8")
    return found


def compare(out: Path) -> tuple[Comparison | None, str]:
    """Compare the last run in `out` with the baseline; return what changed, and that in words."""
    result, baseline = load_result(out / _RESULT), load_baseline(gate.BASELINE)
    found = gate.compare(result, baseline, calibration().answer_threshold) if baseline else None
    lines = [verdict(found)]
    if found:
        lines += [f"fails: {c.id} ({c.stage}{', fragile' if c.fragile else ''})" for c in found.failing]
        lines += [*found.broken, *found.below]
    return found, "\n".join(lines)


def bless(out: Path, reason: str) -> str:
    """Make the last run in `out` the baseline; raises GoldError when it is not whole, or not of what is here."""
    result = load_result(out / _RESULT)
    for name, now in environment().items():
        if result.environment.get(name) != now:
            raise GoldError(f"not blessed: {name} changed since the run; run again")
    missing = {load(path).corpus for path in packaged()} - {record.topic for record in result.records}
    if missing or not any(record.type == "generated" for record in result.records):
        raise GoldError(f"not blessed: the run lacks {', '.join(sorted(missing)) or 'the generated cases'}")
    gate.write_baseline(gate.BASELINE, gate.blessed(result, reason, load_baseline(gate.BASELINE)))
    return f"blessed {len(result.records)} records: {reason}"


def check(cases: Path | None, articles: Path | None) -> list[str]:
    """Return everything that is wrong with the cases."""
    rows = [load(path) for path in (sorted(cases.glob("**/*.yaml")) if cases else packaged())]
    found = [
        f"{file.corpus}: {line}"
        for file in rows
        for line in problems(file, articles_of(articles_folder(file, articles)))
    ]
    return [*found, *shared(rows)]
