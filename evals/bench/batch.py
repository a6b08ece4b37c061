"""What a batch saves: `python -m crosscheck.evals.bench.batch [--articles DIR] [--questions 8] [--rounds 2]`.

Asks the same questions three ways, which take turns in each round: one `crosscheck ask` process for each question,
`Assistant.ask` in a loop of one process, and one `crosscheck ask --batch`; the index is there already. Prints
questions a second by the clock and by processor seconds, medians of the rounds, with starting and loading, and how
many times those of one by one they are. Refuses to print unless all three give the same bytes.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from typing import TypeAlias

from crosscheck import corpus
from crosscheck.app.suggest import questions as suggested
from crosscheck.index import Retriever

__all__ = ["compared", "table"]

_COMMAND = (sys.executable, "-c", "from crosscheck.evals.cli import main; main()", "ask", "--json")
_LOOP = """
import json, sys
from crosscheck.app import Assistant
from crosscheck.index import Retriever
assistant = Assistant(Retriever.open(sys.argv[1]))
for line in sys.stdin:
    print(json.dumps(assistant.ask(json.loads(line)["question"]).to_json(), ensure_ascii=False))
"""

Measured: TypeAlias = dict[str, list[tuple[float, float]]]
"""Seconds of the clock and of the processor for all questions, one pair a round, by the way of asking."""


def compared(articles: Path, questions: Sequence[str], rounds: int) -> Measured:
    """Ask `questions` of `articles` in each way; raises SystemExit unless all of them give the same bytes."""
    Retriever.open(articles)
    lines = "".join(json.dumps({"question": question}) + "\n" for question in questions)
    where = ("--articles", str(articles))
    ways: dict[str, Callable[[], str]] = {
        "one by one": lambda: "".join(_run([*_COMMAND, question, *where]) for question in questions),
        "Assistant.ask in a loop": lambda: _run([sys.executable, "-c", _LOOP, str(articles)], lines),
        "ask --batch": lambda: _run([*_COMMAND, "--batch", "-", *where], lines),
    }
    measured: Measured = defaultdict(list)
    for _ in range(rounds):
        said = set()
        for name, ask in ways.items():
            seconds, output = _timed(ask)
            measured[name].append(seconds)
            said.add(output)
        if len(said) > 1:
            raise SystemExit("the three ways do not give the same bytes")
    return measured


def table(measured: Measured, count: int) -> str:
    """Return questions a second as a Markdown table, with the ratio to the first way."""
    lines = ["| | by the clock | by processor seconds |", "|---|---|---|"]
    base = _medians(next(iter(measured.values())))
    for name, rounds in measured.items():
        cells = (
            f"{count / mine:.2f} ({its / mine:.2f})" for mine, its in zip(_medians(rounds), base, strict=True)
        )
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _medians(rounds: Sequence[tuple[float, float]]) -> tuple[float, float]:
    clock, processor = zip(*rounds, strict=True)
    return median(clock), median(processor)


def _timed(ask: Callable[[], str]) -> tuple[tuple[float, float], str]:
    begun, used = time.perf_counter(), _processor()
    output = ask()
    return (time.perf_counter() - begun, _processor() - used), output


def _processor() -> float:
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _run(command: Sequence[str], lines: str = "") -> str:
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True, env=environment)
    return done.stdout


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m crosscheck.evals.bench.batch", description=__doc__)
    parser.add_argument("--articles", type=Path, default=corpus.folder())
    parser.add_argument("--questions", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    questions = list(islice(cycle(suggested(Retriever.open(options.articles).index)), options.questions))
    sys.stdout.write(table(compared(options.articles, questions, options.rounds), options.questions) + "\n")


if __name__ == "__main__":
    main()
