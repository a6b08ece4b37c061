"""What the page says about the folder of articles as a whole: its name, what is in it, what to ask it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import urlencode

from crosscheck.app.page.source import byline
from crosscheck.app.page.text import article_href, attribute, shown
from crosscheck.app.page.warning import warning_html
from crosscheck.app.suggest import Suggestion
from crosscheck.index.types import Article, Disagreement

__all__ = [
    "Folder",
    "articles_html",
    "counted",
    "disagreements_html",
    "examples_html",
    "header_html",
    "welcome_html",
]


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of articles that the page answers from."""

    name: str
    titles: Mapping[str, str]  # of the articles, by id
    examples: tuple[str, ...] = ()  # questions that show what can be asked, also in vain
    suggestions: tuple[Suggestion, ...] = ()  # questions that the articles answer
    disagreements: int = 0  # found in the whole folder
    notices: tuple[str, ...] = ()  # files that were skipped, and why
    opinions: int = 0  # disagreements that only a language model sees
    asking: Mapping[str, str] = field(default_factory=dict)  # by topic, a question whose answer shows both sides

    @property
    def size(self) -> int:
        """How many articles there are."""
        return len(self.titles)


def counted(number: int, thing: str) -> str:
    """Return the number with its noun: "1 article", "4 articles"."""
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


def header_html(name: str, folder: Folder | None = None) -> str:
    """Return the line at the top; without a folder, while it is still being opened."""
    title = f'<a href="./">Crosscheck</a><span class="folder" dir="auto">{shown(name)}</span>'
    return f'<header class="top"><h1>{title}</h1><nav>{_links(folder) if folder else ""}</nav></header>'


def _links(folder: Folder) -> str:
    links = f'<a href="articles" data-panel>{counted(folder.size, "article")}</a>'
    if folder.disagreements:
        text = counted(folder.disagreements, "disagreement")
        links += f'<a class="amber" href="disagreements" data-panel>{text}</a>'
    elif folder.opinions:
        links += f'<a href="disagreements" data-panel>{counted(folder.opinions, "model opinion")}</a>'
    return links + '<a href="./" class="new">New chat</a>'


def welcome_html(folder: Folder) -> str:
    """Return what stands in the empty chat."""
    return (
        '<div class="welcome"><h2>What do the articles say?</h2>'
        "<p>Answers come in the articles’ own words, each sentence with its source. Where the sources disagree, "
        "you are told.</p>"
        f"{examples_html(folder.examples)}{_notices_html(folder.notices)}</div>"
    )


def _notices_html(notices: Sequence[str]) -> str:
    items = "".join(f"<li>{shown(notice)}</li>" for notice in notices)
    return f'<ul class="notices" aria-label="Notices">{items}</ul>' if items else ""


def examples_html(questions: Sequence[str], name: str = "Example questions") -> str:
    """Return questions to click; each is asked as it stands."""
    if not questions:
        return ""
    items = "".join(f"<li>{_question(question)}</li>" for question in questions)
    return f'<ul class="examples" aria-label="{attribute(name)}">{items}</ul>'


def _question(question: str) -> str:
    return f'<button type="button" dir="auto" data-ask="{attribute(question)}">{shown(question)}</button>'


def articles_html(articles: Mapping[str, Article], notices: Sequence[str] = ()) -> str:
    """Return the list of all articles, each to be opened, and the `notices` that say which files it leaves out."""
    items = "".join(
        f'<li><a href="{article_href(article.id)}" data-panel>{byline(article.title, article.date)}</a></li>'
        for article in articles.values()
    )
    return f'<h2>{counted(len(articles), "article")}</h2><ul class="shelf">{items}</ul>{_notices_html(notices)}'


def disagreements_html(
    disagreements: Sequence[Disagreement],
    opinions: Sequence[Disagreement] = (),
    asking: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Return every place where the articles disagree, then those where only a language model thinks so.

    `asking` has a question for some of the topics.
    """
    cards = _cards(disagreements, asking) or "<p>Nowhere, as far as Crosscheck can tell.</p>"
    others = f"<h2>Where only a language model thinks so</h2>{_cards(opinions, {})}" if opinions else ""
    return f"<h2>Where the articles disagree</h2>{cards}{others}"


def _cards(disagreements: Sequence[Disagreement], asking: Mapping[str, str]) -> str:
    """Return the disagreements by topic, that of the strongest first, with a way to ask about it."""
    topics: dict[str, list[Disagreement]] = {}
    for disagreement in disagreements:
        topics.setdefault(disagreement.topic, []).append(disagreement)
    return "".join(
        f'<section class="by-topic">{"".join(map(warning_html, found))}'
        + (_asking(asking[topic]) if topic in asking else "")
        + "</section>"
        for topic, found in topics.items()
    )


def _asking(question: str) -> str:
    """Return a link that asks a question, in the chat or, from a tab of its own, in a new one."""
    href = attribute("./?" + urlencode({"q": question}, errors="replace"))
    return f'<p class="asking"><a href="{href}" data-ask="{attribute(question)}">Ask about this</a></p>'
