"""Make an answer of the best sentences: short, without repetition, each with its source.

Knows nothing of retrieval or models: it is given sentences with their relevance and says which to use.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from crosscheck.app.answer import Citation, Statement
from crosscheck.app.judge import Judged
from crosscheck.index.types import Article
from crosscheck.index.types import Sentence as ArticleSentence

__all__ = ["Composition", "compose", "plain"]

_MAX_STATEMENTS = 4  # what a reader takes in at once
_MAX_CHARACTERS = 900
_MARKUP = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`|!?\[(?P<label>[^\]]*)\]\([^)]*\)")


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
    length = 0
    best = judged[0].relevance if judged else 0.0
    needed = min(best, max(floor, share * best))
    for candidate in judged:
        if candidate.relevance < needed:
            break
        if same := _group_of(candidate, groups, supporters):
            same.append(candidate)
        elif len(groups) < _MAX_STATEMENTS and length + len(candidate.sentence.text) <= _MAX_CHARACTERS:
            groups.append([candidate])
            length += len(candidate.sentence.text)
    return _numbered([[item.sentence for item in group] for group in groups], articles)


def _group_of(
    candidate: Judged, groups: Sequence[list[Judged]], supporters: Callable[[int], Collection[int]]
) -> list[Judged] | None:
    return next((group for group in groups if candidate.row in supporters(group[0].row)), None)


def _numbered(groups: Sequence[Sequence[ArticleSentence]], articles: Mapping[str, Article]) -> Composition:
    statements: list[Statement] = []
    citations: list[Citation] = []
    for group in groups:
        first = len(citations) + 1
        citations += [_citation(n, s, articles[s.article]) for n, s in enumerate(group, start=first)]
        numbers = tuple(range(first, len(citations) + 1))
        statements.append(Statement(plain(group[0].text), numbers, len({s.article for s in group})))
    return Composition(tuple(statements), tuple(citations))


def _citation(number: int, sentence: ArticleSentence, article: Article) -> Citation:
    quote = article.text[sentence.start : sentence.end]
    return Citation(number, article.id, article.title, article.date, quote, sentence.start, sentence.end)


def plain(text: str) -> str:
    """Return `text` on one line, without Markdown's emphasis, code and link marks."""
    return " ".join(_MARKUP.sub(lambda match: match["label"] or "", text).split())
