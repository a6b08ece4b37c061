"""The SciFact command: a collection of three documents, with figures worked out by hand."""

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest

from crosscheck.evals.bench.scifact import RANKINGS, by_ranking, by_relevance, collection, ndcg
from crosscheck.index.encoder import load_encoder
from crosscheck.index.index import build_index

DOCUMENTS = {
    "1": ("Ferries", "The ferry Alba crosses the bay."),
    "2": ("Bread", "A loaf of rye is baked for an hour."),
    "3": ("Stars", "The telescope sees faint galaxies."),
}
QUERIES = {"a": "the ferry Alba", "b": "rye loaf", "c": "nobody asks this"}
RELEVANT = [("a", "1", 1), ("b", "3", 1), ("b", "2", 0)]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    documents = [{"_id": i, "title": title, "text": text} for i, (title, text) in DOCUMENTS.items()]
    queries = [{"_id": i, "text": text} for i, text in QUERIES.items()]
    for name, rows in (("corpus", documents), ("queries", queries)):
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wt") as file:
            file.write("".join(f"{json.dumps(row)}\n" for row in rows))
    with gzip.open(tmp_path / "qrels.tsv.gz", "wt") as file:
        file.write("query-id\tcorpus-id\tscore\n" + "".join("\t".join(map(str, r)) + "\n" for r in RELEVANT))
    return tmp_path


def test_only_queries_with_an_answer_among_the_documents_are_asked(data: Path) -> None:
    assert collection(data).queries == {"a": "the ferry Alba", "b": "rye loaf"}
    assert collection(data, limit=1).queries == {"a": "the ferry Alba"}


def test_a_document_is_one_article_with_its_title_as_heading(data: Path) -> None:
    assert collection(data).articles[1].text == "# Bread\n\nA loaf of rye is baked for an hour."


def test_the_mean_counts_a_query_whose_answer_is_not_found_as_nothing(data: Path) -> None:
    found, encoder = collection(data), load_encoder()
    index, vectors = build_index(found.articles, encoder), encoder.encode(list(found.queries.values()))
    # The answer to a comes first; what is marked as the answer to b has none of its words.
    assert ndcg(found, vectors, by_ranking(index, RANKINGS["BM25"])) == 0.5


def test_every_ranking_finds_what_says_it_in_the_same_words(data: Path) -> None:
    found, encoder = replace(collection(data), relevant={"a": {"1": 1}, "b": {"2": 1}}), load_encoder()
    index, vectors = build_index(found.articles, encoder), encoder.encode(list(found.queries.values()))
    ways = [by_ranking(index, weights) for weights in RANKINGS.values()]
    assert [ndcg(found, vectors, way) for way in ways] == [1.0] * len(ways)


def test_relevance_finds_what_a_question_asks_for(data: Path) -> None:
    found, encoder = collection(data), load_encoder()
    index = build_index(found.articles, encoder)
    question = "What crosses the bay?"
    hits = by_relevance(index)(question, encoder.encode([question])[0])
    assert [hit.rank for hit in hits] == [1, 2, 3]
    assert hits[0].passage.article == "1"
