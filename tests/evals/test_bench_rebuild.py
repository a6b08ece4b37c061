"""The folder that the rebuild benchmark makes and changes."""

import gzip
import json
from pathlib import Path

import pytest

from crosscheck.evals.bench.rebuild import change, folder


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    documents = [
        {"_id": i, "title": f"Title {i}", "text": f"First of {i}. Second! Third? Fourth."} for i in ("2", "1", "3")
    ]
    with gzip.open(tmp_path / "corpus.jsonl.gz", "wt") as file:
        file.write("".join(f"{json.dumps(document)}\n" for document in documents))
    return folder(tmp_path, tmp_path / "articles", articles=2, sentences=2)


def test_the_first_documents_are_articles_of_so_many_sentences(articles: Path) -> None:
    assert {path.name: path.read_text() for path in articles.iterdir()} == {
        "1.md": "# Title 1\n\nFirst of 1. Second!\n",
        "2.md": "# Title 2\n\nFirst of 2. Second!\n",
    }


def test_a_change_is_one_more_sentence_in_one_article(articles: Path) -> None:
    change(articles)
    assert (articles / "1.md").read_text() == "# Title 1\n\nFirst of 1. Second!\n\nThis was repeated in 1998.\n"
    assert (articles / "2.md").read_text() == "# Title 2\n\nFirst of 2. Second!\n"
