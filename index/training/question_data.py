"""Examples for relevance: questions with sentences that answer them, and sentences that only seem to."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from crosscheck.index.models.context import contextualise
from crosscheck.index.training.asked import (
    attribute_questions,
    count_questions,
    definition_questions,
    event_questions,
    off_topic,
    question_sentences,
)
from crosscheck.index.training.examples import Example, read_rows
from crosscheck.index.training.facts import amount_question, fact_question, filler_question, told_question
from crosscheck.index.training.names import names
from crosscheck.index.training.phrasing import claim_question, keyword_query, misspell
from crosscheck.index.training.slots import slot_question, stock_question, whether_question
from crosscheck.index.training.swaps import swap_kind, swap_name, swap_question_word, swap_word

_KEYWORD_SHARE, _TYPO_SHARE = 0.12, 0.06  # of the questions
_OVERLAP_NEGATIVES = 2  # of other passages, for each answerable question of SQuAD 1
_ATTRIBUTE_QUESTIONS = 14_000  # and the counts below: examples of an epoch
_WIKI_CLAIMS, _OTHER_CLAIMS, _STRAY_CLAIMS = 18_000, 18_000, 3_000
_QUESTION_SENTENCES, _OFF_TOPIC = 5_000, 3_000
_MADE_UP = {
    fact_question: 24_000,
    told_question: 8_000,
    filler_question: 3_000,
    amount_question: 5_000,
    slot_question: 9_000,
    whether_question: 4_000,
    stock_question: 4_000,
}
_SQUAD2_TIMES = 3  # an epoch: the one file of near misses that people wrote
_WIKI = ("vitaminc", "fever")
_OTHER = ("lingnli", "newprot", "mnli", "semiauto")


@dataclass(frozen=True, slots=True)
class Row:
    """A question, a sentence with what surrounds it, and whether the sentence answers it."""

    question: str
    sentence: str
    label: int
    title: str = ""
    previous: str = ""


def passage_rows(path: Path, key: str) -> list[Row]:
    """Read the rows of a file with titles and sentence numbers; `key` names the field of the passage."""
    rows = list(read_rows(path))
    sentences: dict[str, dict[int, str]] = defaultdict(dict)
    for row in rows:
        sentences[row[key]][row["sent_id"]] = row["sentence"]
    return [
        Row(
            row["question"],
            row["sentence"],
            row["label"],
            row["title"].replace("_", " "),
            sentences[row[key]].get(row["sent_id"] - 1, ""),
        )
        for row in rows
    ]


def overlap_negatives(questions: Sequence[Row], sentences: Sequence[str], each: int) -> list[Row]:
    """Find for each question the sentences that share most of its words and are not its answer (BM25)."""
    import bm25s

    index = bm25s.BM25()
    index.index(bm25s.tokenize(list(sentences), show_progress=False), show_progress=False)
    queries = bm25s.tokenize([row.question for row in questions], show_progress=False)
    found, _ = index.retrieve(queries, k=each + 4, show_progress=False)
    rows = []
    for question, hits in zip(questions, found, strict=True):
        others = [sentences[i] for i in hits if sentences[i] != question.sentence]
        rows += [Row(question.question, sentence, 0) for sentence in others[1 : each + 1]]
    return rows


def claim_rows(data: Path, sources: tuple[str, ...], rng: random.Random) -> list[Row]:
    """Ask claims as questions: evidence that supports or refutes answers them, other evidence does not."""
    return [
        Row(claim_question(row["hypothesis"], rng), row["premise"], int(row["label"] != "neutral"))
        for row in read_rows(data / "nli/train.jsonl.gz")
        if row["source"].startswith(sources)
    ]


def shuffled_claims(rows: Sequence[Row], count: int, rng: random.Random) -> list[Row]:
    """Put claims' questions to the evidence of another claim."""
    return [Row(rng.choice(rows).question, rng.choice(rows).sentence, 0) for _ in range(count)]


def swapped_names(rows: Sequence[Row], share: float, rng: random.Random) -> list[Row]:
    """Ask answered questions about a name that stands near by and not in the sentence."""
    swapped = []
    for at, row in enumerate(rows):
        if row.label and rng.random() < share:
            near = rows[max(0, at - 15) : at + 15]
            found = list(dict.fromkeys(name for other in near for name in names(other.sentence)))
            question = swap_name(row.question, found, row.sentence, rng)
            swapped += [replace(row, question=question, label=0)] if question else []
    return swapped


