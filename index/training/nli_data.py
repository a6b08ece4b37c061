"""Examples for NLI: the labelled files, and neighbours in documents as neutral pairs."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from crosscheck.index.training.edits import (
    bounded_quantity,
    changed_quantity,
    denied_sentence,
    hedged,
    negated,
    other_names,
    other_object,
    other_subject,
    rephrased_quantity,
    shortened,
    vague_quantity,
)
from crosscheck.index.training.everyday import amount_pair, other_thing, part_pair, stock_pair
from crosscheck.index.training.examples import (
    CONTRADICTION,
    ENTAILMENT,
    LABELS,
    NEUTRAL,
    Example,
    read_rows,
)
from crosscheck.index.training.mined import mined_pairs
from crosscheck.index.training.names import subject
from crosscheck.index.training.templates import list_pair, number_pair, opinion_pair, role_pair
from crosscheck.index.training.text import in_common, split_sentences

_SWAP_SHARE = 0.35  # of all pairs but entailments: the product compares in both directions
_SWAP_ENTAILED = 0.2  # fewer, since they become neutral
_LONGER = 4  # words: what a text says beyond another does not follow from it
_THRICE = ("mnli_", "scifact")  # small sources of the kind that matters: seen three times an epoch
# Pairs of an epoch. Kinds that a model knows after some minutes are few: they only keep it from forgetting.
_NEIGHBOURS = 5_000
_OTHER_EVIDENCE = 2_500
_SAME_SUBJECT = 4_000
_NEGATED = 9_000
_MINED = 15_000
_MINED_FROM = 7_000  # sentences of documents, and as many of other kinds of text
_EDITED = {
    changed_quantity: 1_500,
    rephrased_quantity: 1_500,
    bounded_quantity: 6_000,
    vague_quantity: 600,
    denied_sentence: 1_000,
    hedged: 1_500,
    shortened: 1_500,
}
_EXCHANGED = {other_subject: 1_000, other_object: 700}
_MADE_UP = {role_pair: 9_000, list_pair: 1_500, opinion_pair: 8_000, number_pair: 4_000}
_EVERYDAY = {stock_pair: 7_000, part_pair: 7_000, amount_pair: 6_000}
_OTHER_THING = 4_000
_WIKI = ("vitaminc", "fever", "newprot", "semiauto")
_FACTS = ("vitaminc_real", "fever", "semiauto", "newprot_base")  # not rewritten for a contrast
_SPOKEN = ("lingnli", "mnli", "cad")
_PLAIN = ("lingnli", "mnli", "snli", "newprot_base")


def documents(data: Path) -> list[list[str]]:
    """Read the sentences of each public document: SciFact abstracts, SQuAD 2 training passages, SelQA sections."""
    found = [split_sentences(row["text"]) for row in read_rows(data / "retrieval/scifact/corpus.jsonl.gz")]
    for name, key in (("squad2", "pid"), ("selqa", "qid")):
        groups: dict[str, dict[int, str]] = defaultdict(dict)
        for row in read_rows(data / f"qa/train_{name}_sentences.jsonl.gz"):
            groups[row[key]][row["sent_id"]] = row["sentence"]
        found += [[group[i] for i in sorted(group)] for group in groups.values()]
    return [document for document in found if len(document) > 1]


def neighbour_pairs(documents: Sequence[Sequence[str]], count: int, rng: random.Random) -> list[Example]:
    """Pair sentences of one document, which do not contradict each other: neutral.

    Of three draws the pair that shares most words is kept: unrelated neighbours teach little.
    """
    pairs = []
    for _ in range(count):
        document = rng.choice(documents)
        drawn = [rng.sample(range(len(document)), 2) for _ in range(3)]
        first, second = max(drawn, key=lambda pair: in_common(document[pair[0]], document[pair[1]]))
        if document[first] != document[second]:
            pairs.append(Example(document[first], document[second], NEUTRAL))
    return pairs


def labelled(data: Path) -> list[tuple[str, Example]]:
    """Read the rows of `nli/train` with their sources."""
    return [
        (row["source"], Example(row["premise"], row["hypothesis"], LABELS.index(row["label"])))
        for row in read_rows(data / "nli/train.jsonl.gz")
    ]


def evidence_pairs(data: Path) -> list[Example]:
    """Pair passages about one claim: those that disagree contradict each other."""
    pairs = []
    for row in read_rows(data / "conflicts/train_vitaminc_pairs.jsonl.gz"):
        label = {"conflict": CONTRADICTION, "agree": ENTAILMENT}.get(row["label"])
        if label is not None:
            pairs.append(Example(row["passage_a"], row["passage_b"], label))
    return pairs


def other_evidence(rows: Sequence[tuple[str, Example]], count: int, rng: random.Random) -> list[Example]:
    """Pair claims of sources without neutral rows with the evidence of another claim: neutral."""
    poor = [e for source, e in rows if source.startswith(("vitaminc_synthetic", "fever", "newprot_contrast"))]
    pairs = []
    for _ in range(count):
        claim, other = rng.sample(poor, 2)
        pairs.append(Example(other.first, claim.second, NEUTRAL))
    return pairs


def edited(sentences: Sequence[str], rng: random.Random) -> list[Example]:
    """Change sentences in one respect, as many of each kind as `_EDITED` and `_EXCHANGED` say."""
    others = other_names(rng.sample(sentences, min(len(sentences), 8000)))
    pairs = []
    for edit, count in _EDITED.items():
        pairs += _draw((e for s in rng.sample(sentences, len(sentences)) for e in edit(s, rng)), count)
    for exchange, count in _EXCHANGED.items():
        pairs += _draw((e for s in rng.sample(sentences, len(sentences)) for e in exchange(s, others, rng)), count)
    return pairs


def _draw(pairs: Iterable[Example], count: int) -> list[Example]:
    return list(islice(pairs, count))


class NliExamples:
    """The examples of each epoch, the same for the same seed and epoch."""

    def __init__(self, data: Path, seed: int) -> None:
        self.seed = seed
        self.rows = labelled(data)
        self.evidence = evidence_pairs(data)
        self.documents = documents(data)
        wiki = (e.first for source, e in self.rows if source.startswith(_WIKI))
        self.sentences = [s for s in dict.fromkeys(wiki) if 6 < len(s.split()) < 45]
        facts = (e.first for source, e in self.rows if source.startswith(_FACTS))
        self.facts = [s for s in dict.fromkeys(facts) if 6 < len(s.split()) < 45]
        self.spoken = [e.first for source, e in self.rows if source.startswith(_SPOKEN)]
        self.plain = [e for source, e in self.rows if source.startswith(_PLAIN)]

    def __call__(self, epoch: int) -> list[Example]:
        """Make the examples of an epoch."""
        rng = random.Random(f"nli-{self.seed}-{epoch}")
        examples = [e for _, e in self.rows] + self.evidence
        examples += [e for source, e in self.rows if source.startswith(_THRICE)] * 2
        examples += edited(self.sentences, rng)
        made_up = (_MADE_UP | _EVERYDAY).items()
        examples += [make(rng) for make, count in made_up for _ in range(count)]
        things = (
            e for s in rng.sample(self.sentences, len(self.sentences)) for e in other_thing(s, self.sentences, rng)
        )
        examples += _draw(things, _OTHER_THING)
        examples = [swapped(e, rng) for e in examples]
        examples += _draw((n for e in rng.sample(self.plain, len(self.plain)) for n in negated(e, rng)), _NEGATED)
        examples += same_subject(self.facts, _SAME_SUBJECT, rng)
        examples += neighbour_pairs(self.documents, _NEIGHBOURS, rng)
        examples += self._mined(rng)
        return examples + other_evidence(self.rows, _OTHER_EVIDENCE, rng)

    def _mined(self, rng: random.Random) -> list[Example]:
        written = [sentence for document in self.documents for sentence in document]
        pairs: list[Example] = []
        for texts in (written, list(dict.fromkeys(self.spoken))):
            pairs += mined_pairs(rng.sample(texts, min(len(texts), _MINED_FROM)), rng)[: _MINED // 2]
        return pairs


def same_subject(sentences: Sequence[str], count: int, rng: random.Random) -> list[Example]:
    """Pair different statements about one name, from different sentences: neutral.

    Pairs that share many words are left out: they may be revisions of each other, which can disagree.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for sentence in sentences:
        if name := subject(sentence):
            groups[name].append(sentence)
    several = [group for group in groups.values() if len(group) > 1]
    drawn = (rng.sample(rng.choice(several), 2) for _ in range(count * 3))
    return _draw((Example(a, b, NEUTRAL) for a, b in drawn if in_common(a, b) < 0.5), count)


def swapped(example: Example, rng: random.Random) -> Example:
    """Turn some pairs round: contradiction and neutral stay, the longer text does not follow from the shorter."""
    if rng.random() >= (_SWAP_ENTAILED if example.label == ENTAILMENT else _SWAP_SHARE):
        return example
    if example.label != ENTAILMENT:
        return Example(example.second, example.first, example.label)
    longer = len(example.first.split()) - len(example.second.split()) >= _LONGER
    return Example(example.second, example.first, NEUTRAL) if longer else example
