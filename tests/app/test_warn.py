"""Warnings: only what bears on the question, both sides of it, each once."""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, asdict, fields, replace
from math import log

import numpy as np
import pytest

from crosscheck.app.answer import Citation, Statement
from crosscheck.app.bearing import Bearing, BearingSignals, Stage
from crosscheck.app.judge import Judged, SentenceSignals
from crosscheck.app.warn import disputed, warnings, weighed
from crosscheck.index.compare.pairs import Pair, Verdict
from crosscheck.index.index import Index
from crosscheck.index.models import RivalModel
from crosscheck.index.types import Article, Disagreement, FloatVector, Sentence

# The log-odds of the pair and of the less relevant side are added up, then those of rival answers, then those that
# each side answers: from 0, as likely as not. Whatever may be read is, if nothing else is said.
KNOWN = {f.name: float(f.name in {"disagree", "lower"}) for f in fields(BearingSignals) if f.default is MISSING}
SEEN = Stage({**KNOWN, "bias": 0.0}, threshold=0.0)
READ = Stage({**SEEN.weights, "rivals": 1.0}, threshold=0.0)
REREAD = Stage({**READ.weights, "answers": 1.0}, threshold=0.5)
SETTINGS = Bearing(SEEN, READ, REREAD, fitted_on={})
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


QUESTION = "How long does a crossing take?"


