"""A sentence with what surrounds it."""

from crosscheck.index.models import contextualise


def test_a_bare_sentence_stays_as_it_is() -> None:
    assert contextualise([], None, " It powers the APIs. ") == "It powers the APIs."


def test_headings_lead_and_the_sentence_before_stands_in_brackets() -> None:
    shown = contextualise(["Backend", "APIs"], "Python is fast.", "It powers the APIs.")
    assert shown == "Backend > APIs > (Python is fast.) > It powers the APIs."


def test_empty_headings_are_left_out() -> None:
    assert contextualise(["", "APIs"], "", "It powers them.") == "APIs > It powers them."
