"""Figures, against values worked out by hand."""

import math

import pytest

from crosscheck.app import Answer, Citation, Statement
from crosscheck.evals.gold import Case, Span
from crosscheck.evals.metrics import Share, auroc, includes, measure
from crosscheck.index import Hit, Passage


def case(*evidence: Span, **changes: object) -> Case:
    """A question that any of `evidence` answers."""
    fields = {"history": (), "groups": (evidence,) if evidence else (), "must_include": ()} | changes
    return Case(question="q", **fields)  # type: ignore[arg-type]


def answer(status: str = "answered", confidence: float = 0.9, **changes: object) -> Answer:
    return Answer("q", "q", status, confidence, **changes)  # type: ignore[arg-type]


def hit(start: int, end: int) -> Hit:
    return Hit(Passage("a", start, end, "x" * (end - start)), 0.5, 1)


def citation(start: int, end: int) -> Citation:
    return Citation(1, "a", "A", None, "x" * (end - start), start, end)


def test_the_wilson_interval_of_54_of_60() -> None:
    low, high = Share(54, 60).interval
    # p = .9, z = 1.96: (.9 + .032013 -+ 1.96 sqrt(.0015 + .000267)) / 1.064027
    assert (round(low, 3), round(high, 3)) == (0.799, 0.953)


def test_a_share_of_nothing_is_not_a_number() -> None:
    assert math.isnan(Share(0, 0).value)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (Span("a", 0, 10), 1.0),
        (Span("a", 5, 105), 0.5),  # five of the shorter one's ten
        (Span("a", 10, 20), 0.0),
        (Span("b", 0, 10), 0.0),
    ],
)
def test_overlap_is_a_share_of_the_shorter_span(other: Span, expected: float) -> None:
    assert Span("a", 0, 10).overlap(other) == expected


def test_evidence_in_the_third_passage_is_a_hit_at_5_and_none_at_1() -> None:
    figures = measure([case(Span("a", 90, 100))], [answer(hits=(hit(0, 30), hit(30, 60), hit(80, 120)))])
    assert (figures["hit@1"].value, figures["hit@5"].value) == (0.0, 1.0)


def test_when_all_evidence_is_needed_half_of_it_is_no_hit() -> None:
    both = case(groups=((Span("a", 0, 10),), (Span("a", 90, 100),)))
    assert measure([both], [answer(hits=(hit(0, 30),))])["hit@5"].value == 0.0


def test_a_side_of_a_disagreement_about_the_question_is_right_to_cite() -> None:
    asked = case(Span("a", 0, 10), also_right=(Span("a", 50, 60),))
    cited = (citation(0, 10), citation(50, 60), citation(70, 80), citation(90, 99))
    assert measure([asked], [answer(citations=cited)])["citation_precision"].value == 0.5


def test_must_include_counts_groups_and_gives_nothing_for_a_refusal() -> None:
    asked = case(Span("a", 0, 10), must_include=(("Java",), ("Rust", "Go")))
    half = answer(statements=(Statement("It runs on Java.", (1,), 1),))
    assert measure([asked, asked], [half, answer("not_in_sources")])["must_include"].value == 0.25


def test_refusals_and_false_answers_are_counted_apart() -> None:
    asked = [case(Span("a", 0, 10)), case(Span("a", 0, 10)), case(), case()]
    came = [answer(), answer("not_in_sources"), answer(), answer()]
    figures = measure(asked, came)
    assert (figures["over_abstention"].value, figures["false_answers"].value) == (0.5, 1.0)


def test_follow_ups_are_counted_apart() -> None:
    figures = measure([case(Span("a", 0, 10), history=("before",))], [answer(hits=(hit(0, 30),))])
    assert (figures["followup_hit@5"].n, figures["hit@5"].n) == (1, 0)


def test_auroc_counts_ties_as_half() -> None:
    asked = [case(Span("a", 0, 10)), case(Span("a", 0, 10)), case(), case()]
    came = [answer(confidence=c) for c in (0.9, 0.5, 0.5, 0.1)]
    # Four comparisons: .9>.5, .9>.1, .5=.5, .5>.1
    assert auroc(asked, came) == 3.5 / 4


@pytest.mark.parametrize(
    ("text", "alternatives", "expected"),
    [
        ("Uses Scikit-learn.", ["scikit learn"], True),
        ("It's recommended", ["recommend"], True),  # the beginning of a word is enough
        ("javascript", ["script"], False),
        ("Flask or Django", ["Rust", "django"], True),
    ],
)
def test_includes(text: str, alternatives: list[str], expected: bool) -> None:
    assert includes(text, alternatives) is expected
