"""A stage that is broken on purpose: the gate names that stage, and no other."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest

from crosscheck.app import Assistant
from crosscheck.evals.baseline import Comparison
from crosscheck.evals.breaks import (
    BREAKS,
    Break,
    broken,
    moved_threshold,
    no_bm25,
    passages_of,
    swapped_labels,
)
from crosscheck.evals.schema import CaseFile, load, packaged, parse
from crosscheck.evals.topics import Topic, opened, with_cases
from crosscheck.index import Retriever

FERRY = """# The ferry Alba

The ferry Alba carries 200 passengers across the bay. Tickets are sold on board by the crew. Dogs travel free of
charge on every crossing.

The crossing of the bay takes twelve minutes in fair weather. A captain and four sailors work on board.
"""
BROCHURE = """# The brochure

The ferry Alba carries 300 passengers across the bay. The kiosk at the quay sells soup and bread.

The harbour was dredged in 1998 by the county. Fishing boats lie at the northern quay in winter.
"""
CARRIES = [
    {"article": "ferry", "quote": "The ferry Alba carries 200 passengers across the bay."},
    {"article": "brochure", "quote": "The ferry Alba carries 300 passengers across the bay."},
]
CASES = {
    "corpus": "harbour",
    "split": "test",
    "cases": [
        {
            "id": "passengers",
            "type": "answerable",
            "question": "How many passengers does the ferry Alba carry across the bay?",
            "evidence": [CARRIES],
            "disagreement": {"expected": None},
        },
    ],
    "pairs": [{"id": "D1", "label": "contradiction", "severity": 2, "ones": CARRIES[:1], "others": CARRIES[1:]}],
}


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Topic:
    """Two articles that disagree about a number, and a question about it."""
    folder = tmp_path_factory.mktemp("harbour")
    (folder / "ferry.md").write_text(FERRY)
    (folder / "brochure.md").write_text(BROCHURE)
    return with_cases(parse(CASES, "harbour"), assistant, folder)


def assistant(folder: Path | None) -> Assistant:
    return Assistant(Retriever.open(folder))


def found(topic: Topic, *breaks: Break) -> Sequence[Comparison]:
    return broken(topic, topic.cases, breaks, lambda stage, done, total: None)


def unbroken(topic: Topic) -> AbstractContextManager[Topic]:
    return moved_threshold(0.0, topic)


@pytest.mark.parametrize(
    "broken_stage",
    [
        Break("short passages", "splitting", partial(passages_of, 60)),
        Break("no BM25", "retrieval", no_bm25),
        Break("refuses everything", "threshold", partial(moved_threshold, 2.0)),
        Break("labels swapped", "comparison", swapped_labels),
    ],
    ids=lambda each: each.name,
)
def test_the_broken_stage_is_the_first_to_do_otherwise(broken_stage: Break, harbour: Topic) -> None:
    (comparison,) = found(harbour, broken_stage)
    assert {row.stage for row in comparison.by_stage if row.first} == {broken_stage.stage}


def test_what_a_stage_loses_turns_the_gate_red_and_is_blamed_on_it(harbour: Topic) -> None:
    (comparison,) = found(harbour, Break("refuses everything", "threshold", partial(moved_threshold, 2.0)))
    assert (comparison.regressed, comparison.stages) == (True, {"threshold": 1})


def test_nothing_broken_is_green_and_blames_nothing(harbour: Topic) -> None:
    (comparison,) = found(harbour, Break("nothing", "", unbroken))
    assert (comparison.regressed, comparison.suspect) == (False, "")


@pytest.mark.soak
@pytest.mark.parametrize(("topic", "unseen"), [("sourdough", "threshold + 0.1"), ("dam", "")])
def test_each_break_is_named_and_turns_the_gate_of_a_topic_red_where_it_loses_something(
    topic: str, unseen: str
) -> None:
    # With a threshold .1 higher no case on sourdough is lost.
    comparisons = found(opened(cases_of(topic), assistant), *BREAKS)
    assert [(c.regressed, c.suspect) for c in comparisons] == [(b.name != unseen, b.stage) for b in BREAKS]


def cases_of(topic: str) -> CaseFile:
    return next(load(path) for path in packaged() if path.stem == topic)
