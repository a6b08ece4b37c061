"""Answers made of sentences."""

from collections.abc import Collection

import pytest

from crosscheck.app.compose import compose, plain
from crosscheck.app.judge import Judged, SentenceSignals
from crosscheck.index.types import Article, Sentence

TEXT = "Java serves logins. Python runs jobs. Java is what serves logins. Rust is new."
OTHER = "Logins are served by Java."


def judged(article: str, text: str, row: int, relevance: float) -> Judged:
    start = {"a": TEXT, "b": OTHER}[article].index(text)
    return Judged(
        Sentence(article, start, start + len(text), text), row, relevance, SentenceSignals(0.0, 0.0, 0.0, 0.0, 0.0)
    )


ARTICLES = {"a": Article("a", TEXT, "First"), "b": Article("b", OTHER, "Second", date="2020")}
SAME = {0, 2, 4}  # the rows that say that Java serves logins


def supporters(row: int) -> Collection[int]:
    return SAME - {row} if row in SAME else ()


def test_sentences_below_the_floor_are_not_used() -> None:
    found = compose(
        [judged("a", "Java serves logins.", 0, 0.9), judged("a", "Rust is new.", 3, 0.2)],
        supporters, ARTICLES, floor=0.5, share=0.0,
    )  # fmt: skip
    assert [s.text for s in found.statements] == ["Java serves logins."]


def test_sentences_far_below_the_best_are_not_used() -> None:
    found = compose(
        [judged("a", "Java serves logins.", 0, 0.9), judged("a", "Rust is new.", 3, 0.6)],
        supporters, ARTICLES, floor=0.5, share=0.8,
    )  # fmt: skip
    # .8 of .9 is .72
    assert [s.text for s in found.statements] == ["Java serves logins."]


def test_the_best_sentence_is_used_even_below_the_floor() -> None:
    found = compose([judged("a", "Rust is new.", 3, 0.4)], supporters, ARTICLES, floor=0.5, share=0.8)
    assert [s.text for s in found.statements] == ["Rust is new."]


def test_sentences_that_say_the_same_become_one_statement_with_both_sources() -> None:
    found = compose(
        [
            judged("a", "Java serves logins.", 0, 0.9),
            judged("a", "Python runs jobs.", 1, 0.8),
            judged("b", "Logins are served by Java.", 4, 0.7),
        ],
        supporters, ARTICLES, floor=0.5, share=0.0,
    )  # fmt: skip
    assert [(s.text, s.citations, s.articles) for s in found.statements] == [
        ("Java serves logins.", (1, 2), 2),
        ("Python runs jobs.", (3,), 1),
    ]


def test_a_repeat_in_the_same_article_does_not_count_as_another_article() -> None:
    found = compose(
        [judged("a", "Java serves logins.", 0, 0.9), judged("a", "Java is what serves logins.", 2, 0.8)],
        supporters, ARTICLES, floor=0.5, share=0.0,
    )  # fmt: skip
    assert found.statements[0].articles == 1


def test_a_citation_is_the_span_of_its_article() -> None:
    found = compose([judged("b", OTHER, 4, 0.9)], supporters, ARTICLES, floor=0.5, share=0.0)
    citation = found.citations[0]
    assert (citation.number, citation.title, citation.date) == (1, "Second", "2020")
    assert OTHER[citation.start : citation.end] == citation.quote == OTHER


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Ease of use:** it is *simple*.", "Ease of use: it is simple."),
        ("See [the docs](http://x.y) and `code`.", "See the docs and code."),
        ("2 * 3 and snake_case stay", "2 * 3 and snake_case stay"),
        ("two\nlines", "two lines"),
    ],
)
def test_plain_text_is_without_markdown_marks(text: str, expected: str) -> None:
    assert plain(text) == expected
