"""What each stage made of a question, in a few characters: to see which one was the first to do otherwise.

The product is deterministic. So of a question that was answered well and no longer is, the first stage whose
output differs from the baseline's is the one to look at: what came before it gave it the same to work on.
"""

import hashlib
from collections.abc import Iterable, Mapping

from crosscheck.app import Answer
from crosscheck.app.assistant import Findings
from crosscheck.index.compare.pairs import Pair
from crosscheck.index.index import Index

__all__ = ["digest", "of_pairs", "splitting", "trace"]

_DECIMALS = 2  # of a score: another processor may differ far behind
_BEARS = 0.1  # relevance from which a sentence's pairs can count


def trace(found: Findings, answer: Answer, index: Index) -> dict[str, str]:
    """Return a digest of what each stage made of a question, in the order of the pipeline."""
    query, decimals = found.query, _DECIMALS
    hits = [(h.passage.article, h.passage.start, round(h.score, decimals)) for h in query.hits]
    judged = [(j.sentence.article, j.sentence.start, round(j.relevance, decimals)) for j in found.judged]
    rows = [item.row for item in found.judged if item.relevance >= _BEARS]
    pairs = {pair for row in rows for pair in index.pairs_of.get(row, ())}
    return {
        "splitting": splitting(index),
        "follow-up": digest([query.text]),
        "retrieval": digest(hits),
        # As a set: which of two sentences that are as relevant comes first is chance.
        "relevance": digest([*sorted(judged), round(answer.confidence, decimals)]),
        "threshold": digest([answer.status]),
        "comparison": of_pairs(index, pairs),
        "selection": digest((c.article, c.start, c.end) for c in answer.citations),
        "warning": digest((s.article, s.start) for w in answer.disagreements for s in w.sides),
    }


def splitting(index: Index) -> str:
    """Return a digest of how the articles are cut up."""
    return digest((p.article, p.start, p.end) for p in index.passages)


def of_pairs(index: Index, pairs: Iterable[Pair]) -> str:
    """Return a digest of what was made of pairs of sentences."""
    rows = [(pair.first, pair.second, round(pair.score, _DECIMALS), round(pair.support, 1)) for pair in pairs]
    places: Mapping[int, tuple[str, int]] = {
        row: (index.sentences[row].article, index.sentences[row].start) for p in rows for row in p[:2]
    }
    return digest(sorted((places[one], places[two], *scores) for one, two, *scores in rows))


def digest(parts: Iterable[object]) -> str:
    """Return a few characters that stand for `parts`, in their order."""
    return hashlib.sha256(repr(list(parts)).encode("utf-8", "surrogatepass")).hexdigest()[:5]
