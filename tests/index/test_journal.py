"""What a killed build keeps."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from crosscheck.index import Retriever
from crosscheck.index.journal import JournaledEncoder, JournaledJudge, journal
from crosscheck.index.models.bert import Bert
from crosscheck.index.retriever import index_root
from crosscheck.index.types import FloatMatrix

KILLED = "killed"


class Lengths:
    """Embeds a text as its length and 1, and remembers what it was asked for."""

    def __init__(self, fingerprint: str = "lengths") -> None:
        self.fingerprint = fingerprint
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str], done: Callable[[int], None] | None = None) -> FloatMatrix:
        self.asked += texts
        if done:
            done(len(texts))
        return np.array([[len(text), 1] for text in texts], dtype=np.float32)


class Same:
    """Judges pairs of equal texts as entailed, others as neutral."""

    fingerprint = "same"

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def judge(self, pairs: Sequence[tuple[str, str]]) -> FloatMatrix:
        self.asked += pairs
        return np.array([[one == other, one != other, 0] for one, other in pairs], dtype=np.float32)


def embed(root: Path, encoder: Lengths, *texts: str, killed: bool = True) -> FloatMatrix:
    """Embed with the journal below `root`; it is kept when the build is `killed`."""
    vectors: list[FloatMatrix] = []
    try:
        with journal(root) as kept:
            vectors.append(JournaledEncoder(encoder, kept).encode(texts))
            if killed:
                raise KeyboardInterrupt(KILLED)
    except KeyboardInterrupt:
        pass
    return vectors[0]


def test_what_a_killed_build_embedded_is_not_embedded_again(tmp_path: Path) -> None:
    first, second = Lengths(), Lengths()
    embed(tmp_path, first, "one", "three")
    assert embed(tmp_path, second, "three", "fourteen", "one").tolist() == [[5, 1], [8, 1], [3, 1]]
    assert second.asked == ["fourteen"]


def test_pairs_are_judged_once_in_each_direction(tmp_path: Path) -> None:
    judge = Same()
    with journal(tmp_path) as kept:
        journaled = JournaledJudge(judge, kept)
        journaled.judge([("a", "b"), ("b", "b")])
        assert journaled.judge([("b", "a"), ("a", "b"), ("b", "b")]).tolist() == [[0, 1, 0], [0, 1, 0], [1, 0, 0]]
    assert judge.asked == [("a", "b"), ("b", "b"), ("b", "a")]


def test_a_build_that_ends_well_leaves_nothing(tmp_path: Path) -> None:
    embed(tmp_path, Lengths(), "one", killed=False)
    assert list(tmp_path.iterdir()) == []


def test_what_another_model_computed_is_not_taken(tmp_path: Path) -> None:
    other = Lengths("other")
    embed(tmp_path, Lengths(), "one")
    embed(tmp_path, other, "one")
    assert other.asked == ["one"]


def test_a_row_that_does_not_fit_its_checksum_is_computed_again(tmp_path: Path) -> None:
    again = Lengths()
    embed(tmp_path, Lengths(), "one", "three")
    path = tmp_path / "JOURNAL"
    damaged = path.read_bytes().replace(np.array([3, 1], dtype="<f4").tobytes(), np.ones(2, "<f4").tobytes())
    path.write_bytes(damaged)
    assert embed(tmp_path, again, "one", "three").tolist() == [[3, 1], [5, 1]]
    assert again.asked == ["one"]


@pytest.mark.parametrize("content", [b"not a database" * 100, b""])
def test_a_journal_that_is_none_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "JOURNAL").write_bytes(content)
    again = Lengths()
    embed(tmp_path, Lengths(), "one")
    embed(tmp_path, again, "one")
    assert again.asked == []


def test_without_a_place_for_the_journal_everything_is_computed(tmp_path: Path) -> None:
    encoder = Lengths()
    assert embed(tmp_path / "missing", encoder, "one").tolist() == [[3, 1]]
    assert encoder.asked == ["one"]


def test_progress_counts_what_is_kept_as_done(tmp_path: Path) -> None:
    heard: list[int] = []
    embed(tmp_path, Lengths(), "one")
    with journal(tmp_path) as kept:
        JournaledEncoder(Lengths(), kept).encode(["one", "three"], heard.append)
    assert heard[-1] == 2


KILLED_WHILE_COMPARING = """
import os, signal, sys
from crosscheck.index import Retriever
def die(stage, *_):
    if stage == "Comparing":
        os.kill(os.getpid(), signal.SIGKILL)
Retriever.open(sys.argv[1], progress=die)
"""


def test_a_build_killed_when_it_has_compared_goes_on_without_the_models(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a model runs")

    build = subprocess.run([sys.executable, "-c", KILLED_WHILE_COMPARING, str(folder)], env=os.environ)
    journal_file = index_root(folder, cache) / "JOURNAL"
    assert (build.returncode, journal_file.exists()) == (-signal.SIGKILL, True)
    monkeypatch.setattr(Bert, "run", refuse)
    assert len(Retriever.open(folder).articles) == 2
    assert not journal_file.exists()
