"""What comparing costs: `python -m crosscheck.evals.bench.comparing [--articles DIR] [--rounds 3]`.

Builds an index of the articles with comparing their sentences and without, by turns, each in a process of its own
on one thread. Prints the medians of their processor seconds, the ratio, and what that is for a passage without and
for a pair besides. The start of a process is in them: a larger folder has it less.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from crosscheck import corpus
from crosscheck.evals.bench.__main__ import measure

_WAYS = ("with", "without")
_BUILD = """
import json, sys
from pathlib import Path
from crosscheck.index.compare.nli import LazyNli
from crosscheck.index.encoder import load_encoder
from crosscheck.index.index import build_index
from crosscheck.index.read import read_folder
judge = LazyNli() if sys.argv[2] == "with" else None
index = build_index(read_folder(Path(sys.argv[1])).articles, load_encoder(), judge=judge)
print(json.dumps({"passages": len(index.passages), "pairs": len(index.pairs)}))
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor seconds of two builds of one folder, and what they made."""

    compared: float
    plain: float  # without comparing
    passages: int
    pairs: int

    def __str__(self) -> str:
        """Say what the figures come to, in one line."""
        ratio, passage = self.compared / self.plain, self.plain / self.passages
        pair = (self.compared - self.plain) / max(self.pairs, 1)
        return (
            f"{self.compared:.3g} CPU s with comparing, {self.plain:.3g} without: {ratio:.2f}; "
            f"{1000 * passage:.3g} ms for each of {self.passages:,} passages, "
            f"{1000 * pair:.3g} ms for each of {self.pairs:,} pairs"
        )


def cost(articles: Path, rounds: int) -> Cost:
    """Return the medians of the builds with comparing, and of those without."""
    turns = [
        {way: measure([sys.executable, "-c", _BUILD, str(articles), way]) for way in _WAYS} for _ in range(rounds)
    ]
    compared, plain = (median(turn[way]["cpu_s"] for turn in turns) for way in _WAYS)
    made = turns[0]["with"]
    return Cost(compared, plain, int(made["passages"]), int(made["pairs"]))


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m crosscheck.evals.bench.comparing", description=__doc__)
    parser.add_argument("--articles", type=Path, default=Path(corpus.__file__).parent, help="folder of articles")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    sys.stdout.write(f"{cost(options.articles.resolve(), options.rounds)}\n")


if __name__ == "__main__":
    main()
