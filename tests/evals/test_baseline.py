"""The gate: what is worse than the baseline is found, named by its stage, and nothing else is."""

from dataclasses import replace
from pathlib import Path

import pytest

from crosscheck.evals.baseline import Change, blessed, compare, load_baseline, write_baseline
from crosscheck.evals.page import page
from crosscheck.evals.record import Record, blamed
from crosscheck.evals.report import markdown, verdict
from crosscheck.evals.schema import GoldError
from crosscheck.evals.suite import Result

GOOD = {"reading": True, "retrieval": True, "threshold": True, "selection": True, "warning": True}
THRESHOLD = 0.2


def record(key: str, checks: dict[str, bool] | None = None, confidence: float = 0.9, kind: str = "") -> Record:
    checks = (GOOD if checks is None else checks) | {"citation": True}
    shown = {"question": f"{key}?", "got": "<b>x</b>"}
    return Record(key, "harbour", "test", "answerable", kind, checks, {}, confidence, "", key, shown)


def result(*records: Record, digest: str = "d") -> Result:
    return Result(records, {record.id: digest for record in records}, {"model": "m"})


TEN = tuple(record(f"c{number}") for number in range(10))
BASELINE = blessed(result(*TEN), "first", None)


def test_the_same_again_is_green() -> None:
    found = compare(result(*TEN), BASELINE, THRESHOLD)
    assert (found.regressed, found.failing, found.passing) == (False, (), ())


@pytest.mark.parametrize("stage", ["retrieval", "threshold", "selection", "warning"])
def test_a_case_that_fails_is_blamed_on_its_first_failing_stage(stage: str) -> None:
    checks = dict(GOOD)
    for later in list(GOOD)[list(GOOD).index(stage) :]:
        checks[later] = False
    found = compare(result(record("c0", checks), *TEN[1:]), BASELINE, THRESHOLD)
    assert (found.regressed, found.failing, found.stages) == (True, (Change("c0", stage),), {stage: 1})


def test_what_was_not_reached_is_blamed_on_what_stopped_it() -> None:
    stopped = {"reading": True, "retrieval": True, "threshold": False}
    found = compare(result(record("c0", stopped), *TEN[1:]), BASELINE, THRESHOLD)
    assert found.failing == (Change("c0", "threshold"),)


def test_a_loss_is_blamed_on_the_first_stage_that_did_otherwise_whatever_check_failed() -> None:
    made = {"splitting": "a", "retrieval": "b", "relevance": "c", "threshold": "d"}
    before = blessed(result(replace(TEN[0], trace=made), *TEN[1:]), "first", None)
    refused = record("c0", {"reading": True, "retrieval": True, "threshold": False})
    now = replace(refused, trace=made | {"relevance": "x", "threshold": "y"})
    assert compare(result(now, *TEN[1:]), before, THRESHOLD).failing == (Change("c0", "relevance"),)


def test_a_stage_whose_own_measure_falls_more_than_by_chance_is_told() -> None:
    before = blessed(result(*(replace(r, own={"retrieval": 1.0, "threshold": 1.0}) for r in TEN)), "first", None)
    now = result(*(replace(r, own={"retrieval": 0.5, "threshold": 1.0}) for r in TEN))
    rows = compare(now, before, THRESHOLD).by_stage
    # All of ten differences have one sign: 2 of 2**10 ways to give them signs are as extreme.
    assert [(row.stage, row.now, row.before, row.n, row.fell) for row in rows] == [
        ("retrieval", 0.5, 1.0, 10, True),
        ("threshold", 1.0, 1.0, 10, False),
    ]
    assert "| retrieval (fell) | nDCG@10" in markdown(now, before, compare(now, before, THRESHOLD))


def test_a_decision_near_the_threshold_is_marked() -> None:
    found = compare(result(record("c0", {"threshold": False}, 0.19), *TEN[1:]), BASELINE, THRESHOLD)
    assert found.failing[0].fragile


