"""A build on real Dask workers: the same index, whichever of them dies."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crosscheck.index import Retriever
from crosscheck.index.errors import ClusterError, MissingExtra
from crosscheck.index.retriever import index_root

DOCS = Path(__file__).parents[3] / "docs"
_WORDS = ("ferry", "harbour", "captain", "bay", "quay", "ticket", "island", "winter")
Build = Callable[[Path], Retriever]


@dataclass(frozen=True)
class Cluster:
    """A scheduler and two workers, each a process with one thread."""

    address: str
    workers: list["subprocess.Popen[bytes]"]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A cluster of two workers."""
    log = tmp_path / "scheduler.log"
    processes = [started("dask_scheduler", log, "--port", "0", "--no-dashboard", "--host", "127.0.0.1")]
    address = said(log, r"Scheduler at:\s+(tcp://\S+)")
    for name in ("one", "two"):
        options = ("--no-nanny", "--nthreads", "1", "--no-dashboard", "--local-directory", str(tmp_path / name))
        processes.append(started("dask_worker", tmp_path / f"{name}.log", address, *options))
    yield Cluster(address, processes[1:])
    for process in reversed(processes):
        process.kill()
        process.wait()


def started(module: str, log: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", f"distributed.cli.{module}", *arguments]
    with open(log, "wb") as output:
        return subprocess.Popen(command, stderr=output, env={**os.environ, "OMP_NUM_THREADS": "1"})


def said(log: Path, pattern: str) -> str:
    """Wait for what a process says."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if found := re.search(pattern, log.read_text()):
            return found[1]
        time.sleep(0.05)
    raise AssertionError(log.read_text())


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Twelve articles of a few sentences, some of which disagree."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for i in range(12):
        one, other = _WORDS[i % 8], _WORDS[i // 8 % 8]
        said = f"The {one} at {other} opened in {1950 + i}. It costs {i % 7} euros."
        (folder / f"a{i:02}.md").write_text(f"# The {one} of {other} {i}\n\n{said}\n")
    return folder


@pytest.fixture
def alone(articles: Path, tmp_path: Path) -> Path:
    """Where one machine kept the index of them."""
    Retriever.open(articles, cache=tmp_path / "alone")
    return index_root(articles, tmp_path / "alone")


def contents(root: Path) -> dict[str, bytes]:
    """Return the files of the generation in force."""
    folder = root / (root / "CURRENT").read_text()
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_two_workers_make_the_bytes_that_one_machine_makes_though_one_is_killed(
    articles: Path, alone: Path, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for size in ("_TEXTS", "_PAIRS"):
        monkeypatch.setattr(f"crosscheck.index.scale.cluster.{size}", 8)
    done: list[str] = []

    def kill_one(stage: str, count: int, total: int) -> None:
        if stage == "Embedding" and not done:
            cluster.workers[0].send_signal(signal.SIGKILL)
            done.append(stage)

    Retriever.open(articles, cache=tmp_path / "many", cluster=cluster.address, progress=kill_one)
    assert (done, cluster.workers[0].wait()) == (["Embedding"], -signal.SIGKILL)
    assert contents(index_root(articles, tmp_path / "many")) == contents(alone)


def test_without_a_scheduler_the_cluster_is_named(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crosscheck.index.scale.cluster._SECONDS", 0.5)
    with pytest.raises(ClusterError, match=r"the cluster at tcp://127.0.0.1:1: no scheduler answers"):
        Retriever.open(folder, cache=tmp_path, cluster="tcp://127.0.0.1:1")


def test_an_address_of_another_kind_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match="the cluster at here"):
        Retriever.open(folder, cache=tmp_path, cluster="here")


def test_a_worker_of_another_version_is_refused(
    folder: Path, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crosscheck.index.scale.cluster._version", lambda: "another")
    with pytest.raises(ClusterError, match="a worker has another version of Crosscheck: install the same on all"):
        Retriever.open(folder, cache=tmp_path, cluster=cluster.address)


def test_without_dask_the_extra_is_named(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "crosscheck.index.scale.cluster", raising=False)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingExtra, match=r"pip install 'crosscheck\[cluster\]'"):
        Retriever.open(folder, cache=tmp_path, cluster="tcp://127.0.0.1:1")
