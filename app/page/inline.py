"""A run of an article's Markdown as HTML: emphasis, code, links and images; everything else is the text it is.

What is marked is given by offsets, and exactly the characters between them are marked, as far as they are shown.
Where that would begin or end within a mark of Markdown or an address, which are not shown, these stay text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from crosscheck.app.page.text import attribute, host_of, shown

__all__ = ["OUTSIDE", "Span", "cuts", "inline_html", "text_html"]

Span: TypeAlias = tuple[int, int]
"""From an offset in the text up to another."""

_Part: TypeAlias = tuple[str, bool]  # HTML, and whether it is marked

OUTSIDE = 'target="_blank" rel="noopener noreferrer nofollow"'
_DEPTH = 3  # of emphasis in emphasis in a link; what lies deeper means to keep us busy

# A mark within a word is none: "2*3*4", "snake_case_name" and "__init__" are no emphasis. Every part ends at the
# next mark of its kind, so that the time is in proportion to the text, whatever it is.
_INLINE = re.compile(
    r"(?<![`\\])`(?P<code>[^`\n]++)`(?!`)"
    r"|(?<!\\)(?P<image>!?)\[(?P<label>(?:!\[[^\[\]]{0,300}+\]\([^()\s]{0,300}+\)|[^\[\]]){0,1000}+)\]"
    r"\([ \t]*+(?P<url>[^\s()<>]*+(?:\([^\s()<>]*+\)[^\s()<>]*+)*+)(?:[ \t]++\"[^\"\n]*+\")?+[ \t]*+\)"
    r"|(?<![A-Za-z0-9*\\])\*\*\*(?=[^\s*])(?P<both>[^*]++)(?<!\s)\*\*\*(?![A-Za-z0-9*])"
    r"|(?<![A-Za-z0-9*\\])\*\*(?=[^\s*])(?P<strong>[^*]*+(?:\*(?!\*)[^*]*+)*+)(?<!\s)\*\*(?![A-Za-z0-9*])"
    r"|(?<![A-Za-z0-9*\\])\*(?=[^\s*])(?P<em>[^*]++)(?<!\s)\*(?![A-Za-z0-9*])"
    r"|(?<![\w\\])__(?=[^\s_])(?![a-z]\w*__(?!\w))(?P<strong_>[^_]*+(?:_(?!_)[^_]*+)*+)(?<!\s)__(?!\w)"
    r"|(?<![\w\\])_(?=[^\s_])(?P<em_>[^_]++)(?<!\s)_(?!\w)"
)
_TAGS = {
    "code": ("<code>", "</code>"),
    "both": ("<strong><em>", "</em></strong>"),
    "strong": ("<strong>", "</strong>"),
    "strong_": ("<strong>", "</strong>"),
    "em": ("<em>", "</em>"),
    "em_": ("<em>", "</em>"),
}


@dataclass(frozen=True, slots=True)
class _Element:
    whole: Span  # with its marks
    inner: Span  # what is shown of it
    tags: tuple[str, str]
    is_text: bool = False  # whether nothing in it means anything


def inline_html(text: str, span: Span, mark: Span) -> str:
    """Return `text` within `span` as HTML, with what of it lies within `mark` in `<mark>`."""
    return _joined(list(_parts(text, span, mark, 0)))


def text_html(text: str, span: Span, mark: Span) -> str:
    """Return `text` within `span` as it stands, with what of it lies within `mark` in `<mark>`."""
    return _joined(list(_plain(text, span, mark)))


def cuts(mark: Span, hidden: Span) -> bool:
    """Say whether `mark` begins, ends or lies within what is `hidden`, so that it cannot be shown as it is."""
    (start, end), (low, high) = mark, hidden
    return start < end and (low < start < high or low < end < high or low <= start < end <= high)


def _parts(text: str, span: Span, mark: Span, depth: int) -> Iterator[_Part]:
    place, end = span
    for found in _INLINE.finditer(text, place, end) if depth < _DEPTH else ():
        element = _element(found)
        if element and not _is_cut(element, mark):
            yield from _plain(text, (place, found.start()), mark)
            yield from _whole(text, element, mark, depth)
            place = found.end()
    yield from _plain(text, (place, end), mark)


def _element(found: re.Match[str]) -> _Element | None:
    if found["url"] is None:
        kind = found.lastgroup or ""
        return _Element(found.span(), found.span(kind), _TAGS[kind], kind == "code")
    if found["image"]:
        return _Element(found.span(), found.span("label"), ("", ""), is_text=True)
    if not found["label"].strip():
        return None  # a link that cannot be seen
    return _Element(found.span(), found.span("label"), _link(found["url"]))


def _link(url: str) -> tuple[str, str]:
    host = host_of(url)
    if not host:
        return "", ""
    # The host is said, so that nobody follows a link by its looks.
    return f'<a href="{attribute(url)}" title="{attribute(host)}" {OUTSIDE}>', "</a>"


def _is_cut(element: _Element, mark: Span) -> bool:
    before, after = (element.whole[0], element.inner[0]), (element.inner[1], element.whole[1])
    return cuts(mark, before) or cuts(mark, after)


def _whole(text: str, element: _Element, mark: Span, depth: int) -> Iterator[_Part]:
    inside = _plain(text, element.inner, mark)
    parts = list(inside if element.is_text else _parts(text, element.inner, mark, depth + 1))
    opening, closing = element.tags
    if parts and all(is_marked for _, is_marked in parts):
        yield opening + "".join(html for html, _ in parts) + closing, True
    elif parts:
        yield opening + _joined(parts) + closing, False


def _plain(text: str, span: Span, mark: Span) -> Iterator[_Part]:
    low, high = span
    first = min(max(low, mark[0]), high)
    last = max(first, min(high, mark[1]))
    for (start, end), is_marked in (((low, first), False), ((first, last), True), ((last, high), False)):
        if start < end:
            yield shown(text[start:end]), is_marked


def _joined(parts: Sequence[_Part]) -> str:
    """Return the parts as one, with as few `<mark>` as can be."""
    html = ""
    for is_marked, run in groupby(parts, key=lambda part: part[1]):
        inner = "".join(part for part, _ in run)
        html += f"<mark>{inner}</mark>" if is_marked else inner
    return html
