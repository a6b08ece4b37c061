"""Which sentences are read for a question: the most promising ones, and those nearest to the best of them.

What says the same as a good answer, or the contrary, is often in words that the question lacks. So the best of the
first sentences read is asked with for others: relevance feedback (Rocchio 1971).
"""

import re
from collections.abc import Sequence

import numpy as np

from crosscheck.app.judge import Query, rarity, share, vectors
from crosscheck.index.compare.projection import projected, projection
from crosscheck.index.index import Index
from crosscheck.index.lexical import content_terms
from crosscheck.index.search import spread
from crosscheck.index.types import Sentence

__all__ = ["beside", "candidates", "first", "rest"]

# Sentences that are read: the most promising, those beside the best of these, and where all these are not enough,
# others. Ten hold nearly all of the evidence for most questions that can be answered, the others nearly all of the
# rest. Of ten the last two to four are better chosen by the best: an eighth more of the questions about a
# disagreement have both of its sides read.
_FIRST, _WITH_BESIDE, _JUDGED = 7, 10, 32
# When they are chosen, these count beside the cosine: how well the passage was found, and how many of the rare
# words of the question are covered. From 0.2 to 0.6 each, the evidence found is the same.
_PASSAGE, _COVERED = 0.3, 0.5
_QUESTION = 0.5  # what nearness to the question counts for beside nearness to the best; from 0 to 1 it is the same
# The line below the first row of a table in Markdown.
_RULE = re.compile(
    r"[ \t]*+\r?\n[ \t>]{0,20}\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+(?:\r?\n|$)"
)
_PROMISE = re.compile(r"\b(?:in|throughout) this (?:article|post|guide|piece|section|chapter|tutorial)\b", re.I)


def candidates(query: Query, index: Index) -> list[int]:
    """Return the rows of the sentences found that may answer: near the question in meaning and in words first."""
    passage = {row: hit.score for hit in query.hits for row in index.rows_in(hit.passage)}
    rows, rare = [row for row in passage if _can_answer(index, row)], rarity(query.text, index)
    covered = np.array([share(rare, content_terms(index.sentences[row].text)) for row in rows])
    found = np.array([passage[row] for row in rows])
    promise = vectors(index, rows) @ query.vector + _PASSAGE * found + _COVERED * covered
    return [rows[i] for i in np.argsort(-promise, kind="stable")]


def first(rows: Sequence[int], index: Index) -> list[int]:
    """Return those of `rows`, candidates in order, that are read first."""
    return _more((), rows, index, _FIRST)


def beside(query: Query, rows: Sequence[int], index: Index, read: Sequence[int]) -> list[int]:
    """Return those of `rows` that are nearest to the best sentence, the first of `read`, and are not read yet."""
    if not read:
        return []
    waiting = [row for row in rows if row not in read]
    near, matrix = np.vstack([query.vector, vectors(index, [read[0], *waiting])]), projection(index.encoder)
    if matrix is not None:
        near = projected(near, matrix)
    nearness = near[2:] @ (_QUESTION * near[0] + near[1])
    return _more(read, [waiting[i] for i in np.argsort(-nearness, kind="stable")], index, _WITH_BESIDE)


def rest(rows: Sequence[int], index: Index, read: Sequence[int]) -> list[int]:
    """Return those of `rows`, candidates in order, that are read where the sentences in `read` are not enough."""
    return _more(read, [row for row in rows if row not in read], index, _JUDGED)


def _more(read: Sequence[int], rows: Sequence[int], index: Index, places: int) -> list[int]:
    """Return those of `rows` that make `places` with those in `read`, not all of one article."""
    both = spread([*read, *rows], lambda row: index.sentences[row].article, places)
    return [row for row in both if row not in read]


def _can_answer(index: Index, row: int) -> bool:
    sentence = index.sentences[row]
    # A question asks, "These are:" announces, "In this article ..." promises: none of them answers.
    announces = sentence.text.endswith(("?", ":")) or _PROMISE.search(sentence.text)
    return not sentence.is_heading and not announces and not _names_columns(index, sentence)


def _names_columns(index: Index, sentence: Sentence) -> bool:
    """Whether `sentence` is the head of a table, which names what the rows below it say."""
    return bool("|" in sentence.text and _RULE.match(index.articles[sentence.article].text, sentence.end))
