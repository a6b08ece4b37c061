"""Make an answer of the best sentences: short, without repetition, each with its source.

Knows nothing of retrieval or models: it is given sentences with their relevance and says which to use.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from crosscheck.app.answer import Citation, Statement
from crosscheck.app.judge import Judged
from crosscheck.index.markup import unmarked
from crosscheck.index.types import Article

__all__ = ["Composition", "compose", "plain"]

_MAX_STATEMENTS = 4  # what a reader takes in at once
_MAX_CHARACTERS = 900
_FROM_ONE = 3  # statements that lead with one article while another has something to say
_SAME = 2  # sentences of one article behind one statement: repeating it makes it no truer


@dataclass(frozen=True, slots=True)
class Composition:
    """The statements of an answer and the citations behind them."""

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]


def compose(
    judged: Sequence[Judged],
    supporters: Callable[[int], Collection[int]],
    articles: Mapping[str, Article],
    floor: float,
    share: float,
) -> Composition:
    """Choose statements from `judged`, best first; `supporters` are the rows that say what a row says.

    Beside the best sentence only those are used whose relevance reaches `floor`, and `share` of the best one's.
    Sentences that say the same become one statement with several citations.
    """
    groups: list[list[Judged]] = []
    best = judged[0].relevance if judged else 0.0
    needed = min(best, max(floor, share * best))
    spare = []
    for candidate in (item for item in judged if item.relevance >= needed):
        if same := _group_of(candidate, groups, supporters):
            if _count(candidate, same) < _SAME:
                same.append(candidate)
        elif _count(candidate, [group[0] for group in groups]) >= _FROM_ONE:
            spare.append(candidate)
        elif _fits(candidate, groups):
            groups.append([candidate])
    for candidate in spare:
        if not _group_of(candidate, groups, supporters) and _fits(candidate, groups):
            groups.append([candidate])
    return _numbered(groups, articles)


def _count(candidate: Judged, items: Sequence[Judged]) -> int:
    return sum(item.sentence.article == candidate.sentence.article for item in items)


def _fits(candidate: Judged, groups: Sequence[Sequence[Judged]]) -> bool:
    length = sum(len(group[0].sentence.text) for group in groups) + len(candidate.sentence.text)
    return len(groups) < _MAX_STATEMENTS and length <= _MAX_CHARACTERS


def _group_of(
    candidate: Judged, groups: Sequence[list[Judged]], supporters: Callable[[int], Collection[int]]
) -> list[Judged] | None:
    return next((group for group in groups if candidate.row in supporters(group[0].row)), None)


def _numbered(groups: Sequence[Sequence[Judged]], articles: Mapping[str, Article]) -> Composition:
    statements: list[Statement] = []
    citations: list[Citation] = []
    for group in groups:
        first = len(citations) + 1
        citations += [_citation(n, item, articles) for n, item in enumerate(group, start=first)]
        numbers = tuple(range(first, len(citations) + 1))
        agreeing = {item.sentence.article for item in group}
        statements.append(Statement(plain(group[0].sentence.text), numbers, len(agreeing)))
    return Composition(tuple(statements), tuple(citations))


def _citation(number: int, item: Judged, articles: Mapping[str, Article]) -> Citation:
    start, end, article = item.sentence.start, item.sentence.end, articles[item.sentence.article]
    quote, before = article.text[start:end], plain(item.before)
    return Citation(number, article.id, article.title, article.date, quote, start, end, before, article.url)


def plain(text: str) -> str:
    """Return `text` on one line, without Markdown's emphasis, code and link marks."""
    return " ".join(unmarked(text).split())
