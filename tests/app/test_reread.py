"""Which sentences are read again, and what comes of it."""

from collections.abc import Sequence

import pytest

from crosscheck.app.judge import Judged, SentenceSignals
from crosscheck.app.reread import close, opinion, settled
from crosscheck.index.types import Sentence

SIGNALS = SentenceSignals(model=0.0, near=0.0, passage=0.0, covered=0.0, amiss=0.0)


def judged(*relevances: float) -> list[Judged]:
    """Return sentences A, B, C ... with these relevances."""
    return [
        Judged(Sentence("a", row, row + 1, chr(65 + row), ()), row, relevance, SIGNALS)
        for row, relevance in enumerate(relevances)
    ]


@pytest.mark.parametrize(
    ("relevances", "close_to_best"),
    [
        ((), 0),
        ((0.5,), 1),
        ((0.5, 0.27), 2),  # log-odds of .27: -.9946
        ((0.5, 0.26), 1),  # of .26: -1.046
        ((0.85, 0.7, 0.65), 2),  # 1.735, .847 and .619, which is 1.116 behind
        ((0.89, 0.88), 1),  # of .89: 2.091
        ((0.5, 0.5, 0.5, 0.5), 3),  # at most three
    ],
)
def test_close_is_what_lies_less_than_1_of_log_odds_behind_a_best_that_is_not_sure(
    relevances: Sequence[float], close_to_best: int
) -> None:
    assert close(judged(*relevances)) == close_to_best


def test_both_readings_count_alike_in_the_order_of_what_is_close() -> None:
    # Log-odds: A 0 + 0, B -.405 + 1.386, C -.619 + .405; D was not read again, and is as good as it was.
    found = settled(judged(0.5, 0.4, 0.35, 0.34), [0.5, 0.8, 0.6])
    assert [(item.sentence.text, item.relevance) for item in found] == [
        ("B", 0.5),
        ("A", 0.4),
        ("C", 0.35),
        ("D", 0.34),
    ]


def test_what_is_not_close_keeps_its_place_whatever_is_said_of_it() -> None:
    found = settled(judged(0.8, 0.5, 0.1), [0.1, 0.99, 0.99])
    assert [item.sentence.text for item in found] == ["A", "B", "C"]


def test_an_irrelevant_sentence_is_no_objection_to_one_that_answers() -> None:
    # (.6 x .9 + .001 x .1 + .001 x .1) / .602 = .8973, whose log-odds are ln(.8973 / .1027).
    assert opinion(judged(0.6, 0.0, 0.0), [0.9, 0.1, 0.1]) == pytest.approx(2.1677, abs=1e-3)