def test_what_failed_before_may_fail() -> None:
    failing = record("c0", GOOD | {"selection": False})
    before = blessed(result(failing, *TEN[1:]), "first", None)
    found = compare(result(failing, *TEN[1:]), before, THRESHOLD)
    assert not found.regressed
    assert compare(result(*TEN), before, THRESHOLD).passing == (Change("c0", "selection"),)


def test_a_changed_case_is_not_compared() -> None:
    changed = Result(TEN, {r.id: "other" if r.id == "c0" else "d" for r in TEN}, {})
    assert compare(changed, BASELINE, THRESHOLD).incomparable == ("c0",)


def test_a_removed_case_is_told() -> None:
    assert compare(result(*TEN[1:]), BASELINE, THRESHOLD).removed == ("c0",)


def test_without_generated_cases_none_is_missed() -> None:
    edited = replace(record("e0", {"comparison": True}), type="generated", kind="edit: year")
    before = blessed(result(*TEN, edited), "first", None)
    found = compare(result(*TEN), before, THRESHOLD)
    assert (found.removed, found.below) == ((), ())


def test_the_test_split_alone_has_its_floors() -> None:
    dev = tuple(replace(row, id=f"d{row.id}", split="dev", topic="quay") for row in TEN)
    before = blessed(result(*TEN, *dev), "first", None)
    lost = [record(f"c{number}", GOOD | {"selection": False}) for number in range(2)]
    assert "passed is 0.800, its floor 0.900" in compare(result(*lost, *TEN[2:]), before, THRESHOLD).below


def test_a_figure_may_lose_one_case_and_no_more() -> None:
    worse = [record(f"n{number}", GOOD | {"selection": False}) for number in range(2)]
    # New cases are not compared one by one, but 9 of 10 pass, then 8 of 10; the floor is .9.
    assert compare(result(*TEN[1:], worse[0]), BASELINE, THRESHOLD).below == ()
    assert compare(result(*TEN[2:], *worse), BASELINE, THRESHOLD).below == (
        "passed is 0.800, its floor 0.900",
        "truthfulness is 0.600, its floor 0.800",
    )


def test_a_wrong_quote_is_never_blessed() -> None:
    forged = replace(TEN[0], checks={"citation": False})
    with pytest.raises(GoldError, match="not blessed: c0: a quote is not what its article says"):
        blessed(result(forged), "no", None)


def test_a_floor_that_falls_is_recorded_with_the_reason() -> None:
    worse = [record(f"c{number}", GOOD | {"selection": False}) for number in range(3)]
    again = blessed(result(*worse, *TEN[3:]), "new model", BASELINE)
    assert [(entry["reason"], entry["floors lowered"]) for entry in again["blessed"]] == [
        ("first", []),
        ("new model", ["passed", "truthfulness"]),
    ]


def test_a_baseline_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_baseline(tmp_path / "b.json", BASELINE)
    assert load_baseline(tmp_path / "b.json") == BASELINE


def test_no_baseline_is_no_error(tmp_path: Path) -> None:
    assert load_baseline(tmp_path / "b.json") is None


def test_nothing_failing_blames_no_stage() -> None:
    assert blamed(GOOD) == ""


def test_the_report_names_the_stage_first() -> None:
    now = result(record("c0", GOOD | {"retrieval": False}), *TEN[1:])
    found = compare(now, BASELINE, THRESHOLD)
    assert verdict(found).startswith("RED: 1 cases lost (by stage: retrieval 1)")
    assert "- c0 (retrieval): c0?" in markdown(now, BASELINE, found)


def test_the_page_escapes_what_articles_say() -> None:
    now = result(record("c0", GOOD | {"selection": False}))
    shown = page(now, BASELINE, compare(now, BASELINE, THRESHOLD), THRESHOLD)
    assert "&lt;b&gt;x&lt;/b&gt;" in shown
    assert "<b>x</b>" not in shown
