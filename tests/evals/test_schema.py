"""Files of cases, and the older format."""

import json
from pathlib import Path

import pytest

from crosscheck.evals.convert import dump, read_json
from crosscheck.evals.schema import GoldError, Quote, load, packaged, parse

CASE = {
    "id": "a-1",
    "type": "answerable",
    "question": "Why?",
    "evidence": [[{"article": "a", "quote": "Because."}]],
}
FILE = {"corpus": "c", "split": "dev", "cases": [CASE]}
QUOTE = {"article": "a", "quote": "It is red."}


def gold(**question: object) -> dict[str, object]:
    row = {"id": "Q1", "question": "Which colour?", "evidence": [QUOTE, QUOTE | {"quote": "It is blue."}]}
    disagreement = {"id": "D1", "kind": "entity", "severity": 3, "a": QUOTE, "b": QUOTE, "more_b": [QUOTE]}
    rows: dict[str, object] = {"questions": [row | question], "disagreements": [disagreement]}
    return rows | {"unanswerable": [], "conversations": []}


def converted(tmp_path: Path, data: dict[str, object]) -> object:
    (tmp_path / "gold.json").write_text(json.dumps(data))
    return read_json(tmp_path / "gold.json")


def test_an_unknown_field_is_named() -> None:
    with pytest.raises(
        GoldError, match=r"my\.yaml: cases\.0\.answer: Extra inputs are not permitted \(1 in all\)"
    ):
        parse(FILE | {"cases": [CASE | {"answer": "so"}]}, "my.yaml")


def test_what_is_dumped_is_read_again(tmp_path: Path) -> None:
    cases = parse(FILE, "c")
    (tmp_path / "c.yaml").write_text(dump(cases), encoding="utf-8")
    assert load(tmp_path / "c.yaml") == cases


def test_a_file_that_is_no_yaml_is_named(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text("cases: [")
    with pytest.raises(GoldError, match=r"cannot read .*c\.yaml: while parsing"):
        load(tmp_path / "c.yaml")


@pytest.mark.parametrize(("mode", "groups"), [("any", [2]), ("all", [1, 1])])
def test_evidence_of_which_any_will_do_is_one_group(mode: str, groups: list[int], tmp_path: Path) -> None:
    cases = converted(tmp_path, gold(evidence_mode=mode))
    assert [len(group) for group in cases.cases[0].evidence] == groups  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"disagreement_ids": ["D1"]}, True),
        ({"warning_acceptable_ids": ["D1"]}, None),
        ({}, False),
    ],
)
def test_a_disagreement_is_expected_allowed_or_neither(
    fields: dict[str, object], expected: bool | None, tmp_path: Path
) -> None:
    cases = converted(tmp_path, gold(**fields))
    assert cases.cases[0].disagreement.expected is expected  # type: ignore[attr-defined]


def test_all_quotes_of_a_side_are_kept(tmp_path: Path) -> None:
    pair = converted(tmp_path, gold()).pairs[0]  # type: ignore[attr-defined]
    assert (pair.ones, pair.others) == ([Quote.model_validate(QUOTE)], [Quote.model_validate(QUOTE)] * 2)


def test_a_later_turn_keeps_the_questions_before_it(tmp_path: Path) -> None:
    turn = {"user": "Which colour?", "evidence": [QUOTE]}
    later = {"user": "and the door?", "standalone": "Which colour is the door?", "evidence": [QUOTE]}
    data = gold() | {"questions": [], "conversations": [{"turns": [turn, later]}]}
    last = converted(tmp_path, data).cases[1]  # type: ignore[attr-defined]
    assert (last.id, last.type, last.turns) == ("c001-2", "multi_turn", ["Which colour?"])


def test_three_of_five_packaged_cases_are_for_testing() -> None:
    files = [load(path) for path in packaged()]
    test = sum(len(file.cases) for file in files if file.split == "test")
    assert test >= 0.6 * sum(len(file.cases) for file in files)
