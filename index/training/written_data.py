"""Examples from the corpora written for training: their marks, and all else that a comparison would judge."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from pathlib import Path
from typing import TypeVar

import numpy as np

from crosscheck.index.compare.candidates import candidates
from crosscheck.index.compare.claims import Claim
from crosscheck.index.compare.reading import claims
from crosscheck.index.encoder import load_encoder
from crosscheck.index.models.context import MARK, contextualise
from crosscheck.index.models.cross_encoders import NliModel
from crosscheck.index.models.packaged import PackagedScorer
from crosscheck.index.training.corpora import Corpus, Line, trained_on
from crosscheck.index.training.disguise import disguised, proper_names
from crosscheck.index.training.examples import CONTRADICTION, ENTAILMENT, NEUTRAL, Example
from crosscheck.index.training.groups import asked_pairs, behind, claim_pairs, groups, question_rows
from crosscheck.index.training.nli_data import NliExamples
from crosscheck.index.training.question_data import QuestionExamples, Row, vary
from crosscheck.index.types import Sentence

__all__ = ["WrittenNli", "WrittenQuestions", "hard_negatives", "headed"]

_Item = TypeVar("_Item")

_SEVERE = 2
_MEANING = {"d": CONTRADICTION, "n": NEUTRAL, "s": ENTAILMENT}
# Pairs of an epoch. Fewer that were mined for each that contradicts would make it cry wolf.
_REHEARSED = 10_000  # of the public data: what it taught must not be forgotten
_CONTRADICTING = 14_000
_AGREEING = 8_000
_NEUTRAL = 22_000
_MINED = 14_000
_HARD = 8_000  # of those mined that the packaged model takes for contradictions
_LOOKED_AT = 60_000  # mined ones in which it looks for them
_MISTAKEN = 0.1  # probability of a contradiction that is a mistake worth learning from
_HEADED = 0.3  # share of the bare claims shown behind a heading, whichever: articles have them over nearly all
_KEPT = 0.3  # share of the pairs behind a question of which one does not answer it
_ASKED = 3_000
_WRONG = 6  # of the nearest that do not answer, in pairs behind a question
_NEAR = 12  # sentences a question is put to besides those that answer it: the nearest ones
_QUESTIONS = 60_000  # of the rows of the written questions
_REHEARSED_QUESTIONS = 60_000  # with fewer of the public ones, what is of another subject altogether gets answered


class WrittenQuestions:
    """The questions of the written corpora, among a part of those of the public data."""

    def __init__(self, data: Path, seed: int) -> None:
        self.seed = seed
        self.public = QuestionExamples(data, seed)
        self.rows = [row for corpus in trained_on() for row in _asked(corpus)]
        self.rows += [row for group in groups() for row in question_rows(group)]
        self.names = proper_names(text for row in self.rows for text in (row.question, row.sentence))
        self.pool = sorted(self.names)

    def __call__(self, epoch: int) -> list[Example]:
        """Make the examples of an epoch."""
        rng = random.Random(f"written-{self.seed}-{epoch}")
        public = self.public(epoch)
        rows = _sampled(self.rows, _QUESTIONS, rng)
        own = [disguised(vary(row, rng), self.names, self.pool, rng) for row in rows]
        return own + _sampled(public, _REHEARSED_QUESTIONS, rng)


class WrittenNli:
    """The pairs of the written corpora, among a part of those of the public data."""

    def __init__(self, data: Path, seed: int, rehearsed: int = _REHEARSED) -> None:
        self.seed = seed
        self.rehearsed = rehearsed
        self.public = NliExamples(data, seed)
        marked = [pair for group in groups() for pair in claim_pairs(group)]
        mined: list[Example] = []
        for corpus in trained_on():
            for example, is_marked in _pairs(corpus):
                (marked if is_marked else mined).append(example)
        counts = {CONTRADICTION: _CONTRADICTING, ENTAILMENT: _AGREEING, NEUTRAL: _NEUTRAL}
        self.sources = [([p for p in marked if p.label == label], count) for label, count in counts.items()]
        looked_at = _sampled(mined, _LOOKED_AT, random.Random(seed))
        self.sources += [(mined, _MINED), (hard_negatives(looked_at), _HARD)]
        self.headings = [name for corpus in trained_on() for line in corpus.lines for name in line.headings]
        pairs = [pair for source, _ in self.sources for pair in source]
        self.names = proper_names(text for pair in pairs for text in (pair.first, pair.second))
        self.pool = sorted(self.names)
        rng = random.Random(f"asked-{seed}")
        self.asked = [pair for group in groups() for pair in asked_pairs(group)]
        self.asked += [pair for corpus in trained_on() for pair in _asked_pairs(corpus, rng)]

    def __call__(self, epoch: int) -> list[Example]:
        """Make the examples of an epoch."""
        rng = random.Random(f"written-{self.seed}-{epoch}")
        pairs = [pair for source, count in self.sources for pair in _sampled(source, count, rng)]
        pairs = [
            disguised(pair if rng.random() < 0.5 else _turned(pair), self.names, self.pool, rng) for pair in pairs
        ]
        pairs = [
            Example(headed(p.first, self.headings, rng), headed(p.second, self.headings, rng), p.label)
            for p in pairs
        ]
        pairs += _sampled(self.asked, _ASKED, rng)
        return pairs + _sampled(self.public(epoch), self.rehearsed, rng)


@dataclass(frozen=True, slots=True)
class _Question:
    """A question of a corpus, with the rows that answer it and the nearest that do not."""

    question: str
    right: tuple[int, ...]
    wrong: tuple[int, ...]


def _questions(corpus: Corpus, among: Sequence[int]) -> Iterator[_Question]:
    """Yield the questions of `corpus` with rows of `among`."""
    entries = [entry for entry in corpus.marked.values() if entry.id[0] in "qu"]
    encoder = load_encoder()
    texts = [corpus.lines[row].text for row in among]
    near = encoder.encode([entry.text for entry in entries]) @ encoder.encode(texts).T
    for entry, scores in zip(entries, near, strict=True):
        right = tuple(row for row in _rows(corpus.lines, entry.id) if row in among)
        order = (among[place] for place in np.argsort(-scores).tolist())
        yield _Question(entry.text, right, tuple(islice((row for row in order if row not in right), _NEAR)))


def _asked(corpus: Corpus) -> Iterator[Row]:
    """Yield each question with the sentences that answer it and with the nearest that do not."""
    rows = sentences(corpus)
    for asked in _questions(corpus, range(len(rows))):
        for row in (*asked.right, *asked.wrong):
            before = rows[row - 1].text if row and rows[row - 1].article == rows[row].article else ""
            headings = " > ".join(rows[row].headings)
            yield Row(asked.question, rows[row].text, int(row in asked.right), headings, before)


def _asked_pairs(corpus: Corpus, rng: random.Random) -> Iterator[Example]:
    """Yield pairs behind the questions of a corpus: two answers, an answer and what is near it, and no answers."""
    shown = {claim.row: claim.in_context for claim in claims(sentences(corpus))}
    marked = labels(corpus)
    for asked in _questions(corpus, list(shown)):
        for one, other in combinations(sorted([*asked.right, *rng.sample(asked.wrong, _WRONG)]), 2):
            both = one in asked.right and other in asked.right
            label = marked.get((one, other), NEUTRAL) if both else NEUTRAL
            if label is not None and (both or rng.random() < _KEPT):
                yield behind(asked.question, Example(shown[one], shown[other], label))


def sentences(corpus: Corpus) -> list[Sentence]:
    """Return the lines of `corpus` as the sentences of an index, with made-up offsets."""
    found, start = [], 0
    for line in corpus.lines:
        headings = (corpus.titles[line.article], *line.headings)
        found.append(Sentence(line.article, start, start + len(line.text), line.text, headings))
        start += len(line.text) + 1
    return found


def labels(corpus: Corpus) -> dict[tuple[int, int], int | None]:
    """Return the marked pairs of rows, the smaller row first, with their labels; None where none is certain."""
    found: dict[tuple[int, int], int | None] = {}
    # Disagreements last: they win.
    for entry in sorted(corpus.marked.values(), key=lambda entry: entry.id[0] == "d"):
        if entry.id[0] in _MEANING:
            mild = entry.id[0] == "d" and entry.severity < _SEVERE
            label = None if mild else _MEANING[entry.id[0]]
            ones, others = _rows(corpus.lines, f"{entry.id}a"), _rows(corpus.lines, f"{entry.id}b")
            found |= {(min(a, b), max(a, b)): label for a in ones for b in others if a != b}
    return found


def _rows(lines: Sequence[Line], mark: str) -> list[int]:
    return [row for row, line in enumerate(lines) if mark in line.marks]


def headed(claim: str, headings: Sequence[str], rng: random.Random) -> str:
    """Return a claim that stands alone behind one of `headings`, now and then; others as they are."""
    if MARK in claim or rng.random() > _HEADED:
        return claim
    return contextualise([rng.choice(headings)], None, claim)


def hard_negatives(neutral: Sequence[Example]) -> list[Example]:
    """Return those that the small packaged model takes for contradictions: what precision lacks."""
    said = NliModel(PackagedScorer.released("nli")).judge([(example.first, example.second) for example in neutral])
    return [neutral[place] for place in np.flatnonzero(said[:, CONTRADICTION] >= _MISTAKEN).tolist()]


def _sampled(items: Sequence[_Item], count: int, rng: random.Random) -> list[_Item]:
    return rng.sample(items, min(count, len(items)))


def _turned(example: Example) -> Example:
    return Example(example.second, example.first, example.label)


def _pairs(corpus: Corpus) -> Iterator[tuple[Example, bool]]:
    """Yield the pairs of a corpus as a comparison would judge them, and whether they are marked."""
    rows = sentences(corpus)
    found = claims(rows)
    place = {claim.row: claim for claim in found}
    marked = labels(corpus)
    for (one, other), label in marked.items():
        if label is not None and one in place and other in place:
            yield Example(place[one].in_context, place[other].in_context, label), True
    vectors = load_encoder().encode([sentence.text for sentence in rows])
    for near in candidates(found, vectors):
        first, second = found[near.first], found[near.second]
        if (first.row, second.row) not in marked and not _shared(corpus, first, second):
            yield Example(first.in_context, second.in_context, NEUTRAL), False


def _shared(corpus: Corpus, one: Claim, other: Claim) -> bool:
    """Whether both carry one mark: two sentences of one side say the same, more or less."""
    return bool({m for m in corpus.lines[one.row].marks if m[0] in "ds"} & corpus.lines[other.row].marks)
