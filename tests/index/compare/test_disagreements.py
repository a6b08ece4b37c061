"""From pairs to disagreements: strongest first, each fact once, with quotes that the articles have."""

from collections.abc import Sequence

from crosscheck.index.compare.disagreements import disagreements
from crosscheck.index.compare.pairs import Pair, Verdict
from crosscheck.index.index import Index
from crosscheck.index.types import Article, Kind, Sentence

AGREES, CLASHES = Verdict(0.0, 0.0, 1.0, 1.0), Verdict(1.0, 1.0, 0.0, 0.0)


def make_index(texts: dict[str, str], pairs: Sequence[Pair], dates: dict[str, str] | None = None) -> Index:
    """Make an index of articles of one sentence each, without vectors."""
    articles = {name: Article(name, text, name.title(), (dates or {}).get(name)) for name, text in texts.items()}
    sentences = tuple(Sentence(name, 0, len(text), text) for name, text in texts.items())
    nothing: object = None
    return Index(articles, sentences, (), nothing, nothing, nothing, "", tuple(pairs))  # type: ignore[arg-type]


def clash(first: int, second: int, score: float, kind: Kind = "number") -> Pair:
    return Pair(first, second, CLASHES, 0.9, score, 0.0, kind, "the crossing")


def agree(first: int, second: int) -> Pair:
    return Pair(first, second, AGREES, 0.9, 0.0, 0.95, "opinion", "the crossing")


TEXTS = {"a": "It takes 24 minutes.", "b": "It takes 35 minutes.", "c": "The trip lasts 24 minutes."}


def test_the_strongest_comes_first_and_the_weak_are_left_out() -> None:
    index = make_index(TEXTS, [clash(0, 1, 0.7), clash(1, 2, 0.9), clash(0, 2, 0.2)])
    assert [found.score for found in disagreements(index, index.pairs, 0.5)] == [0.9, 0.7]


def test_the_same_fact_in_other_words_counts_once() -> None:
    index = make_index(TEXTS, [clash(0, 1, 0.9), agree(0, 2), clash(1, 2, 0.8)])
    (found,) = disagreements(index, index.pairs, 0.5)
    assert [(side.article, side.articles) for side in found.sides] == [("a", 2), ("b", 1)]


def test_a_side_is_what_its_article_says() -> None:
    index = make_index(TEXTS, [clash(0, 1, 0.9)])
    (found,) = disagreements(index, index.pairs, 0.5)
    for side in found.sides:
        assert index.articles[side.article].text[side.start : side.end] == side.quote


def test_without_the_words_in_the_article_nothing_is_shown() -> None:
    index = make_index(TEXTS, [clash(0, 1, 0.9)])
    changed = Article("a", "Something else altogether.", "A")
    forged = make_index(TEXTS, [clash(0, 1, 0.9)])
    object.__setattr__(forged, "articles", {**index.articles, "a": changed})
    assert disagreements(forged, forged.pairs, 0.5) == []


def test_articles_of_different_years_are_noted_and_the_older_is_named() -> None:
    index = make_index(TEXTS, [clash(0, 1, 0.9)], {"a": "2024-05-01", "b": "2019"})
    (found,) = disagreements(index, index.pairs, 0.5)
    assert found.note == "“B” is of 2019 and may be outdated: the other source is of 2024."


def test_what_a_newer_article_says_too_is_not_outdated() -> None:
    dates = {"a": "2012", "b": "2019", "c": "2024"}
    index = make_index(TEXTS, [clash(0, 1, 0.9), agree(0, 2)], dates)
    (found,) = disagreements(index, index.pairs, 0.5)
    assert [side.article for side in found.sides] == ["a", "b"]
    assert found.note == "“B” is of 2019 and may be outdated: “C” on the other side is of 2024."


def test_when_something_happened_does_not_go_out_of_date() -> None:
    index = make_index(TEXTS, [clash(0, 1, 0.9, "date")], {"a": "2024-05-01", "b": "2019"})
    (found,) = disagreements(index, index.pairs, 0.5)
    assert found.note == "“B” is of 2019, the other source of 2024."


def test_supporters_are_those_that_say_the_same() -> None:
    index = make_index(TEXTS, [clash(0, 1, 0.9), agree(0, 2)])
    assert (index.supporters(0), index.supporters(1), index.supporters(2)) == ([2], [], [0])
