"""Dates: how precise, and when two of them can be the same day."""

import pytest

from crosscheck.index.compare.dates import moments


@pytest.mark.parametrize(
    ("text", "year", "month", "day"),
    [
        ("since 14 March 2021", 2021, 3, 14),
        ("on March 14, 2021", 2021, 3, 14),
        ("on the 3rd of May 1999", 1999, 5, 3),
        ("in Oct. 2020", 2020, 10, None),
        ("as of 2019-10-31", 2019, 10, 31),
        ("in 1847", 1847, None, None),
        ("on 4 July", None, 7, 4),
    ],
)
def test_a_date_is_as_precise_as_the_text(text: str, year: int | None, month: int | None, day: int | None) -> None:
    (found,) = moments(text)
    assert (found.year, found.month, found.day) == (year, month, day)


@pytest.mark.parametrize("text", ["it may rain", "1,998 ships", "1500 km", "room 12"])
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert moments(text) == []


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("March 2021", "14 March 2021", True),
        ("2021", "14 March 2021", True),
        ("the 1990s", "1994", True),
        ("the 1990s", "2001", False),
        ("October 2020", "14 March 2021", False),
        ("14 March", "15 March", False),
    ],
)
def test_a_less_precise_date_agrees(one: str, other: str, agree: bool) -> None:
    (first,), (second,) = moments(one), moments(other)
    assert first.agrees(second) is second.agrees(first) is agree
