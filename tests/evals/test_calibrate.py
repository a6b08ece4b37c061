"""Thresholds and weights from development questions."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from crosscheck.app.answer import Answer
from crosscheck.app.assistant import Findings
from crosscheck.app.decide import Signals
from crosscheck.app.judge import Query
from crosscheck.evals.calibrate import _UNSET, Example, Topic, _decided, _fitted, mean_reciprocal_rank
from crosscheck.evals.gold import Case, Span
from crosscheck.evals.schema import CaseFile
from crosscheck.index.types import Hit, Passage


def topic(*odds: float) -> Topic:
    """One answerable question for each of the log-odds."""
    query = Query("q", np.zeros(2, dtype=np.float32), ())
    nothing = Signals(best=0.0, several=0.0, model=0.0, strange=0.0, elsewhere=0.0)
    findings = tuple(Findings(query, (), replace(nothing, best=value)) for value in odds)
    case = Case("q", (), ((Span("a", 0, 1),),), ())
    nobody: Any = None
    return Topic(CaseFile(corpus="c", split="dev", cases=[]), nobody, (case,) * len(odds), findings)


BEST_ONLY = replace(_UNSET, answer_weights={**_UNSET.answer_weights, "best": 1.0})


def test_the_threshold_refuses_no_more_than_one_in_twenty() -> None:
    # Of twenty questions one may be refused, of log-odds -2; from 0, a tenth of the way down to it is .5 - .0381.
    assert _decided([topic(-2.0, *[0.0] * 19)], BEST_ONLY).answer_threshold == 0.4619


def test_the_threshold_serves_the_topic_that_needs_it_lowest() -> None:
    # Of three questions none may be refused: nine tenths of the least sure one's .1192.
    assert _decided([topic(0.0, 0.0, 0.0), topic(-2.0, 0.0, 0.0)], BEST_ONLY).answer_threshold == 0.1073


def test_a_signal_that_tells_gets_a_weight_and_one_that_does_not_gets_none() -> None:
    examples = [
        Example({"tells": float(positive), "mute": float(other)}, positive, topic)
        for positive in (True, False)
        for other in (True, False)
        for topic in (0, 1)
    ]
    weights = _fitted(examples, balanced=True)
    assert weights["tells"] > 1
    assert abs(weights["mute"]) < 0.01


def test_doubtful_questions_count_as_they_do_among_all() -> None:
    # Doubtful are five of the ten that can be answered, and all five that cannot. Both classes count alike, so an
    # answer counts half of what a refusal does.
    answered, refused = (Example({"same": 0.0}, positive, 0) for positive in (True, False))
    weights = _fitted([answered, refused] * 5, balanced=True, among=[*[answered] * 10, *[refused] * 5])
    assert weights["bias"] == pytest.approx(math.log(1 / 2), abs=1e-3)


def test_passages_are_ordered_by_how_early_evidence_comes_for_first_questions() -> None:
    passages = [Passage("a", start, start + 10, "", ()) for start in (0, 10)]
    hits = tuple(Hit(passage, 1.0, rank) for rank, passage in enumerate(passages, start=1))
    answer = Answer("q", "q", "answered", 1.0, hits=hits)
    cases = [Case("q", (), ((Span("a", start, start + 5),),), ()) for start in (0, 10)]
    later = replace(cases[1], history=("before",))
    # At ranks 1 and 2: (1 + 1/2) / 2; a follow-up is none of them.
    assert mean_reciprocal_rank([*cases, later], [answer] * 3) == 0.75
