"""From stored pairs to disagreements: which are shown, each fact once, with both quotes checked."""

from collections.abc import Iterable, Set
from dataclasses import replace
from typing import TYPE_CHECKING

from crosscheck.index.compare.columns import Pairs
from crosscheck.index.compare.pairs import Pair
from crosscheck.index.compare.reading import is_item
from crosscheck.index.types import Article, Disagreement, Kind, Side

if TYPE_CHECKING:
    from crosscheck.index.index import Index

__all__ = ["disagreements", "opinions", "record", "without_repetition"]


def disagreements(index: "Index", pairs: Iterable[Pair], at_least: float) -> list[Disagreement]:
    """Return the pairs with a score of `at_least` as disagreements, strongest first, each fact once."""
    if isinstance(pairs, Pairs):
        pairs = pairs.scored(at_least)
    strong = sorted((p for p in pairs if p.score >= at_least), key=lambda p: (-p.score, p.first, p.second))
    records = (record(index, pair) for pair in without_repetition(index, strong))
    return [found for found in records if found]


def opinions(index: "Index", pairs: Iterable[Pair], below: float) -> list[Disagreement]:
    """Return the pairs with a score `below` that of which a language model thinks that they disagree."""
    if not index.opinions.disagree:
        return []
    weak = (pair for pair in pairs if pair.score < below)
    held = [pair for pair in weak if (opinion := index.opinions.of(pair)) and opinion.disagree]
    ordered = sorted(held, key=lambda p: (-p.score, p.first, p.second))
    records = (record(index, pair) for pair in without_repetition(index, ordered))
    return [
        replace(found, opinion=replace(found.opinion, alone=True)) for found in records if found and found.opinion
    ]


def without_repetition(index: "Index", pairs: Iterable[Pair]) -> list[Pair]:
    """Return `pairs` without those of which an earlier one says the same: the same facts in other sentences."""
    kept: list[Pair] = []
    seen: set[tuple[int, int]] = set()
    for pair in pairs:
        if (pair.first, pair.second) in seen:
            continue
        kept.append(pair)
        ones = [pair.first, *index.supporters(pair.first)]
        others = [pair.second, *index.supporters(pair.second)]
        seen |= {(a, b) for a in ones for b in others} | {(b, a) for a in ones for b in others}
    return kept


def record(index: "Index", pair: Pair) -> Disagreement | None:
    """Return `pair` with both its quotes; None when a quote is not, to the character, what its article says."""
    one, other = _side(index, pair.first), _side(index, pair.second)
    if one is None or other is None:
        return None
    opinion = index.opinions.of(pair)
    note = "Both sentences stand in the same article."
    if one.article != other.article:
        note = _note(
            _newest(index, pair.first), _newest(index, pair.second), pair.kind, {one.article, other.article}
        )
    return Disagreement(pair.kind, pair.score, pair.topic, (one, other), note, opinion)


def _side(index: "Index", row: int) -> Side | None:
    sentence = index.sentences[row]
    article = index.articles[sentence.article]
    if article.text[sentence.start : sentence.end] != sentence.text:
        return None
    start = _start(index, row)
    return Side(
        article=article.id,
        title=article.title,
        date=article.date,
        quote=article.text[start : sentence.end],
        start=start,
        end=sentence.end,
        articles=len(_articles(index, row)),
    )


def _start(index: "Index", row: int) -> int:
    """Return where the quote of a sentence begins: that of a list's first item takes in the heading above it."""
    sentence, before = index.sentences[row], index.sentences[max(0, row - 1)]
    above = before.is_heading and before.article == sentence.article
    return before.start if above and is_item(sentence.text) else sentence.start


def _articles(index: "Index", row: int) -> list[str]:
    """Return the articles that say what a sentence says, its own first."""
    return list(dict.fromkeys(index.sentences[r].article for r in (row, *index.supporters(row))))


def _newest(index: "Index", row: int) -> Article:
    """Return the newest article that says what a sentence says: as long as one does, it is said."""
    return max((index.articles[name] for name in _articles(index, row)), key=lambda article: article.date or "")


def _note(one: Article, other: Article, kind: Kind, shown: Set[str]) -> str:
    """Return what a reader should know of the newest source of each side; nothing when there is nothing to say.

    `shown` are the articles whose quotes are.
    """
    if _year(one) and _year(other) and _year(one) != _year(other):
        older, newer = sorted((one, other), key=_year)
        # When something happened does not go out of date: of that, the older source may be the better one.
        outdated, is_of = (" and may be outdated:", "is of") if kind != "date" else (",", "of")
        other_side = "the other source" if newer.id in shown else f"“{newer.title}” on the other side"
        return f"“{older.title}” is of {_year(older)}{outdated} {other_side} {is_of} {_year(newer)}."
    return ""


def _year(article: Article) -> str:
    return (article.date or "")[:4]
