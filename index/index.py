"""The index in memory: articles cut up, their vectors, and BM25. Immutable once built.

Knows nothing of files (that is store.py) and nothing of ranking (that is search.py).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from crosscheck.index import bm25
from crosscheck.index.compare.columns import Pairs, PairsOf
from crosscheck.index.compare.opinions import Opinions
from crosscheck.index.compare.pairs import Pair, supporters
from crosscheck.index.compare.score import weights
from crosscheck.index.encoder import Encoder, let_go
from crosscheck.index.hands import ALONE, Hands, parts
from crosscheck.index.lexical import terms
from crosscheck.index.nearest import as_kept, vector_index
from crosscheck.index.split import MAX_PASSAGE, Split, split
from crosscheck.index.types import Article, FloatMatrix, FloatVector, Passage, Sentence, Vectors

if TYPE_CHECKING:
    from crosscheck.index.compare.compare import Judge, Known

__all__ = ["Index", "Progress", "build_index", "in_context", "silent"]

_PART = 8  # articles cut at once

_BLOCK = 8192  # texts embedded at once

Progress: TypeAlias = Callable[[str, int, int], None]
"""Hears of long work: its name, how many units are done, how many there are."""


def silent(stage: str, done: int, total: int) -> None:
    """Report progress to nobody."""


@dataclass(frozen=True)
class Index:
    """Everything a search needs. Published as one object, so that a reader never sees two generations mixed."""

    articles: Mapping[str, Article]  # by id, in order of id
    sentences: Sequence[Sentence]  # by article, then by start
    passages: Sequence[Passage]  # by article, then by start
    sentence_vectors: Vectors  # row i is sentences[i], read in the context of its headings
    passage_vectors: Vectors  # row i is passages[i]
    words: bm25.Words  # document i is passages[i]
    encoder: str  # fingerprint of the model behind the vectors
    pairs: Sequence[Pair] = ()  # judged pairs of sentences, by row
    judge: str = ""  # fingerprint of the model behind the pairs
    opinions: Opinions = field(default_factory=Opinions)  # of a language model on the pairs, where one was asked

    @cached_property
    def first_sentence(self) -> Mapping[tuple[str, int], int]:
        """Row of the first sentence of a passage, by article and start."""
        return {(s.article, s.start): row for row, s in enumerate(self.sentences)}

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words of five letters and more that the articles use, in lower case."""
        return frozenset(word for a in self.articles.values() for word in re.findall(r"[a-z]{5,}", a.text.lower()))

    @cached_property
    def passage_of(self) -> Sequence[int]:
        """Row of the passage that holds sentence i."""
        return [row for row, passage in enumerate(self.passages) for _ in self.rows_in(passage)]

    def passages_of(self, rows: Sequence[int]) -> Sequence[int]:
        """Return the rows of the passages that hold the sentences of `rows`."""
        return [self.passage_of[row] for row in rows]

    @cached_property
    def pairs_of(self) -> Mapping[int, Sequence[Pair]]:
        """The judged pairs that each sentence is part of, by its row."""
        return PairsOf(self.pairs)

    def supporters(self, row: int) -> list[int]:
        """Return the rows of the sentences that say what sentence `row` says, in any article."""
        return supporters(self.pairs_of, row, weights().support)

    def rows_in(self, passage: Passage) -> range:
        """Return the rows of the sentences of `passage`."""
        first = last = self.first_sentence[passage.article, passage.start]
        while last < len(self.sentences) and self._within(self.sentences[last], passage):
            last += 1
        return range(first, last)

    @staticmethod
    def _within(sentence: Sentence, passage: Passage) -> bool:
        return sentence.article == passage.article and sentence.end <= passage.end


def in_context(text: str, headings: Sequence[str]) -> str:
    """Return `text` behind its headings: "It powers APIs" alone does not say what does."""
    return " > ".join([*headings, text])


def build_index(
    articles: Sequence[Article],
    encoder: Encoder,
    progress: Progress = silent,
    known: Mapping[str, FloatVector] | None = None,
    max_passage: int = MAX_PASSAGE,
    judge: "Judge | None" = None,
    verdicts: "Known | None" = None,
    hands: Hands = ALONE,
) -> Index:
    """Build the index of `articles`; their sentences are compared by `judge`, or not at all without one.

    `known` gives vectors, shape (d,), of texts that an earlier index embedded with the same encoder, `verdicts`
    those of pairs that the same judge compared: none of it is done again. Every article must have a sentence.
    """
    from crosscheck.index.compare.compare import compare, judged_by  # noqa: PLC0415 - a search compares nothing
    from crosscheck.index.compare.projection import projection  # noqa: PLC0415

    sentences: list[Sentence] = []
    passages: list[Passage] = []
    cut = hands.each(partial(_split, max_passage), parts(articles, _PART))
    for done, found in enumerate((found for some in cut for found in some), start=1):
        sentences += found.sentences
        passages += found.passages
        progress("Reading", done, len(articles))
    texts = sentence_texts(sentences) + passage_texts(passages)
    vectors = _embed(texts, encoder, progress, known or {})
    let_go()  # the models that compare take as much room again
    own, whole = as_kept(vectors[: len(sentences)]), as_kept(vectors[len(sentences) :])
    told = partial(progress, "Comparing")
    pairs = Pairs.of(())
    if judge:
        moved = projection(encoder.fingerprint)
        pairs = compare(sentences, own, judge, told, verdicts, hands.count, moved)
    return Index(
        articles={article.id: article for article in articles},
        sentences=tuple(sentences),
        passages=tuple(passages),
        sentence_vectors=vector_index(own, partial(progress, "Indexing sentences")),
        passage_vectors=vector_index(whole, partial(progress, "Indexing passages")),
        words=bm25.score(terms(text) for text in passage_texts(passages)),
        encoder=encoder.fingerprint,
        pairs=pairs,
        judge=judged_by(judge) if judge else "",
    )


def _split(max_passage: int, articles: Sequence[Article]) -> list[Split]:
    return [split(article, max_passage) for article in articles]


def sentence_texts(sentences: Sequence[Sentence]) -> list[str]:
    """Return what is embedded for each sentence."""
    return [in_context(s.text, s.headings[-1:]) for s in sentences]


def passage_texts(passages: Sequence[Passage]) -> list[str]:
    """Return what is embedded, and counted by BM25, for each passage."""
    return [in_context(p.text, p.headings) for p in passages]


def _embed(
    texts: Sequence[str], encoder: Encoder, progress: Progress, known: Mapping[str, FloatVector]
) -> FloatMatrix:
    rows: dict[str, list[int]] = defaultdict(list)
    for row, text in enumerate(texts):
        rows[text].append(row)
    vectors = np.zeros((len(texts), 0), dtype=np.float32)
    same = ((text, known[text]) for text in rows if text in known)
    for text, vector in chain(same, _embedded([text for text in rows if text not in known], encoder, progress)):
        if not vectors.shape[1]:
            vectors = np.empty((len(texts), len(vector)), dtype=np.float32)
        vectors[rows[text]] = vector
    return vectors


def _embedded(texts: Sequence[str], encoder: Encoder, progress: Progress) -> Iterator[tuple[str, FloatVector]]:
    """Yield different texts with their vectors, some at a time: of a large folder they are not all there twice."""
    ready = 0

    def report(more: int) -> None:
        progress("Embedding", ready + more, len(texts))

    order = sorted(texts, key=lambda text: (len(text), text))  # alike lengths: little padding
    for ready in range(0, len(order), _BLOCK):
        some = order[ready : ready + _BLOCK]
        yield from zip(some, encoder.encode(some, report), strict=True)
