"""An answer as HTML: statements with their numbers, the warning, the sources; or that the sources do not say.

Pure functions of the answer. What an article says stands in quotes or statements; every other word is ours.
"""

import re
from collections.abc import Iterable, Sequence

from crosscheck.app.answer import Answer, Citation, Statement
from crosscheck.app.compose import plain
from crosscheck.app.page.folder import Folder, counted, examples_html
from crosscheck.app.page.source import byline, number_link
from crosscheck.app.page.text import article_href, mixed, shown
from crosscheck.app.page.tools import tools_html
from crosscheck.app.page.warning import warnings_html
from crosscheck.app.suggest import follow_ups
from crosscheck.index.types import Hit, Passage

__all__ = ["nearest_html", "reply_html"]

_NEAREST = 3  # as many as can be taken in at a glance
_SUGGESTIONS = 3
# A passage begins with its heading, but behind the marks of it: what tells it is that it is a line of its own
# without the end mark of a sentence. Another heading may follow at once.
_OPENING = re.compile(
    r"(?P<first>(?![-*+>|] )[^\n]{0,119}[^\n\s.:;,!…])[ \t\r]*\n[ \t\r]*\n"
    r"(?:#{1,6}[ \t]+(?P<second>[^\n]{1,120}))?"
)
_ANSWERED = "Questions that the articles answer"


def reply_html(answer: Answer, turn: int, folder: Folder, statements: int | None = None) -> str:
    """Return what stands below question number `turn`.

    `statements`: show only so many of them, for an answer that is still coming in.
    """
    if answer.status == "not_in_sources":
        return _absent(answer, folder) + tools_html(answer, turn)
    said = _ahead(answer, turn) + _statements(answer, turn, folder, answer.statements[:statements])
    if statements is not None and statements < len(answer.statements):
        return said
    warned = warnings_html(answer.disagreements, f"turn-{turn}-warnings", answer.citations)
    return said + warned + _wording(answer) + _sources(answer, turn) + tools_html(answer, turn)


def _wording(answer: Answer) -> str:
    return f'<p class="said">{shown(answer.wording.note)}</p>' if answer.wording else ""


def _ahead(answer: Answer, turn: int) -> str:
    """Return the line that announces a warning: below a long answer it could be out of sight."""
    if not answer.disagreements:
        return ""
    return f'<p class="ahead"><a href="#turn-{turn}-warnings" data-jump>The sources disagree: see below</a></p>'


def _statements(answer: Answer, turn: int, folder: Folder, statements: Sequence[Statement]) -> str:
    citations = {citation.number: citation for citation in answer.citations}
    sides = [side for disagreement in answer.disagreements for side in disagreement.sides]
    disputed = {citation.number for citation in answer.citations if any(map(citation.quotes, sides))}
    paragraphs = []
    for place, statement in enumerate(statements, start=1):
        numbers = "".join(
            number_link(citations[number], f"turn-{turn}-{place}-{number}", number in disputed)
            for number in statement.citations
        )
        agreement = _agreement(statement, folder)
        paragraphs.append(
            f'<p class="statement"><span dir="auto">{shown(statement.text)}</span> {numbers}{agreement}</p>'
        )
    return f'<div class="statements">{"".join(paragraphs)}</div>'


def _agreement(statement: Statement, folder: Folder) -> str:
    if statement.articles < 2:
        return ""
    return f' <span class="said">said by {statement.articles} of {counted(folder.size, "article")}</span>'


def _sources(answer: Answer, turn: int) -> str:
    by_article: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        by_article.setdefault(citation.article, []).append(citation)
    items = "".join(_source(citations) for citations in by_article.values())
    name = f"Sources of answer {turn}"
    return f'<section class="sources" aria-label="{name}"><h3>Sources</h3><ul>{items}</ul></section>'


def _source(citations: Sequence[Citation]) -> str:
    first = citations[0]
    numbers = " ".join(f"[{citation.number}]" for citation in citations)
    href = article_href(first.article, first.start, first.quote)
    return (
        f'<li><a href="{href}" data-panel><span class="numbers">{numbers}</span> '
        f"{byline(first.title, first.date)}</a>{_odd_letters(citations)}</li>"
    )


def _odd_letters(citations: Sequence[Citation]) -> str:
    """Return a remark when a name is not the one that it looks like."""
    words = mixed(" ".join(f"{citation.title} {citation.quote}" for citation in citations))
    return f' <span class="said">mixes alphabets: “{shown(words[0][:40])}”</span>' if words else ""


def _absent(answer: Answer, folder: Folder) -> str:
    nearest = nearest_html(answer.hits, folder)
    unasked = _unasked(answer, folder)
    return (
        '<section class="absent" role="status"><h3>Not in the sources</h3>'
        f"<p>{_nobody(folder)} this question, and Crosscheck does not guess.</p>"
        + (f"<h4>The nearest they come</h4>{nearest}" if nearest else "")
        + (f"<h4>What they do answer</h4>{examples_html(unasked, _ANSWERED)}" if unasked else "")
        + "</section>"
    )


def _unasked(answer: Answer, folder: Folder) -> list[str]:
    """Return questions with an answer: those nearest to what was found, or else any."""
    near = follow_ups(answer, folder.suggestions, (), _SUGGESTIONS)
    return near or [one.question for one in folder.suggestions if one.question != answer.question][:_SUGGESTIONS]


def _nobody(folder: Folder) -> str:
    return "The article does not answer" if folder.size == 1 else f"None of the {folder.size:,} articles answers"


def nearest_html(hits: Iterable[Hit], folder: Folder) -> str:
    """Return links to what was found, or nothing when that is nothing."""
    items = "".join(f"<li>{link}</li>" for link in _nearest(hits, folder))
    return f'<ul class="nearest">{items}</ul>' if items else ""


def _nearest(hits: Iterable[Hit], folder: Folder) -> list[str]:
    """Return links to the best passages, one for each article."""
    links: dict[str, str] = {}
    for hit in hits:
        links.setdefault(hit.passage.article, _link(hit.passage, folder))
    return list(links.values())[:_NEAREST]


def _link(passage: Passage, folder: Folder) -> str:
    title = folder.titles.get(passage.article, passage.article)
    heading = _heading(passage, title)
    href = article_href(passage.article, passage.start, passage.text)
    within = f'<cite dir="auto">{shown(title)}</cite>' if heading else ""
    return f'<a href="{href}" data-panel dir="auto">{shown(heading or title)}</a>{within}'


def _heading(passage: Passage, title: str) -> str:
    """Return the heading that `passage` begins with, or else the one it stands under; none that says the title."""
    own = _OPENING.match(passage.text)
    found = [own["first"], own["second"] or ""] if own else []
    headings = [plain(heading) for heading in (*found, *reversed(passage.headings))]
    return next((heading for heading in headings if heading and not _same(heading, title)), "")


def _same(one: str, other: str) -> bool:
    return one.split() == plain(other).split()
