"""Gold files and the quotes in them."""

from pathlib import Path

import pytest

from crosscheck.evals.gold import GoldError, Span, cases, default_gold, locate, read, spans
from crosscheck.evals.schema import Quote
from crosscheck.evals.topics import articles_folder, articles_of
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
        cases(tmp_path / "gold.json", {})


@pytest.mark.parametrize(("topic", "count"), [("netflix", 177), ("ferries", 63), ("sourdough", 63), ("dam", 62)])
def test_every_quote_of_the_gold_files_in_json_stands_in_its_article(topic: str, count: int) -> None:
    gold = default_gold().with_name(f"{topic}.json")
    assert len(cases(gold, articles_of(articles_folder(read(gold))))) == count


def test_an_article_that_is_not_there_is_named() -> None:
    with pytest.raises(GoldError, match="there is no article 'b': a quote names the id of its article"):
        spans([Quote(article="b", quote="one")], {"a": ARTICLE})


def test_an_occurrence_is_counted() -> None:
    assert locate("one two", ARTICLE, 2) == Span("a", 38, 45)
