"""A page with a password, as somebody on the network meets it."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from crosscheck.app.page.errors import PageError
from crosscheck.app.page.password import VARIABLE, read_password

PROGRAM = """
from crosscheck.app.page import serve
from crosscheck.index.errors import NoArticles

def broken(progress):
    raise NoArticles("there are no articles")

serve(broken, port=0, password="correct horse")
"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with subprocess.Popen([sys.executable, "-c", PROGRAM], text=True, stdout=subprocess.PIPE) as process:
        assert process.stdout
        yield re.findall(r"http://[\d.:]+", process.stdout.readline())[0]
        process.send_signal(signal.SIGINT)


@pytest.mark.parametrize(
    "path",
    ["", "config", "articles", "article?id=a", "disagreements", "gradio_api/info", "gradio_api/mcp/", "nobody"],
)
def test_without_the_password_there_is_nothing(address: str, path: str) -> None:
    response = httpx.get(f"{address}/{path}", trust_env=False, timeout=60)
    assert (response.status_code, response.json()) == (401, {"error": "the password is needed"})
    assert response.headers["www-authenticate"] == 'Basic realm="Crosscheck", charset="UTF-8"'


def test_nobody_gives_feedback_without_the_password(address: str) -> None:
    assert httpx.post(f"{address}/feedback", json={}, trust_env=False, timeout=60).status_code == 401


def test_with_the_password_the_page_is_there(address: str) -> None:
    response = httpx.get(address, auth=("anyone", "correct horse"), trust_env=False, timeout=60)
    assert response.status_code == 200
    assert "Crosscheck" in response.text


@pytest.mark.parametrize(
    "authorization",
    ["Basic ÿ", "Basic", "Basic Og==", "Bearer Y29ycmVjdCBob3JzZQ==", "Basic OmNvcnJlY3QgaG9yc2Ux"],
)
def test_another_password_is_refused(address: str, authorization: str) -> None:
    headers = [(b"authorization", authorization.encode("latin-1"))]
    assert httpx.get(address, headers=headers, trust_env=False, timeout=60).status_code == 401


def test_the_password_is_the_first_line_of_the_file_before_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "from the variable")
    file = tmp_path / "password"
    file.write_text("from the file \r\nmore\n")
    assert read_password(file) == "from the file "
    assert read_password(None) == "from the variable"
    monkeypatch.delenv(VARIABLE)
    assert read_password(None) is None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot read the password in .*: give a text file"),
        (b"\xff\xfe\xff", "cannot read the password"),
        (b"", "the password has 0 characters: choose one of 8 to 1,000"),
        (b"seven77\n", "the password has 7 characters"),
        (b"x" * 2_000, "the password has 1,002 characters"),
    ],
)
def test_a_password_of_no_use_is_refused_before_anything_is_loaded(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    file = tmp_path / "password"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(PageError, match=message):
        read_password(file)