class Rivals(RivalModel):
    """A model of rival answers that says of all pairs, and of all sentences, the same."""

    def __init__(self, rivals: float = 0.5, answers: tuple[float, float] = (0.5, 0.5)) -> None:
        self.said, self.sides = rivals, answers
        self.read = list[tuple[str, str]]()
        self.read_again = list[str]()

    def score(self, question: str, pairs: Sequence[tuple[str, str]]) -> FloatVector:
        assert question == QUESTION
        self.read.extend(pairs)
        return np.full(len(pairs), self.said, np.float32)

    def answers(self, question: str, sentences: Sequence[str]) -> FloatVector:
        assert question == QUESTION
        self.read_again.extend(sentences)
        return np.array(self.sides * (len(sentences) // 2), np.float32)


def warn(
    index: Index,
    relevance: Mapping[int, float],
    missed: Mapping[int, float] | None = None,
    rivals: Rivals | None = None,
) -> list[list[str]]:
    """Return the quotes of the warnings, with `missed` for sentences that retrieval did not find."""

    def judge(rows: Sequence[int]) -> list[Judged]:
        return judged(index, {row: (missed or {})[row] for row in rows})

    found = warnings(
        index, weighed(index, judged(index, relevance), judge, QUESTION, rivals or Rivals()), SETTINGS
    )
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


@pytest.mark.parametrize(("likely", "expected"), [(0.7, []), (0.8, [1])])
def test_it_is_fetched_only_where_the_pair_would_be_read_if_it_were_as_relevant_as_not(
    likely: float, expected: list[int]
) -> None:
    index, fetched = make_index(clash(0, 1, likely)), list[int]()

    def judge(rows: Sequence[int]) -> list[Judged]:
        fetched.extend(rows)
        return judged(index, dict.fromkeys(rows, 0.9))

    settings = replace(SETTINGS, seen=replace(SEEN, threshold=0.75))
    weighed(index, judged(index, {0: 0.9}), judge, QUESTION, Rivals(), settings)
    assert fetched == expected


@pytest.mark.parametrize(("likely", "expected"), [(0.7, []), (0.8, [TEXTS[:2]])])
def test_a_pair_is_read_only_where_it_is_likely_enough_as_it_seems(
    likely: float, expected: list[tuple[str, str]]
) -> None:
    index, model = make_index(clash(0, 1, likely)), Rivals()
    settings = replace(SETTINGS, seen=replace(SEEN, threshold=0.75))
    weighed(index, judged(index, {0: 0.5, 1: 0.5}), lambda rows: [], QUESTION, model, settings)
    assert model.read == expected


@pytest.mark.parametrize(("rivals", "expected"), [(0.7, []), (0.8, list(TEXTS[:2]))])
def test_its_sides_are_read_only_where_they_are_likely_enough_to_be_rivals(
    rivals: float, expected: list[str]
) -> None:
    index, model = make_index(clash(0, 1, 0.5)), Rivals(rivals)
    settings = replace(SETTINGS, read=replace(READ, threshold=0.75))
    found = weighed(index, judged(index, {0: 0.5, 1: 0.5}), lambda rows: [], QUESTION, model, settings)
    assert model.read_again == expected
    assert len(found) == len(expected) / 2


def test_sentences_that_were_never_compared_are_put_to_the_question() -> None:
    index = make_index()
    # Not judged counts as odds of 1 to 9,999, certain rivals as 9,999 to 1, and 0.9 as 9 to 1.
    assert warn(index, {0: 0.9, 1: 0.9}, rivals=(certain := Rivals(1.0))) == [list(TEXTS[:2])]
    assert certain.read == [TEXTS[:2]]
    assert warn(index, {0: 0.9, 1: 0.9}, rivals=Rivals(0.99)) == []


def test_nothing_is_shown_of_which_one_side_does_not_answer_as_the_second_reading_has_it() -> None:
    index = make_index(clash(0, 1, 0.9))
    # Odds of 9 to 1 that they disagree, and as likely as not that the other side is relevant.
    assert warn(index, {0: 0.9, 1: 0.5}, rivals=Rivals(answers=(0.9, 0.2))) == [list(TEXTS[:2])]
    assert warn(index, {0: 0.9, 1: 0.5}, rivals=Rivals(answers=(0.9, 0.05))) == []


def test_that_both_give_one_number_is_weighed() -> None:
    one_number = Pair(0, 4, Verdict(1, 1, 0, 0), 0.9, 0.9, 0.0, "opinion", "", shown=1)
    index = make_index(one_number, clash(0, 1, 0.9))
    found = weighed(index, judged(index, {0: 0.9, 1: 0.9, 4: 0.9}), lambda rows: [], QUESTION, Rivals())
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
    found = weighed(index, judged(index, {0: 0.9, 1: 0.5}), lambda rows: [], QUESTION, Rivals())
    assert [warning.score for warning in warnings(index, found, SETTINGS)] == [0.9]


def test_what_the_model_says_and_how_many_other_sentences_answer_speak_for_a_pair() -> None:
    pair = Pair(0, 1, Verdict(0.2, 0.9, 0.5, 0.1), 0.9, 0.5, 0.0, "number", "the crossing", shown=1)
    same = Pair(1, 3, Verdict(0, 0, 1, 1), 0.9, 0.0, 0.9, "number", "the crossing", shown=2)
    index = make_index(pair, same)
    model = Rivals(0.8, answers=(0.9, 0.1))
    found, *_ = weighed(index, judged(index, {0: 0.9, 1: 0.5, 2: 0.6, 3: 0.7}), lambda rows: [], QUESTION, model)
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
        same_number=0.0,
        unjudged=0.0,
        same_article=0.0,
        rivals=log(4),
        answers=-log(9),
    )
    assert asdict(found.signals) == pytest.approx(asdict(expected))


def test_a_statement_that_rests_on_a_side_is_marked() -> None:
    index = make_index(clash(0, 1, 0.9))
    (found,) = warnings(
        index, weighed(index, judged(index, {0: 0.9, 1: 0.9}), lambda rows: [], QUESTION, Rivals()), SETTINGS
    )
    assert isinstance(found, Disagreement)
    citations = [Citation(n + 1, str(n), "", None, TEXTS[n], 0, len(TEXTS[n])) for n in (0, 2)]
    statements = [Statement(TEXTS[0], (1,), 1), Statement(TEXTS[2], (2,), 1)]
    assert [s.disputed for s in disputed(statements, citations, [found])] == [True, False]
