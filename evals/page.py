"""The report as one page that needs nothing else: no script, no style and no picture from elsewhere."""

from collections.abc import Iterator, Sequence
from html import escape

from crosscheck.evals.baseline import Baseline, Comparison
from crosscheck.evals.figures import asked, latencies
from crosscheck.evals.plots import confidences, curve, pair_scores
from crosscheck.evals.record import Record, blamed
from crosscheck.evals.report import changes, failures, rows, stage_cells, verdict
from crosscheck.evals.suite import Result

__all__ = ["page"]

_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem;color:#222}"
    "table{border-collapse:collapse}td,th{padding:.15rem .6rem;border-bottom:1px solid #ddd;text-align:left}"
    ".red{background:#fdecea;padding:.5rem 1rem}.green{background:#e8f5e9;padding:.5rem 1rem}"
    "mark{background:#ffe58a}details{border-left:3px solid #bbb;padding-left:1rem;margin:.5rem 0}"
    "svg{background:#fafafa;margin-right:1rem}"
)


def page(result: Result, baseline: Baseline | None, found: Comparison | None, threshold: float) -> str:
    """Return the page; every text of an article or a case is escaped."""
    colour = "red" if found and found.regressed else "green"
    records = result.records
    parts = [
        f'<p class="{colour}">{escape(verdict(found))}</p>',
        f"<p>{confidences(records, threshold)}{pair_scores(records)}{curve(records)}</p>",
        _stages(found),
        _table(result, baseline),
        _latency(result),
        *_changes(result, found),
        "<h2>Cases that fail</h2>",
        *(_failure(record) for record in failures(result.records)),
    ]
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Evaluation</title><style>{_STYLE}</style>'
    return f"{head}<h1>Evaluation</h1>{''.join(parts)}</html>\n"


def _stages(found: Comparison | None) -> str:
    names = ("stage", "its own measure", "n", "now", "baseline", "p", "first to do otherwise")
    lines = [stage_cells(row) for row in found.by_stage] if found else []
    return f"<h2>By stage</h2>{_cells(names, lines)}" if lines else ""


def _latency(result: Result) -> str:
    times = latencies(asked(result.records))
    names = ("stage, one thread", "median ms", "95th percentile", "maximum", "n")
    lines = [(stage, *(f"{x:.0f}" for x in found)) for stage, found in times.items()]
    return f"<h2>Latency</h2>{_cells(names, lines)}" if lines else ""


def _cells(names: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    rows = "".join(f"<tr><td>{'<td>'.join(map(escape, line))}" for line in lines)
    return f"<table><tr><th>{'<th>'.join(map(escape, names))}{rows}</table>"


def _table(result: Result, baseline: Baseline | None) -> str:
    names = ("split", "figure", "value", "n", "95 % interval", "baseline", "change")
    lines = [
        (split, name, f"{f.value:.3f}", str(f.n), f"{f.low:.3f} to {f.high:.3f}", before, change)
        for split, name, f, before, change in rows(result, baseline)
    ]
    return f"<h2>Figures</h2>{_cells(names, lines)}"


def _changes(result: Result, found: Comparison | None) -> Iterator[str]:
    for title, lines in changes(result, found).items() if found else ():
        items = "".join(f"<li>{escape(line)}" for line in lines)
        yield f"<h2>{title}: {len(lines)}</h2><ul>{items}</ul>" if lines else ""


def _failure(record: Record) -> str:
    quotes = record.shown.get("quotes", [])
    found = [name for name in record.shown if name not in ("passages", "quotes")]
    lines = "".join(f"<dt>{escape(name)}<dd>{escape(str(record.shown[name]))}" for name in found)
    passages = "".join(f"<li>{_marked(text, quotes)}" for text in record.shown.get("passages", ()))
    head = f"{escape(record.id)}: <b>{blamed(record.checks)}</b> {escape(str(record.shown.get('question', '')))}"
    return f"<details><summary>{head}</summary><dl>{lines}</dl><ol>{passages}</ol></details>"


def _marked(text: str, quotes: Sequence[str]) -> str:
    shown = escape(text)
    for quote in quotes:
        shown = shown.replace(escape(quote), f"<mark>{escape(quote)}</mark>")
    return shown
