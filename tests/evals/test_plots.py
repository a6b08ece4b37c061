"""Pictures of the report, and the figures that say the same in one number."""

import re
from dataclasses import replace

import pytest

from crosscheck.evals.figures import figures
from crosscheck.evals.plots import confidences, curve, pair_scores, reliability
from crosscheck.evals.record import Record
from crosscheck.index.compare.score import weights


def record(kind: str, confidence: float, type_: str = "answerable") -> Record:
    return Record("c", "t", "test", type_, kind, {"threshold": True}, {}, confidence, "", "c", {})


ANSWERABLE = [record("", sure) for sure in (0.9, 0.7, 0.95)]
UNANSWERABLE = [record("missing_detail", sure, "unanswerable") for sure in (0.1, 0.8)]
PAIRS = [record(kind, score, "pair") for kind, score in (("contradiction", 0.8), ("contradiction", 0.1))]
PAIRS += [record("compatible", 0.2, "pair")]
AUDIT = replace(record("", 0.0, "audit"), figures={"audit_shown": 1.0, "audit_right": 1.0})


def bars(picture: str, colour: str) -> list[float]:
    return [float(height) for height in re.findall(rf'height="([\d.]+)" fill="{colour}"', picture)]


def test_the_threshold_is_drawn_where_it_is() -> None:
    assert 'x1="197.0" x2="197.0"' in confidences([*ANSWERABLE, *UNANSWERABLE], 0.5)  # 34 + 326 / 2


def test_a_bar_is_as_high_as_its_bin_is_full() -> None:
    up = bars(confidences([*ANSWERABLE, record("", 1.0)], 0.5), "#2e7d32")
    # Bins of a twentieth, the last with .95 and 1: full height, 94; .7 and .9 half of it.
    assert {place: height for place, height in enumerate(up) if height} == {14: 47.0, 18: 47.0, 19: 94.0}


def test_disagreements_and_look_alikes_are_counted_apart() -> None:
    picture = pair_scores(PAIRS)
    assert "disagreements: 2<" in picture
    assert "look-alikes: 1<" in picture
    assert f"threshold {weights().disagreement:.2f}" in picture


def test_reliability_is_the_share_of_answerable_questions_in_each_fifth() -> None:
    assert reliability([*ANSWERABLE, *UNANSWERABLE]) == [
        (0.1, 0.0, 1),
        (0.7, 1.0, 1),
        (pytest.approx(0.8833, abs=1e-4), pytest.approx(2 / 3), 3),
    ]
    assert "0.67 of 3" in curve([*ANSWERABLE, *UNANSWERABLE])


def test_the_auroc_of_pairs_is_the_chance_that_a_disagreement_scores_higher() -> None:
    found = figures([*PAIRS, AUDIT])["pair_auroc"]  # .8 beats .2, .1 does not
    assert (found.value, found.n) == (0.5, 3)