def perturbed(rows: Sequence[Row], share: float, rng: random.Random) -> list[Row]:
    """Exchange the question word, the kind of answer or one shared word of answered questions."""
    made = []
    for at, row in enumerate(rows):
        if not row.label or rng.random() > share:
            continue
        near = " ".join(other.question for other in rows[max(0, at - 20) : at + 20])
        asked = (
            swap_question_word(row.question, row.sentence),
            swap_kind(row.question, row.sentence, rng),
            swap_word(row.question, re.findall(r"\b[a-z]{6,}\b", near), row.sentence, rng),
        )
        made += [replace(row, question=question, label=0) for question in asked if question]
    return made


def generated(sentences: Sequence[str], rng: random.Random) -> list[Row]:
    """Make questions from sentences of an encyclopaedia, with and without an answer in them."""
    makers = (event_questions, count_questions, definition_questions)
    asked = [one for sentence in sentences for make in makers for one in make(sentence, rng)]
    attributes = [one for sentence in sentences for one in attribute_questions(sentence, rng)]
    asked += rng.sample(attributes, min(len(attributes), _ATTRIBUTE_QUESTIONS))
    return [Row(one.question, one.sentence, one.label) for one in asked]


class QuestionExamples:
    """The examples of each epoch, the same for the same seed and epoch."""

    def __init__(self, data: Path, seed: int) -> None:
        self.seed = seed
        self.plain = [
            Row(row["question"], row["sentence"], row["label"])
            for row in read_rows(data / "qa/train_squad1_sentences.jsonl.gz")
        ]
        self.squad2 = passage_rows(data / "qa/train_squad2_sentences.jsonl.gz", "pid")
        self.selqa = passage_rows(data / "qa/train_selqa_sentences.jsonl.gz", "qid")
        self.answered = [row for row in self.plain if row.label]
        sentences = list(dict.fromkeys(row.sentence for row in self.plain))
        self.overlaps = overlap_negatives(self.answered, sentences, _OVERLAP_NEGATIVES)
        rng = random.Random(f"claims-{seed}")
        self.wiki = claim_rows(data, _WIKI, rng)
        self.claims = claim_rows(data, _OTHER, rng)

    def __call__(self, epoch: int) -> list[Example]:
        """Make the examples of an epoch."""
        rng = random.Random(f"relevance-{self.seed}-{epoch}")
        sentences = list(dict.fromkeys(row.sentence for row in self.wiki))
        questions = [row.question for row in self.squad2 + self.answered + self.selqa + self.wiki[:5000]]
        rows = self.plain + self.answered + self.overlaps + self.selqa + self.squad2 * _SQUAD2_TIMES
        rows += rng.sample(self.wiki, _WIKI_CLAIMS) + rng.sample(self.claims, _OTHER_CLAIMS)
        rows += shuffled_claims(self.wiki, _STRAY_CLAIMS, rng) + generated(sentences, rng)
        rows += swapped_names(self.wiki, 0.5, rng) + swapped_names(self.squad2, 1.0, rng)
        rows += swapped_names(self.selqa, 1.0, rng)
        rows += perturbed(self.answered, 0.7, rng) + perturbed(self.squad2, 1.0, rng)
        extra = question_sentences(questions, _QUESTION_SENTENCES, rng) + off_topic(sentences, _OFF_TOPIC, rng)
        extra += [make(rng) for make, count in _MADE_UP.items() for _ in range(count)]
        return [vary(row, rng) for row in rows + [Row(one.question, one.sentence, one.label) for one in extra]]


def vary(row: Row, rng: random.Random) -> Example:
    """Put the row as a user might ask and as an index might present it."""
    question, draw = row.question, rng.random()
    if draw < _KEYWORD_SHARE:
        question = keyword_query(question) or question
    elif draw < _KEYWORD_SHARE + _TYPO_SHARE:
        question = misspell(question, rng)
    headings = [row.title] if row.title and rng.random() < 0.5 else []
    previous = row.previous if row.previous and rng.random() < 0.3 else None
    return Example(question, contextualise(headings, previous, row.sentence), row.label)
