"""How a source is named and linked, the same in answers, warnings and lists."""

from crosscheck.app.answer import Citation
from crosscheck.app.page.text import article_href, attribute, day, shown
from crosscheck.index.types import Side

__all__ = ["byline", "link_to_quote", "number_link"]


def byline(title: str, date: str | None) -> str:
    """Return the title and, where known, the date of a source."""
    when = f'<span class="date">{shown(day(date))}</span>' if date else ""
    return f'<cite dir="auto">{shown(title)}</cite>{when}'


def link_to_quote(source: Citation | Side, text: str, name: str) -> str:
    """Return a link, showing the HTML `text`, that opens the article with the quote marked."""
    href = article_href(source.article, source.start, source.quote)
    return f'<a class="{name}" href="{href}" data-panel>{text}</a>'


def number_link(citation: Citation, element_id: str, disputed: bool) -> str:
    """Return the [1] of a citation together with the quote that it shows when pointed at or focused."""
    href = article_href(citation.article, citation.start, citation.quote)
    # What a pronoun stands for helps to read the quote and is none of it.
    before = f'<span class="before" dir="auto">{shown(citation.before)}</span>' if citation.before else ""
    name = "cite disputed" if disputed else "cite"
    label = attribute(f"Source {citation.number}: {citation.title}" + (", disputed" if disputed else ""))
    return (
        f'<a class="{name}" href="{href}" data-panel aria-label="{label}" aria-describedby="{element_id}">'
        f"[{citation.number}]</a>"
        f'<span class="tip" role="tooltip" id="{element_id}">{before}<q dir="auto">{shown(citation.quote)}</q>'
        f"{byline(citation.title, citation.date)}</span>"
    )
