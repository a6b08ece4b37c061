"""The disagreements of a folder as a report to hand on: Markdown, or an HTML page that needs nothing else."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from crosscheck.index.errors import BadInput
from crosscheck.index.types import Disagreement, Side

__all__ = ["write_report"]

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "section{border-left:4px solid #d98e04;background:#fff8e6;padding:.5rem 1rem;margin:1.5rem 0}"
    ".sides{display:grid;grid-template-columns:1fr 1fr;gap:1rem}blockquote{margin:0}"
    "figure{margin:0}figcaption{color:#555;font-size:.9em}h2{font-size:1.1rem;margin:.25rem 0}"
    "@media(max-width:40rem){.sides{grid-template-columns:1fr}}"
)


def write_report(path: Path, disagreements: Sequence[Disagreement], opinions: Sequence[Disagreement] = ()) -> None:
    """Write the report to `path`; its ending says the format. Raises BadInput when that cannot be done.

    `opinions`, what only a language model takes for disagreements, come last, each with a note that says so.
    """
    formats = {".md": _markdown, ".html": _html}
    if path.suffix.lower() not in formats:
        raise BadInput(f"cannot write {path}: end the name of the report in .md or .html")
    try:
        path.write_text(formats[path.suffix.lower()](disagreements, opinions), encoding="utf-8")
    except OSError as error:
        raise BadInput(f"cannot write {path}: {error.strerror}") from error


def _title(found: Sequence[Disagreement]) -> str:
    return f"Where the articles disagree: {len(found)} {'place' if len(found) == 1 else 'places'}"


def _markdown(found: Sequence[Disagreement], opinions: Sequence[Disagreement]) -> str:
    parts = [f"# {_title(found)}\n"]
    for number, disagreement in enumerate([*found, *opinions], start=1):
        parts.append(f"\n## {number}. {disagreement.topic} ({disagreement.kind}, {disagreement.score:.2f})\n")
        parts += [f"\n> {' '.join(side.quote.split())}\n>\n> — {_source(side)}\n" for side in disagreement.sides]
        parts += [f"\n{note}\n" for note in disagreement.notes]
    return "".join(parts)


def _html(found: Sequence[Disagreement], opinions: Sequence[Disagreement]) -> str:
    shown = enumerate([*found, *opinions], start=1)
    cards = "".join(_card(number, disagreement) for number, disagreement in shown)
    title = escape(_title(found))
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
        f"<h1>{title}</h1>{cards}</html>\n"
    )


def _card(number: int, disagreement: Disagreement) -> str:
    sides = "".join(
        f"<figure><blockquote>“{escape(side.quote)}”</blockquote><figcaption>{escape(_source(side))}</figcaption>"
        "</figure>"
        for side in disagreement.sides
    )
    note = "".join(f"<p>{escape(note)}</p>" for note in disagreement.notes)
    return (
        f"<section><h2>{number}. {escape(disagreement.topic)} ({disagreement.kind}, {disagreement.score:.2f})</h2>"
        f'<div class="sides">{sides}</div>{note}</section>'
    )


def _source(side: Side) -> str:
    return ", ".join([side.title, *([side.date] if side.date else []), *_others(side)])


def _others(side: Side) -> list[str]:
    return [f"and {side.articles - 1} more say so"] if side.articles > 1 else []
