"""What the page keeps of its readers becomes cases: the last word on an answer counts."""

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from crosscheck.app.page.feedback import feedback
from crosscheck.evals.feedback import import_lines
from crosscheck.evals.schema import load

ANSWER = {
    "question": "What runs it?",
    "standalone_question": "What runs the login?",
    "status": "answered",
    "citations": [],
}


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    app = FastAPI()
    app.include_router(feedback(tmp_path / "feedback.jsonl", "notes"))
    return TestClient(app)


def notes(folder: Path) -> list[str]:
    """Return what the cases that the kept feedback makes say of the readers."""
    import_lines(folder / "feedback.jsonl", folder / "notes.yaml")
    return [case.note for case in load(folder / "notes.yaml").cases]


def said(client: TestClient, **given: Any) -> None:
    assert client.post("/feedback", json=ANSWER | given).status_code == 204


def test_of_two_votes_on_the_same_answer_the_later_one_counts(client: TestClient, tmp_path: Path) -> None:
    said(client, vote="up")
    said(client, vote="down", reason="incomplete")
    assert notes(tmp_path) == ["down incomplete"]


def test_votes_on_different_answers_to_a_question_all_count(client: TestClient, tmp_path: Path) -> None:
    said(client, vote="up")
    said(client, vote="down", status="not_in_sources")
    assert notes(tmp_path) == ["up", "down"]
