"""What comparing costs: `python -m crosscheck.evals.bench.comparing [--articles DIR] [--rounds 3]`.

Builds an index of the articles with comparing their sentences and without, by turns, each in a process of its own
on one thread. Prints the medians of their processor seconds and the ratio.
"""

import argparse
import sys
from pathlib import Path
from statistics import median

from crosscheck import corpus
from crosscheck.evals.bench.__main__ import measure

_BUILD = """
import json, sys
from pathlib import Path
from crosscheck.index.compare.nli import LazyNli
from crosscheck.index.encoder import load_encoder
from crosscheck.index.index import build_index
from crosscheck.index.read import read_folder
judge = LazyNli() if sys.argv[2] == "with" else None
index = build_index(read_folder(Path(sys.argv[1])).articles, load_encoder(), judge=judge)
print(json.dumps({"pairs": len(index.pairs)}))
"""


def processor_seconds(articles: Path, rounds: int) -> dict[str, float]:
    """Return the median of the builds "with" comparing, and of those "without"."""
    spent: dict[str, list[float]] = {"with": [], "without": []}
    for _ in range(rounds):
        for way, seconds in spent.items():
            seconds.append(measure([sys.executable, "-c", _BUILD, str(articles), way])["cpu_s"])
    return {way: median(seconds) for way, seconds in spent.items()}


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m crosscheck.evals.bench.comparing", description=__doc__)
    parser.add_argument("--articles", type=Path, default=Path(corpus.__file__).parent, help="folder of articles")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    spent = processor_seconds(options.articles.resolve(), options.rounds)
    ratio = spent["with"] / spent["without"]
    sys.stdout.write(f"{spent['with']:.3g} CPU s with comparing, {spent['without']:.3g} without: {ratio:.2f}\n")


if __name__ == "__main__":
    main()
