"""Gold files and the quotes in them."""

from pathlib import Path

import pytest

from crosscheck.evals.gold import GoldError, Span, locate, read, spans
from crosscheck.evals.schema import Quote
from crosscheck.index import Article

ARTICLE = Article("a", "One two.\n\n- **Three:** four’s\n  five. One two.", "A")


def test_a_quote_is_found_whatever_its_marks_and_white_space() -> None:
    span = locate("three: Four’s five", ARTICLE)
    assert ARTICLE.text[span.start : span.end] == "Three:** four’s\n  five"


def test_a_missing_quote_is_named() -> None:
    with pytest.raises(GoldError, match="a does not contain the quote 'six seven'"):
        locate("six seven", ARTICLE)


def test_a_file_that_is_no_gold_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "gold.json").write_text("{}")
    with pytest.raises(GoldError, match="gold.json is no gold file"):
        read(tmp_path / "gold.json")


def test_an_article_that_is_not_there_is_named() -> None:
    with pytest.raises(GoldError, match="there is no article 'b': a quote names the id of its article"):
        spans([Quote(article="b", quote="one")], {"a": ARTICLE})


@pytest.mark.parametrize(
    ("start", "end", "carried"), [(0, 5, True), (5, 15, True), (6, 15, False), (10, 20, False)]
)
def test_a_sentence_carries_a_quote_when_half_of_the_shorter_is_in_both(
    start: int, end: int, carried: bool
) -> None:
    assert Span("a", start, end).carries(Span("a", 0, 10)) is carried


def test_an_occurrence_is_counted() -> None:
    assert locate("one two", ARTICLE, 2) == Span("a", 38, 45)
