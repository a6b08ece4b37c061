"""Public texts in which we know what disagrees: encyclopaedia articles, some sentences of which occur edited.

Nearly all pairs of sentences of an encyclopaedia agree; those that were edited by `edits` disagree or not, as the
edit says. Natural pairs of VitaminC, revisions of one sentence that contradict each other, are mixed in.
"""

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from crosscheck.index.lexical import content_terms
from crosscheck.index.training import edits
from crosscheck.index.training.examples import CONTRADICTION, Example
from crosscheck.index.training.text import split_sentences
from crosscheck.index.types import Sentence

__all__ = ["SeededCorpus", "seeded_corpora"]

_SEED = 11
_TITLES, _PASSAGES = 10, 14  # taken, and of each
_EDITED = 40  # sentences of each title that are edited, where the edit finds something to change
_REVISIONS = 8  # pairs of VitaminC that are mixed into each title
_ALIKE = 0.3  # share of words in common from which two revisions are of the same or a like sentence
_MAX_CHARACTERS = 500  # of a sentence
Edit: TypeAlias = Callable[[str, random.Random], Iterator[Example]]


@dataclass(frozen=True, slots=True)
class SeededCorpus:
    """A small corpus, and the pairs of its rows that disagree, the smaller row first."""

    title: str
    sentences: tuple[Sentence, ...]
    disagree: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Twin:
    first: str
    second: str
    disagree: bool


def seeded_corpora(data: Path) -> Iterator[SeededCorpus]:
    """Return the corpora made from the public files below `data`, always the same ones."""
    rng = random.Random(_SEED)
    passages: dict[str, list[str]] = defaultdict(list)
    for row in _rows(data / "retrieval/squad2_passages/corpus.jsonl.gz"):
        passages[row["title"]].append(row["text"])
    titles = sorted(passages)
    rng.shuffle(titles)
    every = [s for title in titles for passage in passages[title] for s in split_sentences(passage)]
    kinds = _edits(edits.other_names(rng.sample(every, min(len(every), 4000))))
    revised = _revisions(data, rng)
    for title in titles[:_TITLES]:
        texts = [[s for s in split_sentences(p) if len(s) < _MAX_CHARACTERS] for p in passages[title][:_PASSAGES]]
        twins = [*_edited(texts, kinds, rng), *(next(revised) for _ in range(_REVISIONS))]
        yield _corpus(title, texts, twins)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def _edits(others: Sequence[str]) -> list[Edit]:
    def exchanged(edit: Callable[..., Iterator[Example]]) -> Edit:
        return lambda text, rng: edit(text, others, rng)

    return [
        *(edits.changed_quantity, edits.changed_quantity, edits.denied_sentence, exchanged(edits.other_object)),
        *(exchanged(edits.other_subject), edits.rephrased_quantity, edits.hedged, edits.shortened),
    ]


def _revisions(data: Path, rng: random.Random) -> Iterator[_Twin]:
    """Return revisions of different sentences: two states of one count would disagree with each other too."""
    rows = [r for r in _rows(data / "conflicts/dev_vitaminc_pairs.jsonl.gz") if r["label"] == "conflict"]
    rng.shuffle(rows)
    seen: list[set[str]] = []
    for row in rows:
        words = set(content_terms(f"{row['passage_a']} {row['passage_b']}"))
        if all(len(words & others) < _ALIKE * min(len(words), len(others)) for others in seen):
            seen.append(words)
            yield _Twin(row["passage_a"], row["passage_b"], True)


def _edited(texts: Sequence[Sequence[str]], kinds: Sequence[Edit], rng: random.Random) -> Iterator[_Twin]:
    flat = [sentence for passage in texts for sentence in passage]
    for sentence in rng.sample(flat, min(len(flat), _EDITED)):
        examples = [e for e in rng.choice(kinds)(sentence, rng) if sentence in (e.first, e.second)]
        if examples:
            chosen = rng.choice(examples)
            other = chosen.second if chosen.first == sentence else chosen.first
            yield _Twin(sentence, other, chosen.label == CONTRADICTION)


def _corpus(title: str, texts: Sequence[Sequence[str]], twins: Sequence[_Twin]) -> SeededCorpus:
    """Put each passage into an article of its own, and each text of a twin that no passage has."""
    known = {sentence for passage in texts for sentence in passage}
    articles = [list(passage) for passage in texts]
    articles += [[text] for twin in twins for text in (twin.first, twin.second) if text not in known]
    sentences: list[Sentence] = []
    row: dict[str, int] = {}
    for number, article in enumerate(articles):
        start = 0
        for text in article:
            row.setdefault(text, len(sentences))
            sentences.append(Sentence(f"{title} {number}", start, start + len(text), text))
            start += len(text) + 1
    disagree = {tuple(sorted((row[t.first], row[t.second]))) for t in twins if t.disagree}
    return SeededCorpus(title, tuple(sentences), frozenset((a, b) for a, b in disagree))
