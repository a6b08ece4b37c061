"""Warnings: only what bears on the question, both sides of it, each once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields, replace
from math import log

import numpy as np
import pytest

from crosscheck.app.answer import Citation, Statement
from crosscheck.app.judge import Judged, SentenceSignals
from crosscheck.app.warn import Bearing, BearingSignals, disputed, warnings, weighed
from crosscheck.index.compare.pairs import Pair, Verdict
from crosscheck.index.index import Index
from crosscheck.index.types import Article, Disagreement, FloatVector, Sentence

# The log-odds of the pair, of rival answers and of the less relevant side are added up: from 0, as likely as not.
NOTHING = dict.fromkeys([field.name for field in fields(BearingSignals)], 0.0)
COUNTED = {"disagree": 1.0, "rivals": 1.0, "lower": 1.0, "bias": 0.0}
SETTINGS = Bearing(NOTHING | COUNTED, threshold=0.5, fitted_on={})
TEXTS = (
    "The ferry takes 24 minutes.",
    "Boats need 35 minutes.",
    "Its hull is blue.",
    "Its hull is red.",
    "A crossing takes 0.4 hours.",
)


def make_index(*pairs: Pair) -> Index:
    articles = {str(row): Article(str(row), text, f"Article {row}") for row, text in enumerate(TEXTS)}
    sentences = tuple(Sentence(str(row), 0, len(text), text) for row, text in enumerate(TEXTS))
    nothing: object = None
    return Index(articles, sentences, (), nothing, nothing, nothing, "", pairs)  # type: ignore[arg-type]


def clash(first: int, second: int, likely: float) -> Pair:
    return Pair(first, second, Verdict(1, 1, 0, 0), 0.9, likely, 0.0, "number", "the crossing", shown=1)


def judged(index: Index, relevance: Mapping[int, float]) -> list[Judged]:
    nothing = SentenceSignals(*(0.0 for _ in fields(SentenceSignals)))
    return [Judged(index.sentences[row], row, value, nothing) for row, value in relevance.items()]


def as_likely_as_not(pairs: Sequence[tuple[str, str]]) -> FloatVector:
    return np.full(len(pairs), 0.5, np.float32)


def warn(
    index: Index,
    relevance: Mapping[int, float],
    missed: Mapping[int, float] | None = None,
    rivals: Callable[[Sequence[tuple[str, str]]], FloatVector] = as_likely_as_not,
) -> list[list[str]]:
    """Return the quotes of the warnings, with `missed` for sentences that retrieval did not find."""

    def judge(rows: Sequence[int]) -> list[Judged]:
        return judged(index, {row: (missed or {})[row] for row in rows})

    found = warnings(index, weighed(index, judged(index, relevance), judge, rivals), SETTINGS)
    return [[side.quote for side in warning.sides] for warning in found]


def test_two_relevant_sentences_that_clash_are_shown() -> None:
    assert warn(make_index(clash(0, 1, 0.9)), {0: 0.9, 1: 0.8}) == [list(TEXTS[:2])]


def test_nothing_is_shown_when_one_side_answers_something_else() -> None:
    assert warn(make_index(clash(0, 1, 0.9)), {0: 0.9, 1: 0.02}) == []


def test_nothing_is_shown_when_both_sides_agree() -> None:
    assert warn(make_index(clash(0, 1, 0.05)), {0: 0.9, 1: 0.9}) == []


def test_the_other_side_is_fetched_when_retrieval_missed_it() -> None:
    index = make_index(clash(0, 1, 0.9))
    assert warn(index, {0: 0.9}, missed={1: 0.8}) == [list(TEXTS[:2])]
    assert warn(index, {0: 0.9}, missed={1: 0.02}) == []


@pytest.mark.parametrize(("likely", "expected"), [(0.3, []), (0.4, [1])])
def test_it_is_fetched_only_where_it_might_bring_a_warning(likely: float, expected: list[int]) -> None:
    index, fetched = make_index(clash(0, 1, likely)), list[int]()

    def judge(rows: Sequence[int]) -> list[Judged]:
        fetched.extend(rows)
        return judged(index, dict.fromkeys(rows, 0.9))

    # Rivals at .95, log-odds 2.94, and a side as relevant as not leave 2.10 of .3 and 2.54 of .4; .9 takes 2.20.
    weighed(index, judged(index, {0: 0.9}), judge, as_likely_as_not, replace(SETTINGS, threshold=0.9))
    assert fetched == expected


def test_sentences_that_were_never_compared_are_put_to_the_question() -> None:
    def rivals(pairs: Sequence[tuple[str, str]]) -> FloatVector:
        assert list(pairs) == [TEXTS[:2]]
        return np.array([sure], np.float32)

    index = make_index()
    # Not judged counts as odds of 1 to 9,999, certain rivals as 9,999 to 1, and 0.9 as 9 to 1.
    sure = 1.0
    assert warn(index, {0: 0.9, 1: 0.9}, rivals=rivals) == [list(TEXTS[:2])]
    sure = 0.99
    assert warn(index, {0: 0.9, 1: 0.9}, rivals=rivals) == []


def test_that_both_give_one_number_is_weighed() -> None:
    one_number = Pair(0, 4, Verdict(1, 1, 0, 0), 0.9, 0.9, 0.0, "opinion", "", shown=1)
    index = make_index(one_number, clash(0, 1, 0.9))
    found = weighed(index, judged(index, {0: 0.9, 1: 0.9, 4: 0.9}), lambda rows: [], as_likely_as_not)
    assert {(w.pair.first, w.pair.second): w.signals.same_number for w in found} == {
        (0, 1): 0.0, (0, 4): 1.0, (1, 4): 0.0,
    }  # fmt: skip


def test_the_strongest_alone_is_shown() -> None:
    index = make_index(clash(0, 1, 0.6), clash(2, 3, 0.9))
    assert warn(index, dict.fromkeys(range(4), 0.9)) == [list(TEXTS[2:4])]


def test_a_likely_disagreement_needs_less_relevant_sides_than_an_unlikely_one() -> None:
    # Odds of 9 to 1 and of 1 to 4 make 9 to 4: shown. Odds of 1 to 1 do not make up for 1 to 4.
    assert warn(make_index(clash(0, 1, 0.9)), {0: 0.9, 1: 0.2}) == [list(TEXTS[:2])]
    assert warn(make_index(clash(0, 1, 0.5)), {0: 0.9, 1: 0.2}) == []


def test_the_score_is_the_probability_that_both_sides_disagree_about_the_question() -> None:
    index = make_index(clash(0, 1, 0.9))
    found = weighed(index, judged(index, {0: 0.9, 1: 0.5}), lambda rows: [], as_likely_as_not)
    assert [warning.score for warning in warnings(index, found, SETTINGS)] == [0.9]


def test_what_the_model_says_and_how_many_other_sentences_answer_speak_for_a_pair() -> None:
    pair = Pair(0, 1, Verdict(0.2, 0.9, 0.5, 0.1), 0.9, 0.5, 0.0, "number", "the crossing", shown=1)
    same = Pair(1, 3, Verdict(0, 0, 1, 1), 0.9, 0.0, 0.9, "number", "the crossing", shown=2)
    index = make_index(pair, same)
    found, *_ = weighed(index, judged(index, {0: 0.9, 1: 0.5, 2: 0.6, 3: 0.7}), lambda rows: [], as_likely_as_not)
    # 0.9 is odds of 9 to 1, 0.2 of 1 to 4; sentence 3 says what 1 does, so that only 2 is another.
    expected = BearingSignals(
        disagree=0.0,
        contradicts=log(9),
        contradicts_both=-log(4),
        entails=0.0,
        lower=0.0,
        higher=log(9),
        best=log(9),
        others=log(1.6),
        rivals=0.0,
        same_number=0.0,
        unjudged=0.0,
        same_article=0.0,
    )
    assert asdict(found.signals) == pytest.approx(asdict(expected))


def test_a_statement_that_rests_on_a_side_is_marked() -> None:
    index = make_index(clash(0, 1, 0.9))
    (found,) = warnings(
        index, weighed(index, judged(index, {0: 0.9, 1: 0.9}), lambda rows: [], as_likely_as_not), SETTINGS
    )
    assert isinstance(found, Disagreement)
    citations = [Citation(n + 1, str(n), "", None, TEXTS[n], 0, len(TEXTS[n])) for n in (0, 2)]
    statements = [Statement(TEXTS[0], (1,), 1), Statement(TEXTS[2], (2,), 1)]
    assert [s.disputed for s in disputed(statements, citations, [found])] == [True, False]
