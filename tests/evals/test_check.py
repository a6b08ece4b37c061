"""Mistakes in cases are found, each by its own line."""

from typing import Any

import pytest

from crosscheck.evals.check import problems, shared
from crosscheck.evals.commands import check
from crosscheck.evals.schema import parse
from crosscheck.index import Article

ARTICLES = {"a": Article("a", "The door is red. The door is red. The gate is blue.", "A")}
BLUE = {"article": "a", "quote": "The gate is blue."}
CASE: dict[str, Any] = {"id": "c1", "type": "answerable", "question": "Which colour?", "evidence": [[BLUE]]}
NONE = {"id": "c1", "type": "unanswerable", "question": "Who?", "kind": "missing_detail", "why": "nobody is named"}


def found(*cases: dict[str, Any], **more: Any) -> list[str]:
    return list(problems(parse({"corpus": "x", "split": "dev", "cases": cases, **more}, "x"), ARTICLES))


def test_right_cases_have_no_problem() -> None:
    assert found(CASE | {"must_include": [["blue", "azure"]]}, NONE | {"id": "c2", "contrast_of": "c1"}) == []


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"evidence": [[BLUE | {"article": "b"}]]}, "c1: there is no article 'b'"),
        ({"evidence": [[BLUE | {"quote": "It is green."}]]}, "c1: a does not contain the quote 'It is green.'"),
        (
            {"evidence": [[BLUE | {"quote": "The door is red."}]]},
            "c1: a contains the quote 'The door is red.' 2 times: give its occurrence",
        ),
        ({"must_include": [["green"]]}, "c1: no quote says ['green']: no answer made of quotes can pass"),
        ({"must_not_include": ["blue"]}, "c1: a quote says 'blue', which must not be said"),
        ({"evidence": []}, "c1: evidence belongs to every case but the unanswerable ones"),
        ({"type": "list"}, "c1: items belong to list cases, and to them alone"),
        ({"turns": ["Hm?"]}, "c1: a follow-up needs both its earlier turns and its standalone question"),
        (
            {"disagreement": {"expected": True}},
            "c1: pairs belong to a case that expects a warning, and to it alone",
        ),
        ({"disagreement": {"expected": None, "allowed": ["D9"]}}, "c1: there is no pair 'D9'"),
    ],
)
def test_a_mistake_is_told(change: dict[str, Any], line: str) -> None:
    assert found(CASE | change) == [line]


def test_an_occurrence_tells_repeated_quotes_apart() -> None:
    assert found(CASE | {"evidence": [[{"article": "a", "quote": "The door is red.", "occurrence": 2}]]}) == []


def test_an_unanswerable_case_says_why() -> None:
    assert found(NONE | {"why": ""}) == ["c1: an unanswerable case needs a kind and a reason (why)"]


def test_a_contrast_needs_its_answerable_twin() -> None:
    assert found(NONE | {"contrast_of": "c9"}) == ["c1: there is no answerable case 'c9' to contrast with"]


def test_ids_are_unique() -> None:
    assert found(CASE, CASE) == ["c1: more than one case has this id"]


def test_nearly_the_same_question_is_not_in_both_splits() -> None:
    one = parse({"corpus": "x", "split": "dev", "cases": [CASE]}, "x")
    other = parse(
        {"corpus": "y", "split": "test", "cases": [CASE | {"id": "c2", "question": "Which colour"}]}, "y"
    )
    assert list(shared([one, other])) == ["c1, c2: nearly the same question is in both splits"]


def test_the_packaged_cases_have_no_mistake() -> None:
    assert check(None, None) == []
