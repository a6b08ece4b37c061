"""What is left of a line without Markdown's marks."""

import time

import pytest

from crosscheck.index.markup import unmarked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The **old** _stone_ bridge *of* __Hestnes__", "The old stone bridge of Hestnes"),
        ("Call `__init__` with `2**3`", "Call __init__ with 2**3"),
        ("2**3 is snake_case_name of self._x", "2**3 is snake_case_name of self._x"),
        ("[Python](https://e.org/Python_(language)) and ![a boat](boat.png)", "Python and a boat"),
        ('[Hestnes](x.md "The town")', "Hestnes"),
        ("a lone ` tick", "a lone  tick"),
        ("***Loud*** and **Note.**Then more", "Loud and Note.Then more"),
        ("``a ` b`` stays", "a  b stays"),
    ],
)
def test_marks_go_and_what_is_no_mark_stays(text: str, expected: str) -> None:
    assert unmarked(text) == expected


@pytest.mark.parametrize(
    "text", ["`" * 100_000, "[" * 100_000, "[a](" + "(" * 100_000, "[a](b " * 30_000, "** " * 50_000]
)
def test_a_crafted_line_costs_no_more_than_its_length(text: str) -> None:
    start = time.process_time()
    unmarked(text)
    assert time.process_time() - start < 1
