"""Group C of docs/faults.md: little memory, few files, no home, no network."""

import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path

import pytest

MAIN = "from crosscheck.evals.cli import main; main()"
ASKED = "How many passengers does the ferry Alba carry?"
MEGABYTES = 1_000_000


def own() -> dict[str, str]:
    """Return the environment without what the program, which the tests import, has put there."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in ("ORT_DISABLE_TELEMETRY", "HF_HUB_OFFLINE")
    }


def run(
    *arguments: str,
    limits: Mapping[int, int] | None = None,
    before: tuple[str, ...] = (),
    **environment: str,
) -> "subprocess.CompletedProcess[str]":
    """Run the command line in a process with limits of its own."""
    lines = [f"resource.setrlimit({kind}, ({most}, {most}))" for kind, most in (limits or {}).items()]
    program = "\n".join(["import resource", "resource.setrlimit(resource.RLIMIT_CORE, (0, 0))", *lines, MAIN])
    command = [*before, sys.executable, "-c", program, *arguments]
    return subprocess.run(command, capture_output=True, text=True, env={**own(), **environment}, timeout=120)


def is_one_clear_line(done: "subprocess.CompletedProcess[str]") -> bool:
    last = done.stderr.splitlines()[-1:]
    return (
        done.returncode == 1
        and bool(last)
        and last[0].startswith("crosscheck: ")
        and "Traceback" not in done.stderr
    )


def answers(done: "subprocess.CompletedProcess[str]") -> bool:
    return done.returncode == 0 and "200 passengers" in done.stdout


@pytest.mark.parametrize("most", [300, 1000, 2000])
def test_c5_with_little_memory_it_answers_or_says_so_and_the_next_one_answers(
    folder: Path, tmp_path: Path, most: int
) -> None:
    cache = str(tmp_path / "cache")
    limits = {resource.RLIMIT_AS: most * MEGABYTES}
    done = run("ask", ASKED, "--articles", str(folder), limits=limits, CROSSCHECK_CACHE=cache)
    assert answers(done) or is_one_clear_line(done), (done.returncode, done.stderr[-2000:])
    assert answers(run("ask", ASKED, "--articles", str(folder), CROSSCHECK_CACHE=cache))


def test_c5_too_little_memory_is_told_before_a_library_finds_out(folder: Path, tmp_path: Path) -> None:
    limits = {resource.RLIMIT_AS: 1000 * MEGABYTES}
    done = run("ask", ASKED, "--articles", str(folder), limits=limits, CROSSCHECK_CACHE=str(tmp_path / "cache"))
    assert "this process may use 1000 MB of addresses" in done.stderr
    assert "`ulimit -v`" in done.stderr


@pytest.mark.parametrize("most", [8, 16, 64])
def test_c6_with_few_files_it_answers_or_says_so_and_the_next_one_answers(
    folder: Path, tmp_path: Path, most: int
) -> None:
    cache = str(tmp_path / "cache")
    limits = {resource.RLIMIT_NOFILE: most}
    done = run("ask", ASKED, "--articles", str(folder), limits=limits, CROSSCHECK_CACHE=cache)
    assert answers(done) or is_one_clear_line(done), (done.returncode, done.stderr[-2000:])
    assert answers(run("ask", ASKED, "--articles", str(folder), CROSSCHECK_CACHE=cache))


def test_c8_without_a_home_it_answers(folder: Path) -> None:
    done = run(
        "ask", ASKED, "--articles", str(folder), HOME="/proc/none", CROSSCHECK_CACHE="", HF_HOME="/proc/none"
    )
    assert answers(done), done.stderr


def test_c9_nothing_is_kept_at_home_that_would_name_this_machine(folder: Path, tmp_path: Path) -> None:
    """ONNX Runtime keeps a number there and sends it away, unless it is told not to."""
    home = tmp_path / "home"
    home.mkdir()
    cache = str(tmp_path / "cache")
    asked = ("ask", ASKED, "--articles", str(folder))
    assert answers(run(*asked, HOME=str(home), XDG_CACHE_HOME="", CROSSCHECK_CACHE=cache))
    assert [*home.rglob("*")] == []


@pytest.mark.skipif(shutil.which("unshare") is None, reason="install the Debian package util-linux")
def test_c9_it_answers_where_there_is_no_network(folder: Path, tmp_path: Path) -> None:
    alone = ("unshare", "-rn")
    if subprocess.run([*alone, "true"], capture_output=True).returncode:
        pytest.skip("no network namespaces here")
    done = run("ask", ASKED, "--articles", str(folder), before=alone, CROSSCHECK_CACHE=str(tmp_path / "cache"))
    assert answers(done), done.stderr


@pytest.mark.soak
@pytest.mark.skipif(shutil.which("strace") is None, reason="install the Debian package strace")
def test_c9_the_page_connects_to_nobody_else(folder: Path, tmp_path: Path, port: str) -> None:
    log = tmp_path / "log"
    chat = [sys.executable, "-c", MAIN, "chat", "--articles", str(folder), "--port", port]
    trace = ["strace", "-f", "-q", "-e", "trace=connect,sendto,sendmsg", "-o", str(log)]
    with subprocess.Popen([*trace, *chat], stdout=subprocess.PIPE, text=True, env=own()) as process:
        assert process.stdout
        address = re.findall(r"http://[\d.:]+", process.stdout.readline())[0]
        with urllib.request.urlopen(address, timeout=100) as page:
            assert page.status == 200
        time.sleep(30)  # ONNX Runtime would wait that long before it sends anything
        (chatting,) = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        os.kill(int(chatting), signal.SIGINT)
    called = re.findall(r"sin6?_addr[^\"]*\"([^\"]+)\"", log.read_text())
    assert set(called) <= {"127.0.0.1", "::1"}
