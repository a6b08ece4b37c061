"""The suite in several processes: the same outcomes as in one."""

from functools import partial
from pathlib import Path

import pytest

from crosscheck.app.cli import open_assistant
from crosscheck.evals import work
from crosscheck.evals.schema import CaseFile, CaseRow, Quote
from crosscheck.evals.suite import Result, run_suite
from crosscheck.evals.topics import Source
from crosscheck.index.errors import ArticlesError
from crosscheck.index.index import silent

CREW = Quote(article="ferry", quote="Four sailors and a captain work on board.")
CASES = CaseFile(
    corpus="harbour",
    split="dev",
    cases=[
        CaseRow(id="crew", type="answerable", question="Who works on board?", evidence=[[CREW]]),
        CaseRow(id="tides", type="unanswerable", question="When is high tide?", kind="out_of_domain", why="-"),
    ],
)
OPENER = partial(open_assistant, encoder=None, relevance_model=None, progress=silent)


def suite(folder: Path) -> Result:
    return run_suite([Source(CASES, folder)], OPENER, silent, more=False)


@pytest.fixture
def two_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "_ALONE", 0)
    monkeypatch.setattr(work, "_CASES", 1)
    monkeypatch.setenv("OMP_NUM_THREADS", "2")


@pytest.mark.usefixtures("two_processes")
def test_a_topic_that_cannot_be_opened_is_told_before_the_others_are_done(tmp_path: Path, folder: Path) -> None:
    heard: list[int] = []
    sources = [Source(CASES, tmp_path / "missing"), *[Source(CASES, folder)] * 7]
    with pytest.raises(ArticlesError, match="missing"):
        work.done(sources, OPENER, lambda stage, ready, of: heard.append(ready), more=False)
    assert len(heard) < 7


def test_two_processes_find_what_one_finds(folder: Path, request: pytest.FixtureRequest) -> None:
    alone = suite(folder)
    request.getfixturevalue("two_processes")
    assert suite(folder) == alone
