import json
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from crosscheck.app.page.feedback import feedback

GIVEN = {
    "question": "What runs it?",
    "standalone_question": "What runs the login?",
    "status": "answered",
    "citations": [{"article": "engines", "start": 0, "end": 23}],
    "vote": "down",
    "reason": "missed conflict",
    "comment": "see history",
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "feedback.jsonl"


@pytest.fixture
def client(file: Path) -> TestClient:
    app = FastAPI()
    app.include_router(feedback(file, "notes"))
    return TestClient(app)


def test_feedback_is_kept_line_by_line_with_its_time_and_folder(client: TestClient, file: Path) -> None:
    assert client.post("/feedback", json=GIVEN).status_code == 204
    assert client.post("/feedback", json=GIVEN | {"vote": "up", "reason": "", "comment": ""}).status_code == 204
    first, second = (json.loads(line) for line in file.read_text().splitlines())
    assert first.pop("time").endswith("+00:00")
    assert first == {"articles": "notes", **GIVEN}
    assert second["vote"] == "up"


@pytest.mark.parametrize(
    "wrong",
    [{"vote": "sideways"}, {"reason": "because"}, {"comment": "x" * 2_001}, {"path": "/etc/passwd"}],
)
def test_anything_else_is_refused_and_nothing_kept(client: TestClient, file: Path, wrong: dict[str, str]) -> None:
    assert client.post("/feedback", json=GIVEN | wrong).status_code == 422
    assert not file.exists()


def test_another_site_cannot_send_it_as_a_plain_form(client: TestClient, file: Path) -> None:
    plain = {"Content-Type": "text/plain"}
    assert client.post("/feedback", content=json.dumps(GIVEN), headers=plain).status_code == 422
    assert not file.exists()


def test_a_full_file_takes_no_more(client: TestClient, file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"\n" * 10_000_001)
    assert client.post("/feedback", json=GIVEN).status_code == 507
    assert file.stat().st_size == 10_000_001
