"""Which sentences are read for a question."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from crosscheck.app import choose
from crosscheck.app.judge import Query
from crosscheck.index.index import Index, build_index
from crosscheck.index.search import search
from crosscheck.index.types import Article, FloatMatrix, FloatVector

QUESTION: FloatVector = np.array([1, 0, 0], dtype=np.float32)
# What a sentence is about, by its last word: nearness to the question comes first.
MEANING = {"first": [1, 0, 0], "same": [0.8, 0.6, 0], "far": [0.6, 0, 0.8], "other": [0, 1, 0]}


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
    # The matrix leaves the third axis alone: "far" is then all that is near to the best, which is "far" as well.
    matrix = np.diag([0.01, 0.01, 1.0]).astype(np.float32)
    monkeypatch.setattr(choose, "projection", {"by-last-word": matrix}.get)
    index = indexed("It is far. It is the same. It is so far.")
    query = asked("what is it", index)
    found = choose.beside(query, choose.candidates(query, index), index, [2])
    assert texts(index, found) == ["It is far.", "It is the same."]


def test_ten_are_read_in_all_and_eight_of_one_article_at_most() -> None:
    index = indexed(" ".join(f"Berth {n} is the same." for n in range(20)), "It is far. It is so far.")
    query = asked("what is it", index)
    rows = choose.candidates(query, index)
    read = rows[:6] + [row for row in rows if index.sentences[row].article == "a1"][:1]
    found = choose.beside(query, rows, index, read)
    assert [index.sentences[row].article for row in found] == ["a0", "a0", "a1"]


def test_where_nothing_was_read_nothing_stands_beside_it() -> None:
    index = indexed("It is far.")
    query = asked("what is it", index)
    assert choose.beside(query, choose.candidates(query, index), index, []) == []
