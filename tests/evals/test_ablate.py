"""What a stage is worth: a perfect one loses nothing, and every row asks the same cases."""

import pytest

from crosscheck.app import Assistant
from crosscheck.evals.ablate import SETUPS, ablated
from crosscheck.evals.schema import parse
from crosscheck.evals.topics import Topic, with_cases
from crosscheck.index import Retriever
from crosscheck.index.index import silent

CREW = {"article": "ferry", "quote": "Four sailors and a captain work on board."}
TIME = {"article": "ferry", "quote": "It crosses the bay in twelve minutes."}
CASES = {
    "corpus": "harbour",
    "split": "dev",
    "cases": [
        {
            "id": "crew",
            "type": "answerable",
            "question": "Tell me whose hands haul the ropes there?",
            "evidence": [[CREW]],
            "must_include": [["four sailors"]],
        },
        {
            "id": "tides",
            "type": "unanswerable",
            "question": "Is there a ferry Alba?",
            "kind": "wrong_entity",
            "why": "-",
        },
        {
            "id": "time",
            "type": "multi_turn",
            "turns": ["Does the ferry cross the bay?"],
            "question": "and how fast?",
            "standalone_question": "How long does the ferry take to cross the bay?",
            "evidence": [[TIME]],
        },
    ],
}


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """The table by row and column."""
    folder = tmp_path_factory.mktemp("harbour")
    (folder / "ferry.md").write_text(
        f"# The ferry\n\n{TIME['quote']} {CREW['quote']}\n\nDogs travel free on it.\n"
    )
    (folder / "harbour.md").write_text("# The harbour\n\nIt was dredged in 1998.\n\nBoats lie at the quay.\n")
    topic: Topic = with_cases(parse(CASES, "harbour"), lambda path: Assistant(Retriever.open(path)), folder)
    head, _, *lines = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in ablated([topic], silent).splitlines()
    ]
    return {line[0]: dict(zip(head, line, strict=True)) for line in lines}


def test_there_is_a_row_for_each_setup_with_the_same_cases(rows: dict[str, dict[str, str]]) -> None:
    assert list(rows) == [setup.name for setup in SETUPS]
    assert {row["n"] for row in rows.values()} == {"3"}


def test_with_gold_sentences_everything_is_answered_and_cited_rightly(rows: dict[str, dict[str, str]]) -> None:
    row = rows["gold sentences"]
    assert [row[name] for name in ("must_include", "citation_precision", "citation_recall", "passed")] == [
        "1.000"
    ] * 4


def test_with_gold_passages_every_passage_has_evidence(rows: dict[str, dict[str, str]]) -> None:
    assert [rows["gold passages"][name] for name in ("recall@1", "mrr", "ndcg@10")] == ["1.000"] * 3


def test_the_first_row_is_compared_with_nothing(rows: dict[str, dict[str, str]]) -> None:
    assert [name for name, row in rows.items() if not row["p"]] == ["fused with relevance: as it is"]
