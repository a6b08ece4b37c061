"""Which FAISS index is right for how many vectors: `python -m crosscheck.evals.bench.faiss_rule --data DIR`.

For each size and kind of index: processor seconds to build it, its size, and for settings of its search the time
of a question and what it finds of what an exact search finds. A question asks for 200 rows, as `search` does of
sentences; recall@10 is the share of the ten nearest among the first ten found. "neighbours" is the share of the 40
nearest of a vector that is in the index itself, as `index/compare` looks for them. One thread; times are of the
processor. Vectors are those of public sentences below DIR, and beyond --real of them made from those.

--out keeps the figures as JSON, each as it comes; a run adds to what is there, and prints all of it as a table.
"""

import argparse
import gc
import json
import math
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from crosscheck.evals.bench.vectors import dimension, more, questions, real, sentences
from crosscheck.index import nearest
from crosscheck.index.types import FloatMatrix, Rows

__all__ = ["kept", "measured", "recall", "table"]

_ASKED_FOR = 200
_NEIGHBOURS = 40

# By name: how it is built, what its search may be told, and what it is told here.
KINDS: Mapping[str, tuple[Callable[[FloatMatrix], Any], str, Sequence[float]]] = {
    "flat": (nearest.flat, "", (0,)),
    "IVF, half floats": (nearest.inverted, "nprobe", (1 / 32, 1 / 16, 1 / 8, 1 / 4)),
    "IVF, bytes": (lambda v: nearest.inverted(v, bits="QT_8bit"), "nprobe", (1 / 32, 1 / 16, 1 / 8, 1 / 4)),
    "HNSW": (nearest.hnsw, "efSearch", (200, 400, 800)),
}


def measured(kind: str, vectors: FloatMatrix, asked: FloatMatrix) -> Iterator[dict[str, Any]]:
    """Yield the figures of one kind of index, one record for each setting of its search."""
    exact = nearest.flat(vectors)
    true, near = exact.search(asked, _ASKED_FOR)[1], exact.search(vectors[: len(asked)], _NEIGHBOURS)[1]
    del exact
    build, told, settings = KINDS[kind]
    begun = time.process_time()
    index = build(vectors)
    whole = {"build_s": time.process_time() - begun, "mb": size(index) / 1e6}
    for setting in settings:
        parameters, shown = _parameters(index, told, setting)
        found, spent = _asked(index, asked, parameters)
        own = index.search(vectors[: len(asked)], _NEIGHBOURS, params=parameters)[1]
        yield {
            "vectors": len(vectors),
            "kind": kind,
            **whole,
            "setting": shown,
            "recall@10": recall(true, found, 10),
            f"recall@{_ASKED_FOR}": recall(true, found, _ASKED_FOR),
            "neighbours": recall(near, own, _NEIGHBOURS),
            "p50_ms": 1000 * float(np.percentile(spent, 50)),
            "p95_ms": 1000 * float(np.percentile(spent, 95)),
        }


def _parameters(index: Any, told: str, setting: float) -> tuple[Any, str]:
    import faiss

    if told == "nprobe":
        looked_into = math.ceil(index.nlist * setting)
        return faiss.SearchParametersIVF(nprobe=looked_into), f"{looked_into} of {index.nlist} lists"  # type: ignore[call-arg]
    if told == "efSearch":
        return faiss.SearchParametersHNSW(efSearch=setting), f"efSearch {setting}"  # type: ignore[attr-defined]
    return None, ""


def _asked(index: Any, asked: FloatMatrix, parameters: Any) -> tuple[Rows, list[float]]:
    found, spent = [], []
    for vector in asked:
        begun = time.process_time()
        found.append(index.search(vector[None, :], _ASKED_FOR, params=parameters)[1][0])
        spent.append(time.process_time() - begun)
    return np.array(found), spent


def recall(true: Rows, found: Rows, first: int) -> float:
    """Return the share of the `first` places of each row of `true` that is in those of the same row of `found`."""
    shared = [len(set(t[:first]) & set(f[:first])) for t, f in zip(true.tolist(), found.tolist(), strict=True)]
    return sum(shared) / (first * len(shared))


def size(index: Any) -> int:
    """Return the bytes of an index as it is written, which are near enough those that it takes in memory."""
    import faiss

    written = 0

    def write(data: bytes) -> int:
        nonlocal written
        written += len(data)
        return len(data)

    faiss.write_index(index, faiss.PyCallbackIOWriter(write))  # type: ignore[attr-defined]
    return written


def table(figures: list[dict[str, Any]]) -> str:
    """Return the figures as a Markdown table, the largest sizes last."""
    names = [name for name in figures[0] if name not in ("vectors", "kind", "setting")]
    lines = ["| vectors | index | search | " + " | ".join(names) + " |", "|---" * (len(names) + 3) + "|"]
    for row in sorted(figures, key=lambda row: (row["vectors"], list(KINDS).index(row["kind"]))):
        cells = [f"{row[name]:.3f}" if name in _SHARES else f"{row[name]:.3g}" for name in names]
        lines.append(f"| {row['vectors']:,} | {row['kind']} | {row['setting']} | {' | '.join(cells)} |")
    return "\n".join(lines)


_SHARES = {"recall@10", f"recall@{_ASKED_FOR}", "neighbours"}


def kept(place: Path, row: dict[str, Any]) -> list[dict[str, Any]]:
    """Put a record into the file at `place`, for what it had of the same; return all records."""
    same = [row[name] for name in ("vectors", "kind", "setting")]
    before = json.loads(place.read_text(encoding="utf-8")) if place.is_file() else []
    rows = [r for r in before if [r[name] for name in ("vectors", "kind", "setting")] != same] + [row]
    place.write_text("[\n" + ",\n".join(map(json.dumps, rows)) + "\n]\n", encoding="utf-8")
    return rows


def main() -> None:
    """Run the command."""
    import faiss

    parser = argparse.ArgumentParser(prog="python -m crosscheck.evals.bench.faiss_rule", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--real", type=int, default=100_000, help="sentences that are embedded")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--work", type=Path, default=Path(".bench/vectors"), help="keeps vectors")
    parser.add_argument("--out", type=Path, default=Path("docs/faiss.json"))
    options = parser.parse_args()
    faiss.omp_set_num_threads(1)
    asked = real(questions(options.data, 1000), options.work)[: options.questions]
    known = real(sentences(options.data, options.real), options.work)
    rows = []
    for count in options.sizes:
        vectors = more(known, count) if count > len(known) else known[:count]
        sys.stderr.write(f"{count:,} vectors of intrinsic dimension {dimension(vectors):.1f}\n")
        for kind in options.kinds:
            for row in measured(kind, vectors, asked):
                rows = kept(options.out, row)
                sys.stderr.write(f"{json.dumps(row)}\n")
            gc.collect()
    sys.stdout.write(table(rows) + "\n")


if __name__ == "__main__":
    main()
