"""How well SciFact is searched: `python -m crosscheck.evals.bench.scifact --data DIR [--limit N] [--keep FOLDER]`.

Prints nDCG@10, in per cent, of each ranking alone, of all as `search` combines them, and of those in the order
that the relevance model gives them, as `ask` does. DIR has `corpus.jsonl.gz`, `queries.jsonl.gz` and
`qrels.tsv.gz` as BEIR (Thakur et al. 2021, arXiv 2104.08663) has them; published are 64.5 for MiniLM, 67.9 for
BM25 and 71.4 for both by reciprocal ranks. An abstract is one passage, unless --max-passage says otherwise, and
one article. --limit takes the first N documents and the queries that they answer: a glance, no figure to
compare. --keep holds the index, which takes minutes to embed, for the next run; an embedding that was killed
goes on where it was.
"""

import argparse
import csv
import gzip
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import numpy as np

from crosscheck.app.assistant import evidence, reranked
from crosscheck.app.decide import calibration
from crosscheck.app.judge import Query
from crosscheck.index.encoder import load_encoder
from crosscheck.index.index import Index, Progress, build_index
from crosscheck.index.journal import JournaledEncoder, journal
from crosscheck.index.models import RelevanceModel
from crosscheck.index.search import WEIGHTS, search
from crosscheck.index.store import Stamp, exclusive, load, read_stamp, save
from crosscheck.index.types import Article, FloatMatrix, FloatVector, Hit

__all__ = ["Collection", "Find", "best_articles", "by_ranking", "by_relevance", "collection", "ndcg"]

Find: TypeAlias = Callable[[str, FloatVector], Sequence[Hit]]
"""A way to search: the passages for a query and its vector, best first."""

RANKINGS: Mapping[str, Mapping[str, float]] = {
    "dense": {"passage": 1.0, "sentence": 0.0, "words": 0.0},
    "dense, sentences": {"passage": 0.0, "sentence": 1.0, "words": 0.0},
    "BM25": {"passage": 0.0, "sentence": 0.0, "words": 1.0},
    "dense + BM25": {"passage": 0.5, "sentence": 0.0, "words": 0.5},
    "fused": WEIGHTS,
}
_WHOLE = 100_000  # characters; no abstract is longer
_DEPTH = 30  # passages asked for, to have ten articles


@dataclass(frozen=True)
class Collection:
    """A test collection: documents, questions, and which documents answer which question."""

    articles: Sequence[Article]
    queries: Mapping[str, str]  # by id; each has a document that answers it
    relevant: Mapping[str, Mapping[str, int]]  # gains of documents, by query


def collection(data: Path, limit: int | None = None) -> Collection:
    """Read a collection in BEIR's form; of the first `limit` documents only, if given."""
    articles = [_article(document) for document in islice(_lines(data / "corpus.jsonl.gz"), limit)]
    known = {article.id for article in articles}
    relevant: dict[str, dict[str, int]] = {}
    with gzip.open(data / "qrels.tsv.gz", "rt", encoding="utf-8", newline="") as rows:
        for query, document, gain in list(csv.reader(rows, delimiter="\t"))[1:]:
            if document in known and int(gain) > 0:
                relevant.setdefault(query, {})[document] = int(gain)
    queries = {q["_id"]: q["text"] for q in _lines(data / "queries.jsonl.gz") if q["_id"] in relevant}
    return Collection(articles, queries, relevant)


def _lines(path: Path) -> Iterator[Any]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _article(document: Mapping[str, str]) -> Article:
    return Article(document["_id"], f"# {document['title']}\n\n{document['text']}", document["title"])


def by_ranking(index: Index, weights: Mapping[str, float]) -> Find:
    """Return a search whose rankings count as `weights` say."""
    return lambda query, vector: search(index, query, vector, _DEPTH, weights)


def by_relevance(index: Index) -> Find:
    """Return the search of `crosscheck ask`: what it finds, in the order that its relevance model gives."""
    model, fitted = RelevanceModel.load(), calibration()

    def find(text: str, vector: FloatVector) -> Sequence[Hit]:
        query = Query(text, vector, tuple(search(index, text, vector, _DEPTH)))
        return reranked(evidence(query, index, model, fitted), index, fitted.rerank_weight)

    return find


def best_articles(hits: Sequence[Hit]) -> list[tuple[str, float]]:
    """Return ten articles with the score of their best passage, best first."""
    best: dict[str, float] = {}
    for hit in hits:
        if hit.score > 0:  # else only a ranking without weight found it
            best.setdefault(hit.passage.article, hit.score)
    return list(best.items())[:10]


def ndcg(found: Collection, vectors: FloatMatrix, find: Find) -> float:
    """Return the mean nDCG@10 of one way to search; row i of `vectors` is that of query i."""
    import ir_measures  # noqa: PLC0415 - only the developers' environment has it

    run = [
        # Ranks for scores: of equal scores ir-measures would choose the order.
        ir_measures.ScoredDoc(name, document, -rank)
        for (name, text), vector in zip(found.queries.items(), vectors, strict=True)
        for rank, (document, _) in enumerate(best_articles(find(text, vector)))
    ]
    gains = [
        ir_measures.Qrel(q, document, gain) for q, row in found.relevant.items() for document, gain in row.items()
    ]
    measure = ir_measures.nDCG @ 10
    return float(ir_measures.calc_aggregate([measure], gains, run)[measure])


def _indexed(found: Collection, keep: Path, max_passage: int) -> Index:
    """Return the index of the documents, that of an earlier run if it is of the same."""
    encoder = load_encoder()
    stamp = Stamp(f"{len(found.articles)} documents", encoder.fingerprint, max_passage)
    if read_stamp(keep) == stamp:
        return load(keep)
    with exclusive(keep), journal(keep) as kept:
        index = build_index(found.articles, JournaledEncoder(encoder, kept), _shown(), max_passage=max_passage)
        save(keep, index, stamp)
    return index


def _shown() -> Progress:
    def show(stage: str, done: int, total: int) -> None:
        sys.stderr.write(f"\r{stage} {done:,} of {total:,}")

    return show


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m crosscheck.evals.bench.scifact", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--max-passage", type=int, default=_WHOLE)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    found = collection(options.data, options.limit)
    with TemporaryDirectory() as scratch:
        index = _indexed(found, options.keep or Path(scratch), options.max_passage)
    vectors = np.stack([load_encoder().encode_query(query) for query in found.queries.values()])
    sys.stdout.write(f"{len(found.articles):,} documents, {len(found.queries):,} queries; nDCG@10\n")
    for name, weights in RANKINGS.items():
        sys.stdout.write(f"{name}: {100 * ndcg(found, vectors, by_ranking(index, weights)):.1f}\n")
    sys.stdout.write(f"fused, with relevance: {100 * ndcg(found, vectors, by_relevance(index)):.1f}\n")


if __name__ == "__main__":
    main()
