"""Retrieval figures on character spans, against values worked out by hand and against ir-measures."""

import math

import ir_measures
import pytest
from ir_measures import RR, R, nDCG

from crosscheck.evals import retrieval
from crosscheck.evals.gold import Case, Span

PASSAGES = [Span("a", start, start + 100) for start in range(0, 1000, 100)]  # ten of 100 characters
OVER = [PASSAGES[i] for i in (3, 7, 1, 0, 2, 4, 5, 6, 8, 9)]  # one order of them


def case(*groups: tuple[Span, ...]) -> Case:
    return Case("q", (), groups, ())


def quote(start: int, end: int) -> Span:
    return Span("a", start, end)


def test_a_quote_across_two_passages_is_covered_by_both_together() -> None:
    group = (quote(90, 130),)
    assert [retrieval.covering(group, PASSAGES[:k]) for k in (0, 1, 2)] == [0.0, 0.25, 1.0]


def test_spans_that_overlap_count_once() -> None:
    assert retrieval.covering((quote(0, 100),), [quote(0, 30), quote(20, 50)]) == 0.5


def test_the_best_covered_alternative_counts() -> None:
    assert retrieval.covering((quote(0, 100), quote(0, 10)), [quote(0, 10)]) == 1.0


def test_recall_is_the_share_of_groups() -> None:
    assert retrieval.recall(case((quote(0, 10),), (quote(500, 510),)), PASSAGES[:3]) == 0.5


def test_a_budget_cuts_the_last_passage() -> None:
    assert retrieval.within(PASSAGES, 250) == [quote(0, 100), quote(100, 200), quote(200, 250)]


def test_ndcg_gives_nothing_for_what_was_found_before() -> None:
    twice = [PASSAGES[0], quote(0, 50), PASSAGES[5]]
    wanted = case((quote(0, 10),), (quote(500, 510),))
    # The first group is covered at rank 1, the second at rank 3; ideal are the ranks 1 and 2.
    assert retrieval.ndcg(wanted, twice) == pytest.approx((1 + 1 / 2) / (1 + 1 / math.log2(3)))


def test_precision_counts_characters() -> None:
    assert retrieval.precision(case((quote(0, 30),)), PASSAGES[:2]) == 0.15


def test_articles_are_counted_once() -> None:
    wanted = case((quote(0, 10), Span("b", 0, 10)))
    assert retrieval.sources(wanted, PASSAGES) == 0.5


@pytest.mark.parametrize("relevant", [(3,), (7, 1), (9, 0, 4), (8,)])
def test_where_each_quote_lies_in_one_passage_trec_eval_agrees(relevant: tuple[int, ...]) -> None:
    wanted = case(*((quote(100 * i + 10, 100 * i + 90),) for i in relevant))
    names = {passage: f"p{passage.start}" for passage in PASSAGES}
    qrels = [ir_measures.Qrel("q", names[PASSAGES[i]], 1) for i in relevant]
    # By rank, not by score: trec_eval breaks ties by name.
    run = [ir_measures.ScoredDoc("q", names[passage], -rank) for rank, passage in enumerate(OVER)]
    theirs = ir_measures.calc_aggregate([R @ 1, R @ 3, R @ 5, RR, nDCG @ 10], qrels, run)
    ours = {R @ k: retrieval.recall(wanted, OVER[:k]) for k in (1, 3, 5)}
    ours |= {RR: retrieval.reciprocal_rank(wanted, OVER), nDCG @ 10: retrieval.ndcg(wanted, OVER)}
    assert ours == pytest.approx(theirs)
