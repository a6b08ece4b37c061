"""Times of day: what is one time in two forms, and what is none."""

import pytest

from crosscheck.index.compare.clock import times
from crosscheck.index.compare.quantities import quantities


def clock(text: str) -> list[str]:
    """The times in `text`, with a star where it may be that of the morning or that of the evening."""
    return [
        f"{int(time.low) // 3600}:{int(time.low) % 3600 // 60:02}{'*' if time.period == 43200 else ''}"
        for time in times(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It opens at 7 am.", ["7:00"]),
        ("It opens at 2 p.m. on Sundays.", ["14:00"]),
        ("It opens at 14:00.", ["14:00"]),
        ("It opens at 09:30.", ["9:30"]),
        ("It opens at 9:30.", ["9:30*"]),
        ("It opens at 6.30 am.", ["6:30"]),
        ("It shuts at 12 pm, not at 12 am.", ["12:00", "0:00"]),
        ("It shuts at noon or at midnight.", ["12:00", "0:00"]),
        ("It shuts at 24:00.", ["0:00"]),
        ("It begins at half past seven in the evening.", ["19:30"]),
        ("It begins at a quarter to ten at night.", ["21:45"]),
        ("The watch changes at one at night.", ["1:00"]),
        ("The watch changes at ten in the evening.", ["22:00"]),
        ("The gate is locked at nine o’clock.", ["9:00*"]),
        ("The gate is locked at nine.", ["9:00*"]),
        ("The gate is locked at 10 on Sundays.", ["10:00*"]),
    ],
)
def test_a_time_of_day_is_read(text: str, expected: list[str]) -> None:
    assert clock(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lunch is from 12 to 2 pm.", ["12:00", "14:00"]),
        ("Dinner is from 6:30–9 pm.", ["18:30", "21:00"]),
        ("It is open 9-17:00.", ["9:00", "17:00"]),
        ("It is open from ten to noon.", ["10:00", "12:00"]),
        ("Come between 6 and 8 in the morning.", ["6:00", "8:00"]),
        ("The night is from 10 pm to 6 am.", ["22:00", "6:00"]),
        ("The night is from 10 to 6 am.", ["22:00", "6:00"]),
        ("It is open from 09:00 to 5 pm.", ["9:00", "17:00"]),
        ("It is open from 16 to 23:00.", ["16:00", "23:00"]),
    ],
)
def test_both_times_of_a_range_are_read(text: str, expected: list[str]) -> None:
    assert clock(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It took 1:30 hours.",
        "They won 3:1.",
        "It is at nine places.",
        "It rose at 5.5 percent.",
        "It costs $5 pm.",
        "The record is 2:05:13.",
        "It is open 24 hours.",
        "We were at 20.",
    ],
)
def test_durations_scores_and_other_numbers_are_no_times(text: str) -> None:
    assert clock(text) == []


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("It opens at 2 pm.", "It opens at 14:00.", True),
        ("It opens at 2 pm.", "It opens at 2 am.", False),
        ("It opens at 9:30.", "It opens at 21:30.", True),  # that of the evening
        ("It opens at 9:30.", "It opens at 21:45.", False),
        ("It shuts at midnight.", "It shuts at 24:00.", True),
        ("It opens at 14:00.", "It opens at 14:01.", False),  # nothing is rounded
    ],
)
def test_two_times_agree_where_both_can_be_one(one: str, other: str, agree: bool) -> None:
    (first,), (second,) = quantities(one), quantities(other)
    assert first.agrees(second) is second.agrees(first) is agree


def test_a_time_is_no_number_of_other_things() -> None:
    assert [found.unit for found in quantities("At 2 pm 2 ships sailed.")] == ["time of day", "ship"]
