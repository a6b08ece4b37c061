"""Servers as users start them: processes of their own, on ports that are free."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE

import pytest

from crosscheck.app.page.serving import listen
from crosscheck.index import Retriever

COMMAND = [sys.executable, "-c", "from crosscheck.evals.cli import main; main()"]


@dataclass(frozen=True)
class Service:
    """A running server, and the folder that it answers from."""

    url: str
    folder: Path | None


@contextmanager
def serving(folder: Path | None, *options: str) -> Iterator[Service]:
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
    articles = ["--articles", str(folder)] if folder else []
    with subprocess.Popen(
        [*COMMAND, "chat", "--port", str(port), *articles, *options], stdout=PIPE, text=True
    ) as process:
        assert process.stdout
        process.stdout.readline()
        yield Service(f"http://127.0.0.1:{port}", folder)
        process.send_signal(signal.SIGINT)


@pytest.fixture
def crosscheck() -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Return what runs the command line."""

    def run(*arguments: str, stdin: str | bytes = "") -> "subprocess.CompletedProcess[str]":
        given = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run([*COMMAND, *arguments], input=given, capture_output=True, timeout=300)
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def serving_chat() -> Callable[..., AbstractContextManager[Service]]:
    """Return what serves a folder, with options of `crosscheck chat`."""
    return serving


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Service]:
    """A server of two small articles about a harbour."""
    folder = tmp_path_factory.mktemp("harbour")
    (folder / "ferry.md").write_text(
        "---\ntitle: The ferry\ndate: 2021-05-01\n---\n\nThe ferry Alba carries 200 passengers. "
        "It crosses the bay in twelve minutes.\n"
    )
    (folder / "quay.txt").write_text("The harbour was dredged in 1998. Fishing boats lie at the northern quay.\n")
    with serving(folder) as service:
        yield service


@pytest.fixture(scope="session")
def netflix(packaged: Retriever) -> Iterator[Service]:
    """A server of the packaged articles."""
    with serving(None) as service:
        yield service
