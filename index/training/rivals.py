"""Examples of rival answers: a question, and two sentences that answer it differently or only seem to; or one."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from pathlib import Path
from statistics import fmean

import numpy as np

from crosscheck.index.compare.claims import Claim
from crosscheck.index.compare.reading import claims
from crosscheck.index.encoder import load_encoder
from crosscheck.index.models.context import asked
from crosscheck.index.training.corpora import Corpus, trained_on
from crosscheck.index.training.disguise import disguised, proper_names
from crosscheck.index.training.examples import CONTRADICTION, ENTAILMENT, NEUTRAL, Example, read_rows
from crosscheck.index.training.groups import Group, claim_pairs, groups
from crosscheck.index.training.names import names
from crosscheck.index.training.phrasing import claim_question
from crosscheck.index.training.question_data import Row, passage_rows, vary
from crosscheck.index.training.swaps import long_words, swap_contrast, swap_name, swap_word
from crosscheck.index.training.written_data import WrittenQuestions, by_label, labels, rows_of, sampled, sentences
from crosscheck.index.types import Sentence

__all__ = ["RivalAnswers", "of_claims", "of_corpus", "of_group"]

_NEAR = 8  # sentences besides those that answer that a question is shown with: the nearest
_OF_EACH = 8  # pairs of a group, for each of its questions
_WRONG = 6  # pairs of a question that are no rival answers
# Pairs of an epoch. Corpora in long sentences, as most web sites have them, are put to their questions twice, each
# time typed otherwise, and have a share to themselves: beside the others they are few.
_OF_PROSE = {CONTRADICTION: 8_000, ENTAILMENT: 2_000, NEUTRAL: 13_000}
_OF_TERSE = {CONTRADICTION: 8_000, ENTAILMENT: 2_000, NEUTRAL: 10_000}
_OF_GROUPS = {CONTRADICTION: 4_000, ENTAILMENT: 1_500, NEUTRAL: 5_000}
_OF_CLAIMS = {CONTRADICTION: 2_000, NEUTRAL: 1_500}
_OF_PASSAGES = 2_000
_LONG = 18  # words in a sentence of a corpus, on average


class RivalAnswers:
    """Pairs of sentences put to questions, and the sentences of `WrittenQuestions`, which may follow from them."""

    def __init__(self, data: Path, seed: int) -> None:
        self.seed = seed
        corpora, written = trained_on(), groups()
        rng = random.Random(seed)
        prose = [corpus for corpus in corpora if _length(corpus) >= _LONG]
        terse = [corpus for corpus in corpora if _length(corpus) < _LONG]
        self.sources = by_label([p for c in prose + prose for p in of_corpus(c, rng)], _OF_PROSE)
        self.sources += by_label([p for c in terse for p in of_corpus(c, rng)], _OF_TERSE)
        self.sources += by_label([p for g in written for p in of_group(g, rng)], _OF_GROUPS)
        self.sources += by_label(list(of_claims(data, rng)), _OF_CLAIMS)
        self.sources.append((list(_of_passages(data, rng)), _OF_PASSAGES))
        pairs = [pair for source, _ in self.sources for pair in source]
        self.names = proper_names(text for pair in pairs for text in (pair.first, pair.second))
        self.pool = sorted(self.names)
        self.questions = WrittenQuestions(data, seed)

    def __call__(self, epoch: int) -> list[Example]:
        """Make the examples of an epoch."""
        rng = random.Random(f"rivals-{self.seed}-{epoch}")
        pairs = [pair for source, count in self.sources for pair in sampled(source, count, rng)]
        alone = [replace(one, label=ENTAILMENT if one.label else NEUTRAL) for one in self.questions(epoch)]
        return [disguised(pair, self.names, self.pool, rng) for pair in pairs] + alone


def _length(corpus: Corpus) -> float:
    """Return the words of a sentence of `corpus`, on average."""
    return fmean(len(line.text.split()) for line in corpus.lines)


def _put(question: str, one: str, other: str, label: int, rng: random.Random) -> Example:
    """Return two sentences put to a question, in either order; the question as a user might type it."""
    typed = vary(Row(question, "", 0), rng).first
    first, second = (one, other) if rng.random() < 0.5 else (other, one)
    return Example(asked(typed, first), second, label)


def of_corpus(corpus: Corpus, rng: random.Random) -> Iterator[Example]:
    """Yield the questions of a corpus with pairs of sentences that answer them, and of others near by."""
    lines = sentences(corpus)
    place = {claim.row: claim for claim in claims(lines)}
    if not place:
        return
    known, told = labels(corpus), _told(lines)
    entries = [entry for entry in corpus.marked.values() if entry.id[0] in "qu"]
    encoder, rows = load_encoder(), sorted(place)
    near = encoder.encode([e.text for e in entries]) @ encoder.encode([lines[row].text for row in rows]).T
    for entry, scores in zip(entries, near, strict=True):
        right = [row for row in rows_of(corpus.lines, entry.id) if row in place]
        others = [rows[i] for i in np.argsort(-scores).tolist() if rows[i] not in right][:_NEAR]
        for one, other in combinations(right, 2):
            label = known.get((min(one, other), max(one, other)), NEUTRAL)
            if label is not None:
                yield _put(entry.text, *_both(place, one, other), label, rng)
            if label == CONTRADICTION:
                for swapped in _of_another_thing(entry.text, *_both(place, one, other), told, rng):
                    yield _put(swapped, *_both(place, one, other), NEUTRAL, rng)
        for one, other in _tempting(right, others, known, rng):
            yield _put(entry.text, *_both(place, one, other), NEUTRAL, rng)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a corpus tells of."""

    names: Sequence[str]
    words: Sequence[str]  # long ones, that are no names


