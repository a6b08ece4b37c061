"""Judged pairs in columns: the same pairs, however they are kept."""

from pathlib import Path

import numpy as np
import pytest

from crosscheck.index.compare import Pair, Verdict, columns
from crosscheck.index.compare.columns import Pairs, PairsOf

ONE = Pair(0, 3, Verdict(0.1, 0.2, 0.3, 0.4), 0.5, 0.6, 0.7, "number", "the crossing")
TWO = Pair(1, 3, Verdict(0.9, 0.8, 0.0, 0.1), 0.4, 0.2, 0.0, "opinion", "")
THREE = Pair(3, 4, Verdict(0.25, 0.5, 0.75, 1.0), 1.0, 0.9, 1.0, "date", "Überfahrt")


def test_pairs_come_out_as_they_went_in_from_the_front_and_from_the_back() -> None:
    kept = Pairs.of([ONE, TWO, THREE])
    assert (list(kept), kept[-1], kept[-3], kept[1:]) == ([ONE, TWO, THREE], THREE, ONE, [TWO, THREE])
    with pytest.raises(IndexError):
        kept[3]


def test_pairs_on_disk_are_the_same_and_so_are_none(tmp_path: Path) -> None:
    for name, pairs in (("some", [ONE, TWO, THREE]), ("none", list[Pair]())):
        columns.write(tmp_path / name, pairs)
        assert list(columns.read(tmp_path / name)) == pairs


def test_each_row_finds_the_pairs_that_it_is_part_of_in_order() -> None:
    by_row = PairsOf([ONE, TWO, THREE])
    assert dict(by_row) == {0: [ONE], 1: [TWO], 3: [ONE, TWO, THREE], 4: [THREE]}
    assert by_row.get(2, ()) == ()


def test_parts_are_joined_in_the_order_of_their_sentences() -> None:
    parts = [Pairs.of([ONE, THREE]), Pairs.of([]), Pairs.of([TWO])]
    assert list(Pairs.joined(parts)) == [ONE, TWO, THREE]
    assert list(Pairs.joined([])) == []


def test_those_with_a_score_are_picked_out() -> None:
    assert Pairs.of([ONE, TWO, THREE]).scored(0.6) == [ONE, THREE]


@pytest.mark.parametrize("column", ["kind", "topic"])
def test_columns_that_do_not_belong_together_are_refused(column: str) -> None:
    kept = Pairs.of([ONE, TWO, THREE])
    rows = kept.rows.copy()
    rows[column][1] = 200
    with pytest.raises(ValueError, match="not the columns of pairs"):
        Pairs(rows, kept.topics)


def test_an_array_of_anything_else_is_refused() -> None:
    with pytest.raises(ValueError, match="not the columns of pairs"):
        Pairs(np.zeros(3), np.zeros(0, dtype=np.uint8))
