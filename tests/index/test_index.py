"""Building an index in memory: what is embedded, and where its vectors go."""

import gc
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from crosscheck.index import index as module
from crosscheck.index.encoder import let_go, load_encoder
from crosscheck.index.index import build_index, passage_texts, sentence_texts
from crosscheck.index.models.bert import Bert
from crosscheck.index.types import Article, FloatMatrix

ARTICLES = [
    Article("a", "The ferry is blue. It carries salt to the islands.", "A"),
    Article("b", "The ferry is blue. Nobody has seen it since.", "B"),
]


class Lengths:
    """Embeds a text as its length and 1, and remembers what it was asked for at once."""

    fingerprint = "lengths"

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def encode(self, texts: Sequence[str], done: Callable[[int], None] | None = None) -> FloatMatrix:
        self.asked.append(list(texts))
        if done:
            done(len(texts))
        return np.array([[len(text), 1] for text in texts], dtype=np.float32)


def test_each_text_is_embedded_once_the_short_ones_first_and_some_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_BLOCK", 2)
    encoder, told = Lengths(), list[tuple[str, int, int]]()
    index = build_index(ARTICLES, encoder, lambda *progress: told.append(progress))
    texts = [text for some in encoder.asked for text in some]
    assert [len(some) for some in encoder.asked] == [2, 2, 1]  # one sentence is in both articles
    assert texts == sorted({*sentence_texts(index.sentences), *passage_texts(index.passages)}, key=len)
    assert [step for step in told if step[0] == "Embedding"] == [
        ("Embedding", 2, 5),
        ("Embedding", 4, 5),
        ("Embedding", 5, 5),
    ]


def test_every_row_has_the_vector_of_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BLOCK", 2)
    index = build_index(ARTICLES, Lengths(), known={"The ferry is blue.": np.array([-1, 1], dtype=np.float32)})
    rows = index.sentence_vectors.reconstruct_n(0, 4)[:, 0].tolist()
    known = "The ferry is blue."
    assert rows == [-1 if text == known else len(text) for text in sentence_texts(index.sentences)]


def test_when_all_is_embedded_the_weights_in_float32_are_let_go() -> None:
    let_go()
    others = _in_float32()
    vector = load_encoder().encode(["The ferry is blue."])[0]
    assert _in_float32() == others + 1
    index = build_index(ARTICLES, load_encoder())
    assert _in_float32() == others
    assert np.array_equal(index.sentence_vectors.reconstruct(0), vector)


def _in_float32() -> int:
    gc.collect()
    return sum(type(found) is Bert and not found._alone for found in gc.get_objects())
