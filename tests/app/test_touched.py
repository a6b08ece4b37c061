"""Which pairs a question touches, and how they are put to it."""

from collections.abc import Sequence

from crosscheck.app.touched import Put, put, touched
from crosscheck.index.compare.pairs import Pair, Verdict
from crosscheck.index.index import Index
from crosscheck.index.types import Article, Sentence

TEXTS = ("The ferry takes 24 minutes.", "Boats need 35 minutes.", "Its hull is blue.", "Enough.")


def make_index(*pairs: Pair, texts: Sequence[str] = TEXTS) -> Index:
    articles = {str(row): Article(str(row), text, f"Article {row}") for row, text in enumerate(texts)}
    sentences = tuple(Sentence(str(row), 0, len(text), text) for row, text in enumerate(texts))
    nothing: object = None
    return Index(articles, sentences, (), nothing, nothing, nothing, "", pairs)  # type: ignore[arg-type]


def judged(first: int, second: int, likely: float, same: float = 0.0) -> Pair:
    return Pair(first, second, Verdict(0, 0, 0, 0), 0.9, likely, same, "date", "the crossing", shown=1)


def rows(pairs: Sequence[Pair]) -> list[tuple[int, int]]:
    return [(pair.first, pair.second) for pair in pairs]


def test_of_a_likely_disagreement_one_side_has_to_answer() -> None:
    index = make_index(judged(0, 1, 0.4), judged(0, 2, 0.6), judged(1, 2, 0.9))
    assert rows(touched(index, {0: 0.1, 3: 0.01})) == [(0, 2), (0, 1)]


def test_of_other_pairs_both_may_and_the_most_relevant_come_first() -> None:
    # 0.9 x 0.2 is less than 0.5 x 0.9.
    assert rows(touched(make_index(), {0: 0.9, 1: 0.2, 2: 0.5, 3: 0.01})) == [(0, 2), (0, 1), (1, 2)]


def test_of_other_pairs_one_has_to_answer_and_the_other_at_least_may() -> None:
    assert rows(touched(make_index(), {0: 0.9, 1: 0.02, 2: 0.02})) == [(0, 1), (0, 2)]


def test_a_pair_judged_to_disagree_hardly_is_one_of_these_with_its_verdict() -> None:
    pair = judged(0, 1, 0.09)
    assert touched(make_index(pair), {0: 0.9, 1: 0.9}) == [pair]


def test_sentences_that_say_the_same_are_none() -> None:
    assert touched(make_index(judged(0, 1, 0.0, same=1.0)), {0: 0.9, 1: 0.9}) == []


def test_a_pair_that_was_not_judged_gets_its_kind_and_topic() -> None:
    index = make_index()
    (found,) = put(index, touched(index, {0: 0.9, 1: 0.9}))
    assert found.texts == TEXTS[:2]
    assert (found.pair.kind, found.pair.topic) == ("number", "minutes")


def test_one_that_was_keeps_them() -> None:
    pair = judged(0, 1, 0.9)
    assert list(put(make_index(pair), [pair])) == [Put(pair, TEXTS[:2], same_number=False)]


def test_whether_both_give_one_number_is_told_in_whatever_unit() -> None:
    # A nautical mile is 1.852 km, so that 3.9 are 7.22.
    index = make_index(texts=("It is 3.9 nautical miles long.", "It is 7.2 kilometres long.", "It is 9 km long."))
    pairs = (judged(0, 1, 0.9), judged(0, 2, 0.9))
    assert [found.same_number for found in put(index, pairs)] == [True, False]


def test_what_claims_nothing_is_not_put() -> None:
    index = make_index()
    (pair,) = touched(index, {0: 0.9, 3: 0.9})
    assert list(put(index, [pair])) == []
