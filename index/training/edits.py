"""Seeded edits of public sentences, each with the label that follows from the edit."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from crosscheck.index.training.examples import CONTRADICTION, ENTAILMENT, NEUTRAL, Example
from crosscheck.index.training.names import names, subject

_NUMBER = re.compile(r"(?<![\w.,/-])\d{1,3}(?:,\d{3})+(?![\w,])|(?<![\w.,/-])\d+(?:\.\d+)?(?![\w/-]|[.,]\d)")
_YEAR = re.compile(r"\b(?:1[5-9]\d\d|20[0-3]\d)\b")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b(?=\s+\d)")
_WORDS = dict(
    zip(
        ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
        range(2, 13),
        strict=True,
    )
)
_WORD_NUMBER = re.compile(rf"\b({'|'.join(_WORDS)})\b")
_PERCENT = re.compile(r"\b(\d+(?:\.\d+)?)\s?(?:%|percent|per cent)")
_MILLION = re.compile(r"\b(\d{1,3}) million\b")
_COUNTED = re.compile(r"(?<![\w.,])(\d{2,4}(?:,\d{3})*) (?=[a-z]{4,}s\b)")
_BY_AMOUNT = re.compile(r"\s(?:by|of) (?:about |around |up to |over )?\d[\d.,]*\s?(?:%|percent)")
_UNITS = (
    (re.compile(r"\b(\d+) km\b"), "{} miles", 1000, "{:,} metres"),
    (re.compile(r"\b(\d+) hours\b"), "{} days", 60, "{:,} minutes"),
    (re.compile(r"\b(\d+) minutes\b"), "{} hours", 60, "{:,} seconds"),
    (re.compile(r"\b(\d+) kg\b"), "{} tonnes", 1000, "{:,} grams"),
    (re.compile(r"\b(\d+) years\b"), "{} months", 12, "{:,} months"),
)
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|has|have|had|can|could|will|would|should|does|did|must|may)\b(?! not|n't)"
)
_EVENT = re.compile(
    r"\b(?:founded|born|directed|written|created|developed|designed|located|headquartered|based|published) "
    r"(?:by|in|at) (?:the )?((?:[A-Z][\w'-]+)(?: [A-Z][\w'-]+)*)"
)
_HEDGES = {"is": "may be", "are": "may be", "was": "may have been", "were": "may have been", "will": "might"}
_ATTRIBUTIONS = (
    "Some observers claim that", "According to one early report,", "It has been suggested that",
    "Critics argued that",
)  # fmt: skip
_ANTONYMS = (
    ("increased", "decreased"), ("increases", "decreases"), ("more", "fewer"), ("higher", "lower"),
    ("before", "after"), ("first", "last"), ("largest", "smallest"), ("most", "least"), ("always", "never"),
    ("all", "none of the"), ("won", "lost"), ("faster", "slower"), ("better", "worse"),
    ("positive", "negative"), ("early", "late"), ("public", "private"), ("internal", "external"),
    ("highest", "lowest"), ("best", "worst"), ("rose", "fell"), ("north", "south"), ("east", "west"),
    ("above", "below"), ("began", "ended"), ("oldest", "newest"), ("successful", "unsuccessful"),
    ("male", "female"), ("active", "inactive"), ("common", "rare"), ("allowed", "forbidden"),
    ("succeeded", "failed"), ("minimum", "maximum"), ("majority", "minority"), ("accepted", "rejected"),
)  # fmt: skip


def different_number(text: str, rng: random.Random) -> str:
    """Another number of about the same size, written alike.

    >>> different_number("1,200", random.Random(3))
    '960'
    """
    if _YEAR.fullmatch(text):
        return str(int(text) + rng.choice((-20, -12, -7, -3, -2, -1, 1, 2, 3, 5, 9, 14)))
    value = float(text.replace(",", ""))
    factor = rng.choice((0.2, 0.5, 0.8, 1.3, 1.5, 2.0, 3.0, 10.0))
    if "." in text:
        return f"{value * factor + 0.1:.1f}"
    changed = round(value * factor)
    changed += changed == value
    return f"{changed:,}" if "," in text or changed > 9999 else str(changed)


def _replace(sentence: str, match: re.Match[str], text: str) -> str:
    return sentence[: match.start()] + text + sentence[match.end() :]


def changed_quantity(sentence: str, rng: random.Random) -> Iterator[Example]:
    """Change a number, a year or a month: a contradiction."""
    found = (
        list(_NUMBER.finditer(sentence)) + list(_WORD_NUMBER.finditer(sentence)) + list(_MONTH.finditer(sentence))
    )
    if not found:
        return
    match = rng.choice(found)
    if match[0] in _MONTHS:
        text = rng.choice([month for month in _MONTHS if month != match[0]])
    elif match[0] in _WORDS:
        text = rng.choice([word for word in _WORDS if word != match[0]])
    else:
        text = different_number(match[0], rng)
    yield Example(sentence, _replace(sentence, match, text), CONTRADICTION)


def rephrased_quantity(sentence: str, rng: random.Random) -> Iterator[Example]:
    """Write a number in another way or unit: entailment; in a wrong unit: contradiction."""
    if match := _PERCENT.search(sentence):
        other = f"{match[1]} percent" if "%" in match[0] else f"{match[1]}%"
        yield Example(sentence, _replace(sentence, match, other), ENTAILMENT)
    if match := _MILLION.search(sentence):
        yield Example(sentence, _replace(sentence, match, f"{match[1]},000,000"), ENTAILMENT)
        yield Example(sentence, _replace(sentence, match, f"{match[1]},000"), CONTRADICTION)
    if match := _WORD_NUMBER.search(sentence):
        yield Example(sentence, _replace(sentence, match, str(_WORDS[match[1]])), ENTAILMENT)
    for pattern, wrong, factor, same in _UNITS:
        if match := pattern.search(sentence):
            yield Example(sentence, _replace(sentence, match, same.format(int(match[1]) * factor)), ENTAILMENT)
            yield Example(sentence, _replace(sentence, match, wrong.format(match[1])), CONTRADICTION)


def bounded_quantity(sentence: str, rng: random.Random) -> Iterator[Example]:
    """Put a bound in place of a count: entailment, or contradiction where the count lies outside."""
    match = _COUNTED.search(sentence)
    before = sentence[: match.start()].split()[-2:] if match else []
    if match is None or {"than", "over", "least", "most", "about", "to", "nearly", "around"} & set(before):
        return
    value = int(match[1].replace(",", ""))
    below, above = int(value * rng.uniform(0.5, 0.95)), int(value * rng.uniform(1.1, 2)) + 1
    yield Example(sentence, _replace(sentence, match, f"more than {below:,} "), ENTAILMENT)
    yield Example(sentence, _replace(sentence, match, f"fewer than {above:,} "), ENTAILMENT)
    yield Example(sentence, _replace(sentence, match, f"more than {above:,} "), CONTRADICTION)
    yield Example(sentence, _replace(sentence, match, f"fewer than {below:,} "), CONTRADICTION)


def vague_quantity(sentence: str, rng: random.Random) -> Iterator[Example]:
    """Leave an amount out: the full sentence entails the vague one, which leaves the amount open."""
    match = _BY_AMOUNT.search(sentence)
    if match:
        vague = _replace(sentence, match, rng.choice(("", " significantly")) if " by" in match[0] else "")
        yield Example(sentence, vague, ENTAILMENT)
        yield Example(vague, sentence, NEUTRAL)


def other_subject(sentence: str, others: Sequence[str], rng: random.Random) -> Iterator[Example]:
    """Say the same of another name: both can be true."""
    name, other = subject(sentence), rng.choice(others)
    if name and other not in sentence:
        second = sentence.replace(name, other)
        yield Example(sentence, second, NEUTRAL)
        yield from (Example(sentence, e.second, NEUTRAL) for e in changed_quantity(second, rng))


def other_object(sentence: str, others: Sequence[str], rng: random.Random) -> Iterator[Example]:
    """Another maker, place or time of the same event: a contradiction."""
    match, other = _EVENT.search(sentence), rng.choice(others)
    if match and other not in sentence:
        yield Example(sentence, sentence[: match.start(1)] + other + sentence[match.end(1) :], CONTRADICTION)


def negate(sentence: str) -> str | None:
    """Return the sentence with "not" behind its first auxiliary, or without its "not"; None without either.

    >>> negate("The cache is shared.")
    'The cache is not shared.'
    >>> negate("The cache is not shared.")
    'The cache is shared.'
    """
    if " not " in sentence:
        return sentence.replace(" not ", " ", 1)
    match = _AUXILIARY.search(sentence)
    return None if match is None else sentence[: match.end()] + " not" + sentence[match.end() :]


def negated(example: Example, rng: random.Random) -> Iterator[Example]:
    """Negate the second text of a labelled pair: entailment turns into contradiction, neutral stays."""
    denied = negate(example.second)
    if denied and example.label != CONTRADICTION:
        label = CONTRADICTION if example.label == ENTAILMENT else NEUTRAL
        yield Example(example.first, denied, label)
        if label == CONTRADICTION and rng.random() < 0.4:
            yield Example(denied, example.first, CONTRADICTION)


def denied_sentence(sentence: str, rng: random.Random) -> Iterator[Example]:
    """Negate a sentence, and turn one of its words into the opposite: contradictions."""
    denied = negate(sentence)
    if denied and _AUXILIARY.search(" ".join(sentence.split()[:12])):
        yield Example(sentence, denied, CONTRADICTION)
    for pair in rng.sample(_ANTONYMS, len(_ANTONYMS)):
        match = re.search(rf"\b(?:{pair[0]}|{pair[1]})\b", sentence)
        if match:
            opposite = pair[1] if match[0] == pair[0] else pair[0]
            yield Example(sentence, _replace(sentence, match, opposite), CONTRADICTION)
            return


def hedged(sentence: str, rng: random.Random) -> Iterator[Example]:
    """Hedge a sentence: it entails the hedge, which leaves it open, as hearsay does."""
    match = re.search(r"\b(is|are|was|were|will)\b(?! not)", sentence)
    if match:
        weak = _replace(sentence, match, _HEDGES[match[1]])
        yield Example(weak, sentence, NEUTRAL)
        yield Example(sentence, weak, ENTAILMENT)
    if sentence[:1].isupper() and subject(sentence):
        yield Example(f"{rng.choice(_ATTRIBUTIONS)} {sentence}", sentence, NEUTRAL)


def shortened(sentence: str, rng: random.Random) -> Iterator[Example]:
    """Cut a sentence at its first comma: it entails the beginning and says more."""
    head, comma, tail = sentence.partition(", ")
    if (
        comma
        and len(head.split()) > 7
        and len(tail.split()) > 4
        and not head.startswith(("If", "When", "While", "In"))
    ):
        yield Example(sentence, head + ".", ENTAILMENT)
        yield Example(head + ".", sentence, NEUTRAL)


def other_names(sentences: Sequence[str]) -> list[str]:
    """Proper names to swap in."""
    return list(dict.fromkeys(name for sentence in sentences for name in names(sentence) if len(name.split()) < 4))
