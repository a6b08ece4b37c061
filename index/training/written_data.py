"""Examples from the corpora written for training: their marks, and all else that a comparison would judge."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from crosscheck.index.compare.candidates import candidates
from crosscheck.index.compare.claims import Claim
from crosscheck.index.compare.reading import claims
from crosscheck.index.encoder import load_encoder
from crosscheck.index.training.corpora import Corpus, Line, trained_on
from crosscheck.index.training.examples import CONTRADICTION, ENTAILMENT, NEUTRAL, Example
from crosscheck.index.training.groups import asked_pairs, behind, claim_pairs, groups, question_rows
from crosscheck.index.training.nli_data import NliExamples
from crosscheck.index.training.question_data import QuestionExamples, Row, vary
from crosscheck.index.types import Sentence

__all__ = ["WrittenNli", "WrittenQuestions"]

_SEVERE = 2
_MEANING = {"d": CONTRADICTION, "n": NEUTRAL, "s": ENTAILMENT}
_REHEARSED = 8_000  # examples an epoch of the public data: what it taught must not be forgotten
_MARKED = 14_000  # more than twice as many as are mined would make it cry wolf
_MINED = 25_000
_KEPT = 0.3  # share of the pairs behind a question of which one does not answer it
_ASKED = 3_000
_NEAR = 12  # sentences a question is put to besides those that answer it: the nearest ones
_REHEARSED_QUESTIONS = 25_000


class WrittenQuestions:
    """The questions of the written corpora, among a part of those of the public data."""

    def __init__(self, data: Path, seed: int) -> None:
        self.seed = seed
        self.public = QuestionExamples(data, seed)
        self.rows = [row for corpus in trained_on() for row in _asked(corpus)]
        self.rows += [row for group in groups() for row in question_rows(group)]

    def __call__(self, epoch: int) -> list[Example]:
        """Make the examples of an epoch."""
        rng = random.Random(f"written-{self.seed}-{epoch}")
        public = self.public(epoch)
        return [vary(row, rng) for row in self.rows] + _sampled(public, _REHEARSED_QUESTIONS, rng)


def _asked(corpus: Corpus) -> Iterator[Row]:
    """Yield each question with the sentences that answer it and with the nearest that do not."""
    rows = sentences(corpus)
    questions = [entry for entry in corpus.marked.values() if entry.id[0] in "qu"]
    encoder = load_encoder()
    near = encoder.encode([q.text for q in questions]) @ encoder.encode([row.text for row in rows]).T
    for question, scores in zip(questions, near, strict=True):
        right = _rows(corpus.lines, question.id)
        wrong = [row for row in np.argsort(-scores).tolist() if row not in right][:_NEAR]
        for row in (*right, *wrong):
            before = rows[row - 1].text if row and rows[row - 1].article == rows[row].article else ""
            yield Row(question.text, rows[row].text, int(row in right), " > ".join(rows[row].headings), before)


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


class WrittenNli:
    """The pairs of the written corpora, among a part of those of the public data."""

    def __init__(self, data: Path, seed: int) -> None:
        self.seed = seed
        self.public = NliExamples(data, seed)
        self.marked: list[Example] = []
        self.mined: list[Example] = []
        self.marked += [pair for group in groups() for pair in claim_pairs(group)]
        for corpus in trained_on():
            for example, is_marked in _pairs(corpus):
                (self.marked if is_marked else self.mined).append(example)
        rng = random.Random(f"asked-{seed}")
        self.asked = [pair for group in groups() for pair in asked_pairs(group)]
        self.asked += [pair for corpus in trained_on() for pair in _asked_pairs(corpus, rng)]

    def __call__(self, epoch: int) -> list[Example]:
        """Make the examples of an epoch."""
        rng = random.Random(f"written-{self.seed}-{epoch}")
        public = self.public(epoch)
        chosen = _sampled(self.mined, _MINED, rng)
        pairs = [e if rng.random() < 0.5 else _turned(e) for e in _sampled(self.marked, _MARKED, rng)]
        pairs += [e if rng.random() < 0.5 else _turned(e) for e in chosen]
        pairs += _sampled(self.asked, _ASKED, rng)
        return pairs + _sampled(public, _REHEARSED, rng)


def _asked_pairs(corpus: Corpus, rng: random.Random) -> Iterator[Example]:
    """Yield pairs behind the questions of a corpus: two answers, an answer and what is near it, and no answers."""
    rows = sentences(corpus)
    shown = {claim.row: claim.in_context for claim in claims(rows)}
    marked = labels(corpus)
    questions = [entry for entry in corpus.marked.values() if entry.id[0] in "qu"]
    encoder = load_encoder()
    order = list(shown)
    near = encoder.encode([q.text for q in questions]) @ encoder.encode([rows[row].text for row in order]).T
    for question, scores in zip(questions, near, strict=True):
        right = [row for row in _rows(corpus.lines, question.id) if row in shown]
        wrong = [order[i] for i in np.argsort(-scores).tolist() if order[i] not in right][:_NEAR]
        for one, other in combinations(sorted([*right, *rng.sample(wrong, 6)]), 2):
            both = one in right and other in right
            label = marked.get((one, other), NEUTRAL) if both else NEUTRAL
            if label is not None and (both or rng.random() < _KEPT):
                yield behind(question.text, Example(shown[one], shown[other], label))


def _sampled(examples: Sequence[Example], count: int, rng: random.Random) -> list[Example]:
    return rng.sample(examples, min(count, len(examples)))


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
    vectors = load_encoder().encode([rows[claim.row].text for claim in found])
    for near in candidates(found, vectors):
        first, second = found[near.first], found[near.second]
        if (first.row, second.row) not in marked and not _shared(corpus, first, second):
            yield Example(first.in_context, second.in_context, NEUTRAL), False


def _shared(corpus: Corpus, one: Claim, other: Claim) -> bool:
    """Whether both carry one mark: two sentences of one side say the same, more or less."""
    return bool({m for m in corpus.lines[one.row].marks if m[0] in "ds"} & corpus.lines[other.row].marks)
