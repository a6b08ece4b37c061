"""Edits whose effect is known."""

import pytest

from crosscheck.evals.mutate import CHANGES, REPHRASINGS


@pytest.mark.parametrize(
    ("kind", "sentence", "edited"),
    [
        ("number", "It holds 1,200 guests.", "It holds 3,601 guests."),
        ("number", "It was built in 1998 for 200 guests.", None),  # a number beside a year may be a date
        ("year", "It was built in 1998.", "It was built in 1991."),
        ("unit", "It takes 20 minutes.", "It takes 20 hours."),
        ("negation", "The road was closed.", "The road was not closed."),
        ("negation", "The road was not closed.", None),
        ("name", "It was drawn by Ada Linden.", "It was drawn by Gordon Hale."),
        ("quantifier", "Nearly all boats are red.", "Nearly no boats are red."),
    ],
)
def test_a_change(kind: str, sentence: str, edited: str | None) -> None:
    assert CHANGES[kind](sentence) == edited


@pytest.mark.parametrize(
    ("kind", "sentence", "edited"),
    [
        ("digits", "It has three masts.", "It has 3 masts."),
        ("separators", "It holds 1,200 guests.", "It holds 1200 guests."),
        ("quotation marks", 'They call it "the bath".', "They call it ”the bath”."),
        ("lead-in", "The road was closed.", "According to the text, the road was closed."),
        ("contraction", "It does not float.", "It doesn't float."),
        ("copy", "It floats.", "It floats."),
        ("digits", "It floats.", None),
    ],
)
def test_a_rephrasing(kind: str, sentence: str, edited: str | None) -> None:
    assert REPHRASINGS[kind](sentence) == edited
