"""Which warnings are shown: what a threshold gives."""

from dataclasses import fields, replace

import pytest

from crosscheck.app.bearing import Bearing, BearingSignals, Stage
from crosscheck.evals.calibrate_warnings import Asked, Outcome, _fitted, _outcome, _strongest, _weights

NOTHING = BearingSignals(*(0.0 for _ in fields(BearingSignals)))
OPEN = Stage({"disagree": 1.0, "bias": 0.0}, threshold=0.0)
STRICT = replace(OPEN, threshold=0.9)  # log-odds of 2 are .88, of 3 .95
SETTINGS = Bearing(OPEN, OPEN, OPEN, fitted_on={})


def asked(expected: bool | None, *pairs: tuple[float, bool | None], topic: str = "t") -> Asked:
    """A question with pairs, each with the log-odds that the two disagree and whether it is right."""
    signals = tuple(replace(NOTHING, disagree=value) for value, _ in pairs)
    return Asked(topic, expected, signals, tuple(right for _, right in pairs))


ASKED = [
    asked(True, (2.0, True), (0.0, False)),  # warned, rightly
    asked(True, (-2.0, True)),  # not warned
    asked(False, (2.0, False)),  # warned, wrongly
    asked(False),
    asked(None, (2.0, None)),  # either way is right
    asked(None, (2.0, True)),  # a right warning, of a question that needs none
]


def test_a_threshold_is_measured_by_the_strongest_pair_of_each_question() -> None:
    shown = [_strongest(one, SETTINGS) for one in ASKED]
    # Two right warnings and a wrong one; one of two found; one of two clean questions warned.
    assert _outcome(ASKED, shown, 0.5) == Outcome(0.5, 2 / 3, 0.5, 0.5)
    assert _outcome(ASKED, shown, 0.9) == Outcome(0.9, 0.0, 0.0, 0.0)


@pytest.mark.parametrize("settings", [replace(SETTINGS, seen=STRICT), replace(SETTINGS, read=STRICT)])
def test_what_is_not_read_is_not_shown(settings: Bearing) -> None:
    assert _strongest(asked(True, (3.0, True)), settings).right is True
    assert _strongest(asked(True, (2.0, True)), settings).right is None


def test_a_signal_that_speaks_for_a_warning_gets_a_positive_weight() -> None:
    weights = _weights([asked(True, (1.0, True), (0.0, False), (5.0, None))] * 20, set(), ["disagree"])
    assert weights["disagree"] > 1
    assert weights["bias"] == pytest.approx(-weights["disagree"] / 2, abs=0.01)


def test_the_pairs_of_the_dev_topics_count_as_much_as_all_others() -> None:
    # In one question of the dev topic the signal speaks for a warning, in twenty others as much against it.
    dev = asked(True, (1.0, True), (-1.0, False), topic="dev")
    others = [asked(True, (1.0, False), (-1.0, True))] * 20
    alike = {"disagree": 0.0, "bias": 0.0}
    assert _weights([dev, *others], {"dev"}, ["disagree"]) == pytest.approx(alike, abs=0.001)
    assert _weights([dev, *others], set(), ["disagree"])["disagree"] < -1


def test_each_stage_knows_what_was_read_by_then() -> None:
    settings = _fitted([asked(True, (1.0, True), (0.0, False))], set())
    names = [set(stage.weights) for stage in (settings.seen, settings.read, settings.reread)]
    assert names[1] - names[0] == {"rivals"}
    assert names[2] - names[1] == {"answers"}
    assert names[2] == {field.name for field in fields(BearingSignals)} | {"bias"}
