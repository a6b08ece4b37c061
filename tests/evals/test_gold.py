"""Gold files and the quotes in them."""

from pathlib import Path

import pytest

from crosscheck.evals.gold import GoldError, cases, default_gold, locate
from crosscheck.index import Article, Retriever

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


def test_every_quote_of_the_packaged_gold_file_stands_in_its_article(packaged: Retriever) -> None:
    found = cases(default_gold(), packaged.articles)
    assert (len(found), sum(case.answerable for case in found)) == (177, 135)


@pytest.mark.parametrize(("topic", "count"), [("ferries", 63), ("sourdough", 63), ("dam", 62)])
def test_every_quote_of_the_other_gold_files_stands_in_its_article(topic: str, count: int) -> None:
    folder = default_gold().parent
    articles = {p.stem: Article(p.stem, p.read_text(encoding="utf-8"), "") for p in (folder / topic).glob("*.md")}
    assert len(cases(folder / f"{topic}.json", articles)) == count