def _told(lines: Sequence[Sentence]) -> _Told:
    told = [line.text for line in lines]
    return _Told([name for text in told for name in names(text)], long_words(" ".join(told)))


def _of_another_thing(question: str, one: str, other: str, told: _Told, rng: random.Random) -> Iterator[str]:
    """Yield questions about something else, which two sentences that answer `question` do not answer."""
    both = f"{one} {other}"
    if swapped := swap_name(question, told.names, both, rng):
        yield swapped
    if swapped := swap_word(question, told.words, both, rng):
        yield swapped
    if swapped := swap_contrast(question, both, rng):
        yield swapped


def _both(place: dict[int, Claim], one: int, other: int) -> tuple[str, str]:
    return place[one].in_context, place[other].in_context


def _tempting(
    right: Sequence[int], others: Sequence[int], known: dict[tuple[int, int], int | None], rng: random.Random
) -> list[tuple[int, int]]:
    """Return pairs of which one does not answer: those that disagree about something else, and the nearest."""
    pairs = [(min(p), max(p)) for p in (*product(right, others), *combinations(others, 2))]
    elsewhere = [p for p in pairs if known.get(p) == CONTRADICTION]
    rest = [p for p in pairs[: 3 * _WRONG] if known.get(p) != CONTRADICTION]
    return elsewhere[:2] + sampled(rest, _WRONG - min(2, len(elsewhere)), rng)


def of_group(group: Group, rng: random.Random) -> Iterator[Example]:
    """Yield the questions of a group with pairs of its claims; none answers a question without an answer."""
    for letter in "qu":
        for question in group.of(letter):
            for pair in sampled(list(claim_pairs(group)), _OF_EACH, rng):
                label = pair.label if letter == "q" else NEUTRAL
                yield _put(question, pair.first, pair.second, label, rng)


def of_claims(data: Path, rng: random.Random) -> Iterator[Example]:
    """Yield claims asked as questions, with evidence for and against them, and with evidence that says neither."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in read_rows(data / "nli/train.jsonl.gz"):
        if row["source"].startswith("vitaminc_real"):
            found[row["hypothesis"]][row["label"]].append(row["premise"])
    for claim, said in found.items():
        question = claim_question(claim, rng)
        sides = product(said["entailment"], said["contradiction"])
        yield from (_put(question, one, other, CONTRADICTION, rng) for one, other in sides)
        open_ = product(said["neutral"], said["entailment"] + said["contradiction"])
        yield from (_put(question, one, other, NEUTRAL, rng) for one, other in open_)


def _of_passages(data: Path, rng: random.Random) -> Iterator[Example]:
    """Yield questions about an encyclopaedia with two sentences of one passage, which do not disagree."""
    passages: dict[str, list[Row]] = defaultdict(list)
    for row in passage_rows(data / "qa/train_squad2_sentences.jsonl.gz", "pid"):
        passages[row.question].append(row)
    for question, rows in passages.items():
        if len(rows) > 1:
            one, other = rng.sample(rows, 2)
            yield _put(question, one.sentence, other.sentence, NEUTRAL, rng)
