"""The suite in several processes: the same outcomes as in one."""

from functools import partial
from pathlib import Path

import pytest

from crosscheck.app.cli import open_assistant
from crosscheck.evals import work
from crosscheck.evals.schema import parse
from crosscheck.evals.suite import Result, run_suite
from crosscheck.evals.topics import Source
from crosscheck.index.index import silent

CASES = {
    "corpus": "harbour",
    "split": "dev",
    "cases": [
        {
            "id": "crew",
            "type": "answerable",
            "question": "Who works on board?",
            "evidence": [[{"article": "ferry", "quote": "Four sailors and a captain work on board."}]],
        },
        {
            "id": "tides",
            "type": "unanswerable",
            "question": "When is high tide?",
            "kind": "out_of_domain",
            "why": "-",
        },
    ],
}
OPENER = partial(open_assistant, encoder=None, relevance_model=None, progress=silent)


def suite(folder: Path) -> Result:
    return run_suite([Source(parse(CASES, "harbour"), folder)], OPENER, silent, more=False)


def test_two_processes_find_what_one_finds(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = suite(folder)
    monkeypatch.setattr(work, "_ALONE", 0)
    monkeypatch.setattr(work, "_CASES", 1)
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    together = suite(folder)
    assert together == alone
