"""Which warnings are shown: what a threshold gives."""

import pytest

from crosscheck.evals.calibrate_warnings import Asked, Outcome, _fitted, _outcome, _strongest


def asked(expected: bool | None, *pairs: tuple[float, bool | None], topic: str = "t") -> Asked:
    """A question with pairs, each with its one signal and whether it is right."""
    return Asked(topic, expected, tuple({"s": value} for value, _ in pairs), tuple(right for _, right in pairs))


ASKED = [
    asked(True, (2.0, True), (0.0, False)),  # warned, rightly
    asked(True, (-2.0, True)),  # not warned
    asked(False, (2.0, False)),  # warned, wrongly
    asked(False),
    asked(None, (2.0, None)),  # either way is right
    asked(None, (2.0, True)),  # a right warning, of a question that needs none
]


def test_a_threshold_is_measured_by_the_strongest_pair_of_each_question() -> None:
    shown = [_strongest(one, {"s": 1.0, "bias": 0.0}) for one in ASKED]
    # Two right warnings and a wrong one; one of two found; one of two clean questions warned.
    assert _outcome(ASKED, shown, 0.5) == Outcome(0.5, 2 / 3, 0.5, 0.5)
    assert _outcome(ASKED, shown, 0.9) == Outcome(0.9, 0.0, 0.0, 0.0)


def test_a_signal_that_speaks_for_a_warning_gets_a_positive_weight() -> None:
    weights = _fitted([asked(True, (1.0, True), (0.0, False), (5.0, None))] * 20, set())
    assert weights["s"] > 1
    assert weights["bias"] == pytest.approx(-weights["s"] / 2, abs=0.01)


def test_the_pairs_of_the_dev_topics_count_as_much_as_all_others() -> None:
    # In one question of the dev topic the signal speaks for a warning, in twenty others as much against it.
    dev = asked(True, (1.0, True), (-1.0, False), topic="dev")
    others = [asked(True, (1.0, False), (-1.0, True))] * 20
    assert _fitted([dev, *others], {"dev"}) == pytest.approx({"s": 0.0, "bias": 0.0}, abs=0.001)
    assert _fitted([dev, *others], set())["s"] < -1
