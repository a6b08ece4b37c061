"""The card that says where the sources disagree: two quotes, side by side, as equals."""

from collections.abc import Sequence

from crosscheck.app.answer import Citation
from crosscheck.app.page.source import byline, link_to_quote
from crosscheck.app.page.text import shown
from crosscheck.app.page.words import marked_apart
from crosscheck.index.types import Disagreement, Kind, Side

__all__ = ["warning_html", "warnings_html"]

_WHAT: dict[Kind, str] = {
    "number": "different numbers",
    "date": "different dates",
    "entity": "different names",
    "negation": "one says it, the other denies it",
    "opinion": "different opinions",
}


def warnings_html(
    disagreements: Sequence[Disagreement], element_id: str, citations: Sequence[Citation] = ()
) -> str:
    """Return one card for each disagreement; screen readers announce them as they appear.

    A side that is among the `citations` of the answer above carries its number.
    """
    if not disagreements:
        return ""
    cards = "".join(warning_html(disagreement, citations) for disagreement in disagreements)
    return f'<div class="warnings" id="{element_id}" role="alert">{cards}</div>'


def warning_html(disagreement: Disagreement, citations: Sequence[Citation] = ()) -> str:
    """Return the card of one disagreement, its sides in the order of the answer."""
    numbers = {side: _number(side, citations) for side in disagreement.sides}
    one, two = sorted(disagreement.sides, key=lambda side: numbers[side] or len(citations) + 1)
    topic = (
        f'<span class="topic" dir="auto">About {shown(disagreement.topic)}</span>' if disagreement.topic else ""
    )
    return (
        f'<section class="warning"><h3><span class="sign" aria-hidden="true">!</span>{_heading(disagreement)}'
        f'<span class="kind">{_WHAT[disagreement.kind]}</span></h3>{topic}'
        f'<div class="sides">{_side(one, two, numbers[one])}{_side(two, one, numbers[two])}</div>'
        + "".join(f'<p class="note" dir="auto">{shown(note)}</p>' for note in disagreement.notes)
        + "</section>"
    )


def _heading(disagreement: Disagreement) -> str:
    opinion = disagreement.opinion
    return (
        f"In the opinion of {shown(opinion.model)} only" if opinion and opinion.alone else "The sources disagree"
    )


def _number(side: Side, citations: Sequence[Citation]) -> int:
    """Return the number of the citation of `side`, 0 where the answer has none."""
    return next((c.number for c in citations if c.quotes(side)), 0)


def _side(side: Side, other: Side, number: int) -> str:
    numbered = f'<span class="numbers">[{number}]</span> ' if number else ""
    others = f'<span class="said">said by {side.articles} articles</span>' if side.articles > 1 else ""
    return (
        f'<figure><blockquote dir="auto">{marked_apart(side.quote, other.quote)}</blockquote>'
        f"<figcaption>{numbered}{byline(side.title, side.date)}{others}"
        f"{link_to_quote(side, 'Read it there', 'read')}</figcaption></figure>"
    )
