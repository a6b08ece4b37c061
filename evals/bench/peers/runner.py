"""Run one task of one peer: `python runner.py PEER build|first|warm ARTICLES STORE QUESTIONS`, the last as JSON.

Prints a JSON object; the processor time and memory of the whole process are for the caller to measure.
"""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

_ROUNDS = 5
_ASKERS = 8


def warm(search: Any, questions: list[str]) -> dict[str, float]:
    """Return the median time of a question in milliseconds, of the clock and of the processor."""
    clock, processor = [], []
    for question in questions * _ROUNDS:
        start, used = time.perf_counter(), time.process_time()
        search(question)
        clock.append((time.perf_counter() - start) * 1000)
        processor.append((time.process_time() - used) * 1000)
    return {"p50_ms": median(clock), "cpu_ms": median(processor)}


def many(search: Any, questions: list[str]) -> dict[str, float]:
    """Return how many questions a second are answered when several threads ask at once."""
    asked, start = questions * _ROUNDS, time.perf_counter()
    with ThreadPoolExecutor(_ASKERS) as askers:
        list(askers.map(search, asked))
    return {"questions_a_s": len(asked) / (time.perf_counter() - start)}


def main() -> None:
    """Run the task that the command line names."""
    name, task, articles, store, asked = sys.argv[1:]
    peer, questions = import_module(name), json.loads(asked)
    result: dict[str, Any]
    if task == "build":
        result = {"texts": peer.build(Path(articles), Path(store))}
    elif task == "first":
        result = {"found": peer.searcher(Path(articles), Path(store))(questions[0])}
    else:
        search = peer.searcher(Path(articles), Path(store))
        search(questions[0])
        result = warm(search, questions)
        if getattr(peer, "MANY", True):  # else its search is for one thread
            result |= many(search, questions)
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    main()
