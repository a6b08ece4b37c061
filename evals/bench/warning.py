"""What warning costs a warm question: `python -m crosscheck.evals.bench.warning [--articles DIR --gold FILE]`.

Asks the questions of a file of cases with warnings and without, by turns, in one process on one thread. Prints the
milliseconds of both and what warning adds: the median and the mean over the questions.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean, median
from time import perf_counter

from crosscheck.app import Assistant
from crosscheck.evals.schema import CaseRow, load, of_packaged_articles
from crosscheck.index import Retriever

_TURNS = 5  # of which the fastest counts: whatever else the machine does takes longer


@dataclass(frozen=True, slots=True)
class Added:
    """Milliseconds of each question, with warnings and without."""

    warning: Sequence[float]
    silent: Sequence[float]

    def __str__(self) -> str:
        """Say what the figures come to, in one line."""
        more = [one - other for one, other in zip(self.warning, self.silent, strict=True)]
        return (
            f"{len(more)} questions: p50 {median(self.warning):.3g} ms with warnings, {median(self.silent):.3g} "
            f"without; added to a question: median {median(more):.2g} ms, mean {mean(more):.2g} ms"
        )


def added(assistant: Assistant, cases: Sequence[CaseRow], turns: int = _TURNS) -> Added:
    """Ask `assistant` all questions of `cases`, by turns as it is and without warnings."""
    silent = replace(assistant, bearing=None)
    times = [[(_milliseconds(assistant, one), _milliseconds(silent, one)) for one in cases] for _ in range(turns)]
    fastest = [list(zip(*turns_of_one, strict=True)) for turns_of_one in zip(*times, strict=True)]
    return Added([min(both[0]) for both in fastest], [min(both[1]) for both in fastest])


def _milliseconds(assistant: Assistant, case: CaseRow) -> float:
    start = perf_counter()
    assistant.ask(case.question, case.turns)
    return 1000 * (perf_counter() - start)


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m crosscheck.evals.bench.warning", description=__doc__)
    parser.add_argument("--articles", type=Path, help="folder of articles, by default the packaged ones")
    parser.add_argument("--gold", type=Path, default=of_packaged_articles(), help="file of cases on them")
    options = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = "1"
    assistant = Assistant(Retriever.open(options.articles))
    sys.stdout.write(f"{added(assistant, load(options.gold).cases)}\n")


if __name__ == "__main__":
    main()
