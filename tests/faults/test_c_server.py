"""Group C of docs/faults.md: a server that is asked too much at once, and readers who leave in mid-answer."""

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

CHAT = [sys.executable, "-c", "from crosscheck.evals.cli import main; main()", "chat", "--articles"]
QUESTION = "How many passengers does the ferry Alba carry?"
WAITING = 32  # questions that may wait, in app/page/layout.py
WORKING = 2  # and be answered at once


@dataclass(frozen=True)
class Server:
    """A running server, seen from outside."""

    url: str
    process: Path  # its folder in /proc

    def ask(self, question: str) -> httpx.Response:
        """Send a question; the answer is read elsewhere."""
        body = {"question": question}
        return httpx.post(f"{self.url}/gradio_api/call/v2/ask", json=body, timeout=60, trust_env=False)

    def stream(self, event: str) -> "httpx._client.AbstractContextManager":  # type: ignore[name-defined]
        """Read the answer to a question as it comes."""
        return httpx.stream("GET", f"{self.url}/gradio_api/call/ask/{event}", timeout=120, trust_env=False)

    def read(self, event: str) -> str:
        """Return the whole answer to a question."""
        with self.stream(event) as response:
            return "".join(response.iter_text())

    @property
    def megabytes(self) -> int:
        """Memory in use."""
        return int(re.findall(r"VmRSS:\s+(\d+)", (self.process / "status").read_text())[0]) // 1000

    @property
    def open(self) -> tuple[int, int]:
        """Files and threads."""
        return len(os.listdir(self.process / "fd")), len(os.listdir(self.process / "task"))


@pytest.fixture
def server(folder: Path, port: str) -> Iterator[Server]:
    with subprocess.Popen([*CHAT, str(folder), "--port", port], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        url = re.findall(r"http://[\d.:]+", process.stdout.readline())[0]
        found = Server(url, Path(f"/proc/{process.pid}"))
        assert "200 passengers" in found.read(found.ask(QUESTION).json()["event_id"])
        yield found
        process.send_signal(signal.SIGINT)


def test_c3_of_a_flood_what_can_wait_is_answered_and_the_rest_is_refused(server: Server) -> None:
    before = server.megabytes
    with ThreadPoolExecutor(40) as pool:
        sent = list(pool.map(server.ask, [QUESTION] * 200))
        start = time.monotonic()
        listed = httpx.get(f"{server.url}/article?id=ferry", timeout=60, trust_env=False)
        patience = time.monotonic() - start
        taken = [response.json()["event_id"] for response in sent if response.status_code == 200]
        answers = list(pool.map(server.read, taken))
    assert (listed.status_code, patience < 5) == (200, True)
    assert set(Counter(response.status_code for response in sent)) == {200, 503}
    assert WAITING <= len(taken) < 200
    assert all("200 passengers" in answer for answer in answers)
    assert server.megabytes < 1.5 * before
    assert "200 passengers" in server.read(server.ask(QUESTION).json()["event_id"])


@pytest.mark.parametrize("readers", [20, pytest.param(100, marks=pytest.mark.soak)])
def test_c4_readers_who_leave_in_mid_answer_leave_nothing_behind(server: Server, readers: int) -> None:
    leave(server)
    files, threads = server.open
    for _ in range(readers):
        leave(server)
    assert until(lambda: server.open[0] <= files + 5 and server.open[1] <= threads + 5), (
        server.open,
        files,
        threads,
    )
    assert "200 passengers" in server.read(server.ask(QUESTION).json()["event_id"])


def leave(server: Server) -> None:
    """Ask, and hang up when the answer begins."""
    response = server.ask(QUESTION)
    while response.status_code != 200:  # those who left are still being answered
        time.sleep(0.1)
        response = server.ask(QUESTION)
    with server.stream(response.json()["event_id"]) as stream:
        next(stream.iter_raw(), b"")


def until(happened: Callable[[], bool]) -> bool:
    """Say whether it happened, within a minute."""
    end = time.monotonic() + 60
    while not happened() and time.monotonic() < end:
        time.sleep(0.1)
    return happened()
