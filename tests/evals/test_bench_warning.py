"""The benchmark of what warning costs a question."""

from pathlib import Path

from crosscheck.app import Assistant
from crosscheck.evals.bench.warning import Added, added
from crosscheck.evals.schema import CaseRow
from crosscheck.index import Retriever


def test_every_question_is_timed_with_warnings_and_without(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n\nThe ferry Alba takes 24 minutes to the island.\n")
    (tmp_path / "b.md").write_text("# B\n\nThe ferry Alba takes 35 minutes to the island.\n")
    assistant = Assistant(Retriever.open(tmp_path, cache=tmp_path / "cache"))
    questions = {"long": "How long does the ferry Alba take?", "cook": "Who cooks on board?"}
    rows = ({"id": key, "type": "unanswerable", "question": asked} for key, asked in questions.items())
    cases = [CaseRow.model_validate(row) for row in rows]
    found = added(assistant, cases, turns=2)
    assert len(found.warning) == len(found.silent) == 2
    assert min(*found.warning, *found.silent) > 0


def test_the_line_says_what_is_added() -> None:
    assert str(Added([20.0, 31.0, 60.0], [18.0, 30.0, 30.0])) == (
        "3 questions: p50 31 ms with warnings, 30 without; added to a question: median 2 ms, mean 11 ms"
    )
