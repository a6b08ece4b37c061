"""What a run found, for people: Markdown, verdict first."""

from collections.abc import Iterator, Sequence

from crosscheck.evals.baseline import Baseline, Change, Comparison
from crosscheck.evals.by_stage import StageRow
from crosscheck.evals.figures import Figure, asked, figures, latencies
from crosscheck.evals.own import MEASURES
from crosscheck.evals.record import Record, blamed
from crosscheck.evals.suite import Result

__all__ = ["changes", "failures", "markdown", "rows", "stage_cells", "verdict"]

_LISTED = 60  # failures told in full


def verdict(found: Comparison | None) -> str:
    """Return the outcome in one line."""
    if found is None:
        return "No baseline yet: `crosscheck eval bless --reason ...` makes one."
    if not found.regressed:
        return f"Green: nothing that held fails; {len(found.passing)} checks hold that did not."
    lost = ", ".join(f"{stage} {count}" for stage, count in found.stages.items()) or "none"
    return (
        f"RED: {len(found.failing)} cases lost (by stage: {lost}), {len(found.below)} figures under their floor, "
        f"{len(found.broken)} invariants broken.{f' Look at: {found.suspect}.' if found.suspect else ''}"
    )


def rows(result: Result, baseline: Baseline | None) -> Iterator[tuple[str, str, Figure, str, str]]:
    """Return each figure: split, name, figure, baseline's value, change; the last two if all topics were run."""
    topics = {record.topic for record in result.records}
    known = baseline["figures"] if baseline and topics >= set(baseline["topics"]) else {}
    for split in ("test", "dev"):
        before = known.get(split, {})
        for name, figure in figures(result.of(split)).items():
            old = before.get(name, {}).get("value")
            change = (
                "" if old is None or figure.value != figure.value else f"{round(figure.value - old, 3) + 0.0:+.3f}"
            )
            yield split, name, figure, "" if old is None else f"{old:.3f}", change


def markdown(result: Result, baseline: Baseline | None, found: Comparison | None) -> str:
    """Return the report of `result`, compared with `baseline` in `found`."""
    parts = ["# Evaluation", "", verdict(found), "", *_table(result, baseline), "", *_latency(result.records)]
    parts += _gap(result)
    if found:
        parts += _stages(found.by_stage) if found.by_stage else ()
        parts += _changes(result, found)
    return "\n".join([*parts, *_failures(result.records)]) + "\n"


def _table(result: Result, baseline: Baseline | None) -> Iterator[str]:
    yield "| split | figure | value | n | 95 % interval | baseline | change |"
    yield "|---|---|---|---|---|---|---|"
    for split, name, figure, before, change in rows(result, baseline):
        interval = f"{figure.low:.3f} to {figure.high:.3f}"
        yield f"| {split} | {name} | {figure.value:.3f} | {figure.n} | {interval} | {before} | {change} |"


def _stages(found: Sequence[StageRow]) -> Iterator[str]:
    yield from ("", "## By stage", "")
    yield "| stage | its own measure | n | now | baseline | p | first to do otherwise |"
    yield "|---|---|---|---|---|---|---|"
    for row in found:
        yield f"| {' | '.join(stage_cells(row))} |"


def stage_cells(row: StageRow) -> tuple[str, ...]:
    """Return what the report says of a stage: name, measure, n, value, baseline's, p, cases it was first in."""
    stage = f"{row.stage} (fell)" if row.fell else row.stage
    return (
        *(stage, MEASURES[row.stage], str(row.n), f"{row.now:.3f}", f"{row.before:.3f}", f"{row.p:.3f}"),
        str(row.first),
    )


def _latency(found: Sequence[Record]) -> Iterator[str]:
    yield "| stage, one thread | median ms | 95th percentile | maximum | n |"
    yield "|---|---|---|---|---|"
    for stage, (middle, high, most, n) in latencies(asked(found)).items():
        yield f"| {stage} | {middle:.0f} | {high:.0f} | {most:.0f} | {n} |"
    yield ""


def _gap(result: Result) -> Iterator[str]:
    """Return the figures that are much better on what thresholds were chosen on."""
    dev, test = figures(result.of("dev")), figures(result.of("test"))
    for name in ("passed", "must_include", "citation_precision", "answerable_auroc"):
        if name in dev and name in test and dev[name].value - test[name].value > 0.1:
            yield f"Overfit? {name} is {dev[name].value:.3f} on dev and {test[name].value:.3f} on test."


def changes(result: Result, found: Comparison) -> dict[str, tuple[str, ...]]:
    """Return what changed since the baseline, a line each, by title."""
    known = {record.id: record for record in result.records}
    return {
        "Invariants broken": found.broken,
        "Under their floor": found.below,
        "Newly failing": _told(found.failing, known),
        "Newly passing": _told(found.passing, known),
        "Removed": found.removed,
        "Not comparable (new, or changed since the baseline)": found.incomparable,
    }


def _changes(result: Result, found: Comparison) -> Iterator[str]:
    for title, lines in changes(result, found).items():
        if lines:
            yield from ("", f"## {title}: {len(lines)}", "", *(f"- {line}" for line in lines))


def _told(changes: Sequence[Change], known: dict[str, Record]) -> tuple[str, ...]:
    return tuple(
        f"{c.id} ({c.stage}{', fragile' if c.fragile else ''}): {known[c.id].shown.get('question', '')}"
        for c in changes
    )


def failures(found: Sequence[Record]) -> list[Record]:
    """Return the records that did not pass, in the order of the pipeline."""
    order = {name: place for place, name in enumerate(dict.fromkeys(blamed(r.checks) for r in found))}
    return sorted((r for r in found if not r.passed), key=lambda r: (order[blamed(r.checks)], r.id))


def _failures(found: Sequence[Record]) -> Iterator[str]:
    lost = failures(found)
    yield from ("", f"## Cases that fail: {len(lost)}")
    for record in lost[:_LISTED]:
        yield from ("", f"### {record.id}: {blamed(record.checks)}", "")
        shown = {
            name: value for name, value in record.shown.items() if name != "passages" and value not in (None, [])
        }
        yield from (f"- {name}: {value}" for name, value in shown.items())
