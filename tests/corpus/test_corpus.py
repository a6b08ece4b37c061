import hashlib

import pytest

from crosscheck import corpus
from crosscheck.index.read import read_folder

SHA256 = {
    "how-netflix-uses-python.md": "653aed9b8d89ab310ef6e5f15d41ab31a26a1989b11bc086dd0c2dce0ac909c0",
    "python-popcorn-netflix.md": "ef065f895339f6ba98a431607bbb689e0339790658336346373a9fdacb11dc4e",
    "is-netflix-built-with-python.md": "f8125e9cdf879a258739a47d0c88de67149c5e1312549feefb023d5d07c1d222",
    "does-netflix-use-python.md": "5da644f821754bcbc00cf1cf9d76653ca303192618a599e953b243942466a64b",
}


def test_articles_are_in_the_order_of_the_design() -> None:
    assert list(corpus.ARTICLES) == list(SHA256)


@pytest.mark.parametrize("name", SHA256)
def test_article_is_unchanged_to_the_byte(name: str) -> None:
    assert hashlib.sha256((corpus.folder() / name).read_bytes()).hexdigest() == SHA256[name]


def test_the_folder_reads_as_exactly_these_articles() -> None:
    reading = read_folder(corpus.folder())
    assert [f"{article.id}.md" for article in reading.articles] == sorted(corpus.ARTICLES)
    assert reading.rejected == ()


def test_front_matter_gives_titles_and_the_one_known_date() -> None:
    about = {article.id: (article.title, article.date) for article in read_folder(corpus.folder()).articles}
    assert about == {
        "does-netflix-use-python": ("Does Netflix use Python?", None),
        "how-netflix-uses-python": ("How Netflix Uses Python", None),
        "is-netflix-built-with-python": ("Is Netflix built with Python?", None),
        "python-popcorn-netflix": ("Python Popcorn Netflix! (how Netflix uses Python)", "2019-10-31"),
    }


def test_no_author_or_address_is_invented() -> None:
    known = {(article.author, article.url) for article in read_folder(corpus.folder()).articles}
    assert known == {(None, None)}


def test_each_article_opens_with_its_title_as_the_only_first_level_heading() -> None:
    for article in read_folder(corpus.folder()).articles:
        headings = [line for line in article.text.splitlines() if line.startswith("# ")]
        assert headings == [f"# {article.title}"]
        assert article.text.startswith(headings[0])
