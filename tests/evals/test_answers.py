"""Citations beside gold quotes."""

import pytest

from crosscheck.app import Answer, Citation
from crosscheck.evals.answers import citation_f1, cited_groups
from crosscheck.evals.gold import Case, Span

TWO = Case("Who?", (), ((Span("a", 0, 10), Span("a", 40, 50)), (Span("a", 90, 100),)), ())


def answer(*starts: int) -> Answer:
    cited = tuple(Citation(n, "a", "A", None, "x" * 10, start, start + 10) for n, start in enumerate(starts, 1))
    return Answer("Who?", "Who?", "answered", 1.0, citations=cited)


def test_a_group_is_cited_by_any_of_its_quotes() -> None:
    assert (cited_groups(TWO, answer(40, 60)), cited_groups(TWO, answer())) == (0.5, 0.0)


def test_of_three_citations_one_is_right_and_one_group_of_two_is_cited() -> None:
    assert citation_f1(TWO, answer(40, 60, 70)) == pytest.approx(0.4)  # 2 (1/3) (1/2) / (5/6)
    assert citation_f1(TWO, answer()) == 0.0
