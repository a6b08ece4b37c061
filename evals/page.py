"""The report as one page that needs nothing else: no script, no style and no picture from elsewhere."""

from collections.abc import Iterator, Sequence
from html import escape

from crosscheck.evals.baseline import Baseline, Comparison
from crosscheck.evals.figures import asked
from crosscheck.evals.record import Record, blamed
from crosscheck.evals.report import failures, rows, verdict
from crosscheck.evals.suite import Result

__all__ = ["page", "reliability"]

_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem;color:#222}"
    "table{border-collapse:collapse}td,th{padding:.15rem .6rem;border-bottom:1px solid #ddd;text-align:left}"
    ".red{background:#fdecea;padding:.5rem 1rem}.green{background:#e8f5e9;padding:.5rem 1rem}"
    "mark{background:#ffe58a}details{border-left:3px solid #bbb;padding-left:1rem;margin:.5rem 0}"
    "svg{background:#fafafa;margin-right:1rem}"
)
_WIDTH, _HEIGHT, _BINS = 420, 200, 20


def page(result: Result, baseline: Baseline | None, found: Comparison | None, threshold: float) -> str:
    """Return the page; every text of an article or a case is escaped."""
    colour = "red" if found and found.regressed else "green"
    questions = asked(result.records)
    parts = [
        f'<p class="{colour}">{escape(verdict(found))}</p>',
        _histogram(questions, threshold) + _curve(questions),
        _table(result, baseline),
        *_changes(found),
        "<h2>Cases that fail</h2>",
        *(_failure(record) for record in failures(result.records)),
    ]
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Evaluation</title><style>{_STYLE}</style>'
    return f"{head}<h1>Evaluation</h1>{''.join(parts)}</html>\n"


def _table(result: Result, baseline: Baseline | None) -> str:
    head = "".join(
        f"<th>{name}" for name in ("split", "figure", "value", "n", "95 % interval", "baseline", "change")
    )
    lines = "".join(
        f"<tr><td>{split}<td>{escape(name)}<td>{f.value:.3f}<td>{f.n}<td>{f.low:.3f} to {f.high:.3f}"
        f"<td>{before}<td>{change}"
        for split, name, f, before, change in rows(result, baseline)
    )
    return f"<table><tr>{head}{lines}</table>"


def _changes(found: Comparison | None) -> Iterator[str]:
    if not found:
        return
    lists = {"Newly failing": [f"{c.id} ({c.stage})" for c in found.failing], "Under their floor": found.below}
    lists |= {"Newly passing": [f"{c.id} ({c.stage})" for c in found.passing], "Broken": found.broken}
    for title, lines in lists.items():
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


def _histogram(found: Sequence[Record], threshold: float) -> str:
    """Draw how sure the product was, of questions that have an answer (up) and that have none (down)."""
    counts = {True: [0] * _BINS, False: [0] * _BINS}
    for record in found:
        counts[record.type != "unanswerable"][min(_BINS - 1, int(record.confidence * _BINS))] += 1
    most, half, step = max(1, *counts[True], *counts[False]), _HEIGHT / 2, _WIDTH / _BINS
    bars = [
        f'<rect x="{i * step:.1f}" y="{half - height if up else half:.1f}" width="{step - 1:.1f}" '
        f'height="{height:.1f}" fill="{"#2e7d32" if up else "#c62828"}"/>'
        for up in (True, False)
        for i, height in enumerate(count / most * (half - 14) for count in counts[up])
    ]
    line = (
        f'<line x1="{threshold * _WIDTH:.1f}" x2="{threshold * _WIDTH:.1f}" y1="0" y2="{_HEIGHT}" stroke="#222"/>'
    )
    return _svg("Confidence: answerable above, unanswerable below; the line is the threshold", [*bars, line])


def _svg(title: str, parts: Sequence[str]) -> str:
    return (
        f'<svg width="{_WIDTH}" height="{_HEIGHT}" role="img"><title>{title}</title>{"".join(parts)}'
        f'<text x="4" y="11" font-size="9">{title}</text></svg>'
    )


def reliability(found: Sequence[Record], bins: int = 5) -> list[tuple[float, float, int]]:
    """Return for each fifth of confidence its mean, the share of answerable questions in it, and their number."""
    groups: list[list[Record]] = [[] for _ in range(bins)]
    for record in found:
        groups[min(bins - 1, int(record.confidence * bins))].append(record)
    return [
        (
            sum(r.confidence for r in group) / len(group),
            sum(r.type != "unanswerable" for r in group) / len(group),
            n,
        )
        for group in groups
        if (n := len(group))
    ]


def _curve(found: Sequence[Record]) -> str:
    points = [(sure * _WIDTH, (1 - share) * _HEIGHT, 3 + n**0.5 / 3) for sure, share, n in reliability(found)]
    dots = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="#1565c0"/>' for x, y, r in points]
    line = f'<line x1="0" y1="{_HEIGHT}" x2="{_WIDTH}" y2="0" stroke="#999"/>'
    return _svg("Reliability: confidence against the share that is answerable", [line, *dots])
