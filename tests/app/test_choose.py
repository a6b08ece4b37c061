"""Which sentences are read for a question."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from crosscheck.app import choose
from crosscheck.app.assistant import evidence
from crosscheck.app.decide import calibration
from crosscheck.app.judge import Query
from crosscheck.index.index import Index, build_index
from crosscheck.index.models import RelevanceModel
from crosscheck.index.search import search
from crosscheck.index.types import Article, FloatMatrix, FloatVector

QUESTION: FloatVector = np.array([1, 0, 0], dtype=np.float32)
# What a sentence is about, by its last word: nearness to the question comes first.
MEANING = {"first": [1, 0, 0], "same": [0.8, 0.6, 0], "far": [0.6, 0, 0.8], "other": [0, 1, 0]}

WEIGHTS = {"model": 1.0, "near": 0.0, "passage": 0.0, "covered": 0.0, "amiss": 0.0, "bias": 0.0}


class ByLastWord:
    """An encoder that knows four words."""

    fingerprint = "by-last-word"

    def encode(self, texts: Sequence[str], done: Callable[[int], None] | None = None) -> FloatMatrix:
        words = [text.rstrip(".").split()[-1] for text in texts]
        return np.array([MEANING.get(word, [1, 0, 0]) for word in words], dtype=np.float32)


def indexed(*articles: str) -> Index:
    return build_index([Article(f"a{n}", text, f"A{n}") for n, text in enumerate(articles)], ByLastWord())


def asked(question: str, index: Index) -> Query:
    return Query(question, QUESTION, tuple(search(index, question, QUESTION, 5)))


def texts(index: Index, rows: Sequence[int]) -> list[str]:
    return [index.sentences[row].text for row in rows]


def walrus() -> Index:
    """In one passage every sentence shares one word with a question, and only the last one that which is rare."""
    common = " ".join(f"Harbour berth {n}." for n in range(1, 46))
    return indexed(f"{common} Nobody saw the walrus.", "A harbour.")


def test_the_most_promising_seven_have_the_rare_word_and_another_article() -> None:
    index = walrus()
    rows = choose.candidates(asked("harbour walrus", index), index)
    first = choose.first(rows, index)
    assert (len(rows), len(first), first[0]) == (47, 7, rows[0])
    assert texts(index, first[:1]) == ["Nobody saw the walrus."]
    assert "A harbour." in texts(index, first)


def test_of_what_is_left_as_many_are_read_as_make_32() -> None:
    index = walrus()
    rows = choose.candidates(asked("harbour walrus", index), index)
    read = [*choose.first(rows, index), rows[40], rows[41], rows[42]]
    rest = choose.rest(rows, index, read)
    assert len(rest) == len({*read, *rest}) - 10 == 22


def test_beside_the_best_stands_what_is_nearest_to_it_and_half_as_much_to_the_question() -> None:
    # Nearness to "other" and half of that to the question: same .6 + .4, first 0 + .5, far 0 + .3.
    index = indexed("It is far. It is the first. It is the same. It is the other.")
    query, best = asked("what is it", index), 3
    rows = choose.candidates(query, index)
    assert texts(index, [best]) == ["It is the other."]
    found = texts(index, choose.beside(query, rows, index, [best]))
    assert found == ["It is the same.", "It is the first.", "It is far."]


def test_nearness_is_that_of_the_learnt_vectors_where_the_encoder_has_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The first axis becomes next to nothing, the third what the second is. Nearness to "other" and half of that to
    # the question: same 1 + 0, far 1 + 0, first 0 + .5; before, first came before far.
    matrix = np.array([[0.01, 0, 0], [0, 1, 0], [0, 1, 0]], dtype=np.float32)
    monkeypatch.setattr(choose, "projection", {"by-last-word": matrix}.get)
    index = indexed("It is far. It is the first. It is the same. It is the other.")
    query = asked("what is it", index)
    found = choose.beside(query, choose.candidates(query, index), index, [3])
    assert texts(index, found) == ["It is the same.", "It is far.", "It is the first."]


def test_ten_are_read_in_all_and_eight_of_one_article_at_most() -> None:
    index = indexed(" ".join(f"Berth {n} is the same." for n in range(20)), "It is far. It is so far.")
    query = asked("what is it", index)
    rows = choose.candidates(query, index)
    read = rows[:6] + [row for row in rows if index.sentences[row].article == "a1"][:1]
    found = choose.beside(query, rows, index, read)
    assert [index.sentences[row].article for row in found] == ["a0", "a0", "a1"]


def test_32_are_read_in_all_and_26_of_one_article_at_most() -> None:
    berths, piers = (" ".join(f"Harbour {what} {n}." for n in range(40)) for what in ("berth", "pier"))
    index = indexed(berths, piers)
    query = asked("what is it", index)
    rows = sorted(choose.candidates(query, index))
    read = rows[:9] + rows[40:41]
    articles = [index.sentences[row].article for row in [*read, *choose.rest(rows, index, read)]]
    assert (articles.count("a0"), articles.count("a1")) == (26, 6)


class LikesOther:
    """A relevance model for which one sentence answers and no other."""

    labels = ("relevance",)
    fingerprint = "likes-other"

    def logits(self, pairs: Sequence[tuple[str, str]]) -> FloatMatrix:
        return np.array([[4.0 if "other" in sentence else -4.0] for _, sentence in pairs], dtype=np.float32)


def test_others_are_looked_for_with_the_sentence_that_answers_best_not_with_the_most_promising() -> None:
    # Nearest to "first", the most promising, are others of it: 1 + .5. Nearest to "other" is "same": .6 + .4.
    berths = " ".join(f"Harbour berth {n} is the {'first' if n < 20 else 'same'}." for n in range(22))
    index, settings = (
        indexed(berths, "It is the other."),
        replace(calibration(), enough=0.0, sentence_weights=WEIGHTS),
    )
    found = evidence(asked("which berth", index), index, RelevanceModel(LikesOther()), settings)
    last_words = Counter(item.sentence.text.rstrip(".").split()[-1] for item in found.judged)
    assert last_words == {"first": 7, "other": 1, "same": 2}


def test_where_nothing_was_read_nothing_stands_beside_it() -> None:
    index = indexed("It is far.")
    query = asked("what is it", index)
    assert choose.beside(query, choose.candidates(query, index), index, []) == []
