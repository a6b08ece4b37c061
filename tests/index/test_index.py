"""Building an index in memory: what is embedded, and where its vectors go."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from crosscheck.index import index as module
from crosscheck.index.index import build_index, passage_texts, sentence_texts
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
