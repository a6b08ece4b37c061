"""What an index in PostgreSQL costs: `python -m crosscheck.evals.bench.published ADDRESS [--sentences 20000]`.

Publishes an index of made-up articles, of ten sentences each, whose vectors lie about as those of sentences do: in
32 of 384 directions, nearly. What the database at ADDRESS had is replaced. Prints seconds to publish, bytes a
passage and a sentence by table, milliseconds of a search, and how many of the nearest 50 are those that comparing
with all finds.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from statistics import median

import numpy as np

from crosscheck.index.index import Index, build_index
from crosscheck.index.load import Stamp
from crosscheck.index.types import Article, FloatMatrix, Vectors

_ASKED, _NEAREST = 100, 50
_SIZES = """
SELECT relname, pg_total_relation_size(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
JOIN crosscheck.force f ON f.generation = nspname WHERE relkind = 'r' ORDER BY relname
"""


class Made:
    """An encoder whose vectors need no model."""

    fingerprint = "made"

    def __init__(self) -> None:
        self._rng = np.random.default_rng(8)
        self._plane = self._rng.standard_normal((32, 384))

    def encode(self, texts: Sequence[str], done: Callable[[int], None] | None = None) -> FloatMatrix:
        """Return a point of the plane for each text, and a little beside it."""
        points = self._rng.standard_normal((len(texts), 32)) @ self._plane
        points += 0.5 * self._rng.standard_normal(points.shape)
        unit: FloatMatrix = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
        return unit


def made(sentences: int) -> Index:
    """Return an index of that many sentences, of which nothing was compared."""
    texts = (
        " ".join(f"Sentence {start + i} speaks of thing {(start + i) % 977} at some length." for i in range(10))
        for start in range(0, sentences, 10)
    )
    return build_index([Article(f"a{i:07}", text, "Made") for i, text in enumerate(texts)], Made())


def searched(vectors: Vectors, exact: FloatMatrix) -> tuple[float, float, float]:
    """Return milliseconds of a search, median and 95th of 100, and the share of the nearest that it finds."""
    took, shares = [], []
    for query in exact[:: max(1, len(exact) // _ASKED)][:_ASKED]:
        begun = time.perf_counter()
        _, rows = vectors.search(query[None, :], _NEAREST)
        took.append(1000 * (time.perf_counter() - begun))
        nearest = np.argsort(-(exact @ query), kind="stable")[:_NEAREST]
        shares.append(len({*rows[0].tolist()} & {*nearest.tolist()}) / _NEAREST)
    return median(took), float(np.quantile(took, 0.95)), float(np.mean(shares))


def main() -> None:
    """Run the command."""
    from crosscheck.index.scale.published import Published
    from crosscheck.index.scale.server import Server  # noqa: PLC0415 - with its library
    from crosscheck.index.scale.tables import publish

    parser = argparse.ArgumentParser(prog="python -m crosscheck.evals.bench.published", description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--sentences", type=int, default=20_000)
    options = parser.parse_args()
    index = made(options.sentences)
    begun = time.perf_counter()
    publish(index, Stamp("made", "made", 1200), options.address)
    say = sys.stdout.write
    say(f"{len(index.passages):,} passages, {len(index.sentences):,} sentences: ")
    say(f"published in {time.perf_counter() - begun:.1f} s\n")
    for name, size in Server(options.address).rows(_SIZES):
        count = len(getattr(index, name if name == "sentences" else "passages"))
        say(f"{name}: {size / 1e6:.1f} MB, {size / count:,.0f} bytes for each of {count:,}\n")
    exact = index.sentence_vectors.reconstruct_n(0, len(index.sentences))
    for name, vectors in (("memory", index), ("database", Published(options.address).load()[0])):
        p50, p95, share = searched(vectors.sentence_vectors, exact)
        say(f"sentences in {name}: p50 {p50:.1f} ms, p95 {p95:.1f} ms, {share:.3f} of the nearest {_NEAREST}\n")


if __name__ == "__main__":
    main()
