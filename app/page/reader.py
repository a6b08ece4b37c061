"""A whole article as HTML with one run of it marked, by offsets.

Understands headings, lists, quotations and fenced code of Markdown, and what inline.py does, enough to read it
with ease. Everything else, HTML included, is shown as the text it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from crosscheck.app.page.inline import OUTSIDE, Span, cuts, inline_html, text_html
from crosscheck.app.page.text import attribute, day, host_of, print_of, shown
from crosscheck.index.split import split
from crosscheck.index.types import Article

__all__ = ["article_html", "place_of"]

_MARKER = re.compile(
    r"[ \t]{0,12}(?:(?P<heading>#{1,6})[ \t]+|(?P<item>[-*+])[ \t]+|(?P<quotation>>)[ \t]?"
    r"|(?P<step>(?=\d{1,9}[.)][ \t])))"  # its number is worth reading, so it is not part of the marker
)
_FENCE = re.compile(r"^[ \t]{0,12}+(?P<fence>`{3,}+(?![^`\n]*`)|~{3,}+)(?P<info>[^\n]*+)", re.MULTILINE)
# The line below the head of a table.
_RULE = re.compile(r"[ \t>]*+\|?(?:[ \t]*+:?-++:?[ \t]*+\|)++(?:[ \t]*+:?-++:?)?[ \t]*+\r?")
_PARTS = {"heading": "h3", "item": "li", "quotation": "blockquote", "step": "p", None: "p"}


@dataclass(slots=True)
class _Block:
    kind: str | None  # heading, item, quotation, step, code, or None for a paragraph
    spans: list[Span] = field(default_factory=list)  # of its lines in the text, without markers
    fence: Span = (0, 0)  # of code, with the marks around it


def article_html(article: Article, start: int = 0, end: int = 0) -> str:
    """Return `article` with the characters from start to end marked; the first mark has the id "cited"."""
    body = _body(article, start, end).replace("<mark>", '<mark id="cited">', 1)
    return (
        f'<article><h2 dir="auto">{shown(article.title)}</h2>{_about(article)}'
        f'<div class="body" dir="auto">{body}</div></article>'
    )


def place_of(article: Article, start: int, end: int, quote_print: str) -> tuple[int, int] | None:
    """Return where the quote with that print, once from `start` to `end`, stands now; None if it is gone.

    Without a print nothing is known of the quote, and the place stays what it was.
    """
    if not quote_print or print_of(article.text[max(start, 0) : end]) == quote_print:
        return start, end
    parts = split(article)
    places = [(p.start, p.end) for p in parts.sentences] + [(p.start, p.end) for p in parts.passages]
    moved = (place for place in places if print_of(article.text[slice(*place)]) == quote_print)
    return min(moved, key=lambda place: abs(place[0] - start), default=None)


def _about(article: Article) -> str:
    facts = [shown(fact) for fact in (article.author, day(article.date or "")) if fact]
    if article.url and (host := host_of(article.url)):
        # The host is shown, so that nobody follows a link by its looks.
        facts.append(f'<a href="{attribute(article.url)}" {OUTSIDE}>{shown(host)}</a>')
    return f'<p class="about">{" · ".join(facts)}</p>' if facts else ""


def _body(article: Article, start: int, end: int) -> str:
    blocks = _blocks(article.text)
    if blocks and blocks[0].kind == "heading" and _says(blocks[0], article.text, article.title):
        blocks = blocks[1:]  # the title stands above already
    parts = []
    for is_item, run in groupby(blocks, key=lambda block: block.kind == "item"):
        inner = "".join(_block_html(block, article.text, start, end) for block in run)
        parts.append(f"<ul>{inner}</ul>" if is_item else inner)
    return "".join(parts)


def _says(block: _Block, text: str, words: str) -> bool:
    return " ".join(text[a:b] for a, b in block.spans).split() == words.split()


def _block_html(block: _Block, text: str, start: int, end: int) -> str:
    if block.kind == "code":
        return _code_html(block, text, (start, end))
    tag = _PARTS[block.kind]
    lines = "\n".join(inline_html(text, span, (start, end)) for span in _runs(block.spans))
    return f'<{tag} dir="auto">{lines}</{tag}>'


def _code_html(block: _Block, text: str, mark: Span) -> str:
    (low, high), (first, last) = block.spans[0], block.fence
    # A mark that ends within the fence, which is not shown, shows it.
    span = (first, last) if cuts(mark, (first, low)) or cuts(mark, (high, last)) else (low, high)
    return f'<pre dir="auto"><code>{text_html(text, span, mark)}</code></pre>'


def _runs(lines: Sequence[Span]) -> list[Span]:
    """Return lines that follow each other in the text as one: emphasis and links go on across them."""
    runs: list[Span] = []
    for low, high in lines:
        if runs and runs[-1][1] + 1 == low:
            low = runs.pop()[0]
        runs.append((low, high))
    return runs


def _blocks(text: str) -> list[_Block]:
    """Return the blocks of `text` in order; only blank lines, markers and rules of tables belong to none."""
    blocks: list[_Block] = []
    block: _Block | None = None
    fenced, taken = _fenced(text), 0
    for low, high in _lines(text):
        if low < taken:
            continue
        if low in fenced:
            block, taken = None, fenced[low].fence[1] + 1
            blocks.append(fenced[low])
            continue
        marker = _MARKER.match(text, low, high)
        if not text[low:high].strip():
            block = None
            continue
        if block and _RULE.fullmatch(text, low, high):
            continue
        if marker or block is None or block.kind == "heading":
            block = _Block(marker.lastgroup if marker else None)
            blocks.append(block)
        block.spans.append((marker.end() if marker else low, high))
    return blocks


def _fenced(text: str) -> dict[int, _Block]:
    """Return the blocks of code by where they begin; a fence that is not closed is a line like others."""
    found: dict[int, _Block] = {}
    opening: re.Match[str] | None = None
    for line in _FENCE.finditer(text):
        if opening is None:
            opening = line
        elif line["fence"].startswith(opening["fence"]) and not line["info"].strip():
            code = (min(opening.end() + 1, line.start() - 1), line.start() - 1)
            found[opening.start()] = _Block("code", [code], (opening.start("fence"), line.end("fence")))
            opening = None
    return found


def _lines(text: str) -> Iterator[Span]:
    low = 0
    while low <= len(text):
        high = text.find("\n", low)
        high = len(text) if high < 0 else high
        yield low, high
        low = high + 1
