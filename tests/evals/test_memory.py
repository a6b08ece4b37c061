"""What a model said once is not asked again, as long as it is the same model and the same texts."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from crosscheck.evals.memory import Memory, Pair, RememberedNli, RememberedRelevance, RememberedRivals
from crosscheck.index.models import RelevanceModel, RivalModel
from crosscheck.index.types import FloatMatrix


class Lengths:
    """Scores a pair by its lengths, and counts how many it was asked about."""

    labels = ("relevance",)

    def __init__(self, fingerprint: str = "lengths") -> None:
        self.fingerprint = fingerprint
        self.asked = 0

    def logits(self, pairs: Sequence[Pair]) -> FloatMatrix:
        self.asked += len(pairs)
        return np.array([[len(one) - len(other)] for one, other in pairs], dtype=np.float32)


def test_a_model_is_asked_about_new_texts_only(tmp_path: Path) -> None:
    scorer = Lengths()
    model = RelevanceModel(scorer)
    first = RememberedRelevance(model, Memory(tmp_path / "said.sqlite")).score("abc", ["a", "bb"])
    again = RememberedRelevance(model, Memory(tmp_path / "said.sqlite")).score("abc", ["bb", "a", "bbb"])
    assert (scorer.asked, [*first[::-1], 0.5]) == (3, [*again])
    assert (again == model.score("abc", ["bb", "a", "bbb"])).all()


class Threefold:
    """Gives a pair its lengths and a half as logits, and counts how many it was asked about."""

    labels = ("entailment", "neutral", "contradiction")
    fingerprint = "threefold"
    asked = 0

    def logits(self, pairs: Sequence[Pair]) -> FloatMatrix:
        self.asked += len(pairs)
        return np.array([[len(one), 0.5, len(other)] for one, other in pairs], dtype=np.float32)


def test_whether_it_answers_and_whether_two_are_rivals_are_remembered_apart(tmp_path: Path) -> None:
    scorer = Threefold()
    model = RivalModel(scorer)
    remembered = RememberedRivals(model, Memory(tmp_path / "said.sqlite"))
    for _ in range(2):
        assert (remembered.answers("abc", ["a"]) == model.answers("abc", ["a"])).all()
        assert (remembered.score("abc", [("a", "b")]) == model.score("abc", [("a", "b")])).all()
    assert scorer.asked == 2 + 4  # once each by the memory, twice each by this test


def test_what_another_model_said_does_not_count(tmp_path: Path) -> None:
    memory, other = Memory(tmp_path / "said.sqlite"), Lengths("other weights")
    RememberedRelevance(RelevanceModel(Lengths()), memory).score("abc", ["a"])
    RememberedRelevance(RelevanceModel(other), memory).score("abc", ["a"])
    assert other.asked == 1


def test_a_damaged_file_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / "said.sqlite").write_bytes(b"no database" * 1000)
    model = RelevanceModel(Lengths())
    remembered = RememberedRelevance(model, Memory(tmp_path / "said.sqlite"))
    assert remembered.score("abc", ["a"]) == model.score("abc", ["a"])


def said_again(path: Path) -> int:
    """Ask the same twice more, each time as a run of its own; return how often the model was asked."""
    scorer = Lengths()
    for _ in range(2):
        RememberedRelevance(RelevanceModel(scorer), Memory(path)).score("abc", ["a"])
    return scorer.asked


def test_a_damaged_file_is_begun_anew_by_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "said.sqlite"
    path.write_bytes(b"no database" * 1000)
    Memory(path)
    assert said_again(path) == 1


def test_a_file_damaged_behind_its_head_is_begun_anew_by_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "said.sqlite"
    said_again(path)
    sqlite3.connect(path).execute("PRAGMA wal_checkpoint(TRUNCATE)").connection.close()
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * 8192)
    model = RelevanceModel(Lengths())
    assert RememberedRelevance(model, Memory(path)).score("abc", ["a"]) == model.score("abc", ["a"])
    assert said_again(path) == 1


def test_a_row_that_is_not_as_it_was_kept_is_asked_for_again(tmp_path: Path) -> None:
    path = tmp_path / "said.sqlite"
    said_again(path)
    with sqlite3.connect(path) as file:
        file.execute("UPDATE said SET row = substr(row, 1, length(row) - 4)")
    assert said_again(path) == 1


def test_a_file_that_has_grown_too_large_begins_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scorer = Lengths()
    RememberedRelevance(RelevanceModel(scorer), Memory(tmp_path / "said.sqlite")).score("abc", ["a"])
    monkeypatch.setattr("crosscheck.evals.memory._MOST_BYTES", 0)
    RememberedRelevance(RelevanceModel(scorer), Memory(tmp_path / "said.sqlite")).score("abc", ["a"])
    assert scorer.asked == 2


class Judge:
    fingerprint = "judge"

    def judge(self, pairs: Sequence[Pair]) -> FloatMatrix:
        return np.array([[len(one), 0, len(other)] for one, other in pairs], dtype=np.float32)


def test_both_directions_of_a_pair_are_kept_apart(tmp_path: Path) -> None:
    remembered = RememberedNli(Judge(), Memory(tmp_path / "said.sqlite"))
    both = [("a", "bb"), ("bb", "a")]
    assert remembered.judge(both).tolist() == remembered.judge(both).tolist() == [[1, 0, 2], [2, 0, 1]]
    assert remembered.judge([]).shape == (0, 3)
