"""What readers said becomes cases to review."""

import json
from pathlib import Path

import pytest

from crosscheck.evals.feedback import as_cases, import_lines
from crosscheck.evals.schema import GoldError, load
from crosscheck.index import Article

ARTICLES = {"a": Article("a", "The gate is blue. It squeaks.", "A")}
UP = {
    "question": "and?",
    "standalone_question": "Which colour?",
    "vote": "up",
    "citations": [{"article": "a", "start": 0, "end": 17}],
}


def test_what_was_cited_is_the_evidence() -> None:
    case = as_cases([UP], ARTICLES, "mine").cases[0]
    assert (case.question, case.evidence[0][0].quote, case.note) == ("Which colour?", "The gate is blue.", "up")


def test_what_should_not_be_answered_is_unanswerable() -> None:
    case = as_cases(
        [UP | {"vote": "down", "reason": "should not answer", "comment": "Hm."}], ARTICLES, "mine"
    ).cases[0]
    assert (case.type, case.note) == ("unanswerable", "down should not answer Hm.")


def test_cases_under_review_are_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "feedback.jsonl").write_text(json.dumps(UP | {"citations": []}) + "\n")
    target = tmp_path / "mine.yaml"
    assert import_lines(tmp_path / "feedback.jsonl", target) == f"1 cases to review in {target}"
    assert load(target).cases[0].type == "unanswerable"
    with pytest.raises(GoldError, match="cannot import"):
        import_lines(tmp_path / "feedback.jsonl", target)
