"""Examples from the corpora written for training: their marks, and all else that a comparison would judge."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np

from crosscheck.index.compare.candidates import candidates
from crosscheck.index.compare.claims import Claim
from crosscheck.index.compare.projection import projection
from crosscheck.index.compare.reading import claims
from crosscheck.index.encoder import load_encoder
from crosscheck.index.index import sentence_texts
from crosscheck.index.models.cascade import Cascade
from crosscheck.index.models.context import MARK, contextualise
from crosscheck.index.models.cross_encoders import NliModel
from crosscheck.index.training.corpora import Corpus, Line, trained_on
from crosscheck.index.training.disguise import disguised, proper_names
from crosscheck.index.training.examples import CONTRADICTION, ENTAILMENT, NEUTRAL, Example
from crosscheck.index.training.groups import claim_pairs, groups, question_rows
from crosscheck.index.training.nli_data import NliExamples
from crosscheck.index.training.question_data import QuestionExamples, Row, vary
from crosscheck.index.types import Sentence

__all__ = ["REHEARSED", "WrittenNli", "WrittenQuestions", "hard_negatives", "headed"]

_Item = TypeVar("_Item")

_SEVERE = 2
_MEANING = {"d": CONTRADICTION, "n": NEUTRAL, "s": ENTAILMENT}
# Pairs of an epoch. Fewer that were mined for each that contradicts would make it cry wolf.
REHEARSED = 10_000  # of the public data: what it taught must not be forgotten
# Of the corpora and of the groups. Drawn from both together, next to all look-alikes and three contradictions in
# four would be of the groups, which have every wording of one value beside every wording of another.
_OF_CORPORA = {CONTRADICTION: 12_000, ENTAILMENT: 5_000, NEUTRAL: 10_000}
_OF_GROUPS = {CONTRADICTION: 4_000, ENTAILMENT: 2_000, NEUTRAL: 4_000}
_MINED = 8_000
_HARD = 8_000  # of those mined that the packaged models take for contradictions
_LOOKED_AT = 40_000  # mined ones in which they look for them
_MISTAKEN = 0.1  # probability of a contradiction that is a mistake worth learning from
_DOUBTED = 0.05  # by the small model, from which the large one looks too
_HEADED = 0.3  # share of the bare claims shown behind a heading, whichever: articles have them over nearly all
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
        rows = sampled(self.rows, _QUESTIONS, rng)
        own = [disguised(vary(row, rng), self.names, self.pool, rng) for row in rows]
        return own + sampled(public, _REHEARSED_QUESTIONS, rng)


class WrittenNli:
    """The pairs of the written corpora, among a part of those of the public data."""

    def __init__(self, data: Path, seed: int, rehearsed: int = REHEARSED) -> None:
        self.seed = seed
        self.rehearsed = rehearsed
        self.public = NliExamples(data, seed)
        of_groups = [pair for group in groups() for pair in claim_pairs(group)]
        of_corpora: list[Example] = []
        mined: list[Example] = []
        for corpus in trained_on():
            for example, is_marked in _pairs(corpus):
                (of_corpora if is_marked else mined).append(example)
        self.sources = [*by_label(of_corpora, _OF_CORPORA), *by_label(of_groups, _OF_GROUPS)]
        looked_at = sampled(mined, _LOOKED_AT, random.Random(seed))
        self.sources += [(mined, _MINED), (hard_negatives(looked_at), _HARD)]
        self.headings = [name for corpus in trained_on() for line in corpus.lines for name in line.headings]
        pairs = [pair for source, _ in self.sources for pair in source]
        self.names = proper_names(text for pair in pairs for text in (pair.first, pair.second))
        self.pool = sorted(self.names)

    def __call__(self, epoch: int) -> list[Example]:
        """Make the examples of an epoch."""
        rng = random.Random(f"written-{self.seed}-{epoch}")
        pairs = [pair for source, count in self.sources for pair in sampled(source, count, rng)]
        pairs = [
            disguised(pair if rng.random() < 0.5 else _turned(pair), self.names, self.pool, rng) for pair in pairs
        ]
        pairs = [
            Example(headed(p.first, self.headings, rng), headed(p.second, self.headings, rng), p.label)
            for p in pairs
        ]
        return pairs + sampled(self.public(epoch), self.rehearsed, rng)


def _asked(corpus: Corpus) -> Iterator[Row]:
    """Yield each question with the sentences that answer it and with the nearest that do not."""
    rows = sentences(corpus)
    entries = [entry for entry in corpus.marked.values() if entry.id[0] in "qu"]
    encoder = load_encoder()
    texts = [line.text for line in corpus.lines]
    near = encoder.encode([entry.text for entry in entries]) @ encoder.encode(texts).T
    for entry, scores in zip(entries, near, strict=True):
        right = rows_of(corpus.lines, entry.id)
        wrong = islice((row for row in np.argsort(-scores).tolist() if row not in right), _NEAR)
        for row in (*right, *wrong):
            before = rows[row - 1].text if row and rows[row - 1].article == rows[row].article else ""
            headings = " > ".join(rows[row].headings)
            yield Row(entry.text, rows[row].text, int(row in right), headings, before)


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
            ones, others = rows_of(corpus.lines, f"{entry.id}a"), rows_of(corpus.lines, f"{entry.id}b")
            found |= {(min(a, b), max(a, b)): label for a in ones for b in others if a != b}
    return found


def rows_of(lines: Sequence[Line], mark: str) -> list[int]:
    return [row for row, line in enumerate(lines) if mark in line.marks]


def headed(claim: str, headings: Sequence[str], rng: random.Random) -> str:
    """Return a claim that stands alone behind one of `headings`, now and then; others as they are."""
    if MARK in claim or rng.random() > _HEADED:
        return claim
    return contextualise([rng.choice(headings)], None, claim)


def hard_negatives(neutral: Sequence[Example]) -> list[Example]:
    """Return those that the packaged models take for contradictions: what precision lacks."""
    said = NliModel(Cascade(_DOUBTED)).judge([(example.first, example.second) for example in neutral])
    return [neutral[place] for place in np.flatnonzero(said[:, CONTRADICTION] >= _MISTAKEN).tolist()]


def by_label(pairs: Sequence[Example], counts: Mapping[int, int]) -> list[tuple[list[Example], int]]:
    """Return the pairs of each label, with how many of them an epoch has."""
    return [([pair for pair in pairs if pair.label == label], count) for label, count in counts.items()]


def sampled(items: Sequence[_Item], count: int, rng: random.Random) -> list[_Item]:
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
    encoder = load_encoder()
    vectors = encoder.encode(sentence_texts(rows))
    for near in candidates(found, vectors, projection(encoder.fingerprint)):
        first, second = found[near.first], found[near.second]
        if (first.row, second.row) not in marked and not _shared(corpus, first, second):
            yield Example(first.in_context, second.in_context, NEUTRAL), False


def _shared(corpus: Corpus, one: Claim, other: Claim) -> bool:
    """Whether both carry one mark: two sentences of one side say the same, more or less."""
    return bool({m for m in corpus.lines[one.row].marks if m[0] in "ds"} & corpus.lines[other.row].marks)
