"""Answered questions changed in one respect, so that their sentence no longer answers them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from crosscheck.index.training.asked import COUNTED, YEAR
from crosscheck.index.training.names import NAME

_TIMES = ("year", "month", "century")
_KINDS = (
    *_TIMES,
    "newspaper",
    "language",
    "award",
    "song",
    "disease",
    "animal",
    "version",
    "database",
    "framework",
    "salary",
    "bank",
)
_ASKED_KINDS = frozenset((
    "country", "city", "state", "region", "continent", "company", "university", "school",
    "organization", "group", "team", "king", "author", "person", "language", "religion", "book", "film",
    "movie", "album", "river", "island", "church", "term", "name", "event", "war", "treaty", "law",
    "process", "type",
))  # fmt: skip
# What tells two things of one sort apart.
_CONTRASTS = (
    ("old", "new"), ("first", "second"), ("first", "last"), ("former", "present"), ("original", "current"),
    ("earlier", "later"), ("north", "south"), ("east", "west"), ("upper", "lower"), ("left", "right"),
    ("front", "rear"), ("inside", "outside"), ("indoor", "outdoor"), ("small", "large"), ("summer", "winter"),
    ("morning", "evening"), ("weekdays", "weekends"), ("adults", "children"), ("men", "women"),
    ("minimum", "maximum"), ("average", "highest"), ("inner", "outer"), ("public", "private"),
    ("before", "after"), ("opened", "closed"), ("begin", "end"), ("start", "finish"), ("founded", "dissolved"),
)  # fmt: skip
_LONG = re.compile(r"\b[a-z]{6,}\b")


def long_words(text: str) -> list[str]:
    """Return the words of six letters and more, in small letters, that are no names."""
    return _LONG.findall(text)


def swap_contrast(question: str, sentence: str, rng: random.Random) -> str | None:
    """Ask about the other of two things of one sort, where neither question nor sentence has a word of it.

    >>> swap_contrast("who designed the old dam?", "ann made it.", random.Random(1))
    'who designed the new dam?'
    """
    both_ways = [*_CONTRASTS, *((other, one) for one, other in _CONTRASTS)]
    said = set(re.findall(r"\w+", f"{question} {sentence}".lower()))
    found = [(m, other) for one, other in both_ways if other not in said for m in _told_apart(one, question)]
    if not found:
        return None
    match, other = rng.choice(found)
    return question[: match.start()] + other + question[match.end() :]


def _told_apart(word: str, question: str) -> Iterator[re.Match[str]]:
    """Find `word` where it is no measure, as in "twice a second"."""
    return re.finditer(rf"(?<!\bper )(?<!\ba )(?<!\beach )(?<!\bevery )\b{word}\b", question)


def swap_name(question: str, names: Sequence[str], sentence: str, rng: random.Random) -> str | None:
    """Ask about another name: one of its own names exchanged for one the sentence lacks.

    >>> swap_name("When was Acme founded?", ["Zenith"], "Acme was founded in 1999.", random.Random(1))
    'When was Zenith founded?'
    """
    own = [m for m in re.finditer(NAME, question) if m.start() > 0]
    others = [name for name in names if name not in sentence and name not in question]
    if not own or not others:
        return None
    match = rng.choice(own)
    return question[: match.start()] + rng.choice(others) + question[match.end() :]


def swap_word(question: str, words: Sequence[str], sentence: str, rng: random.Random) -> str | None:
    """Exchange a word that question and sentence share for one that neither has.

    >>> swap_word("who leads the parliament?", ["harbour"], "the parliament is led by ann.", random.Random(1))
    'who leads the harbour?'
    """
    shared = [w for w in long_words(question) if w in sentence]
    others = [w for w in words if w not in sentence and w not in question]
    if not shared or not others:
        return None
    return question.replace(rng.choice(shared), rng.choice(others), 1)


def swap_question_word(question: str, sentence: str) -> str | None:
    """Ask "when" instead of "where", "why" or "how" of a sentence without any date.

    >>> swap_question_word("where did the crew land?", "the crew landed at the old harbour.")
    'when did the crew land?'
    """
    match = re.match(r"(where|why|how) (did|was|were|is|does|do) ", question, re.IGNORECASE)
    if match is None or YEAR.search(sentence) or re.search(r"\d|\b(?:when|after|before|during)\b", sentence):
        return None
    asked = "when" if match[1].islower() else "When"
    return asked + question[len(match[1]) :]


def swap_kind(question: str, sentence: str, rng: random.Random) -> str | None:
    """Ask for another kind of thing than the one the sentence tells.

    >>> swap_kind("What country is Normandy in?", "Normandy is in France.", random.Random(2))
    'What disease is Normandy in?'
    """
    match = re.search(r"\b(?:what|which|how many) ([a-z]+)\b", question, re.IGNORECASE)
    if match is None:
        return None
    own = match[1].rstrip("s")
    kinds = COUNTED if "how many" in match[0].lower() else _KINDS
    word = rng.choice([kind for kind in kinds if kind.rstrip("s") != own])
    if word in sentence.lower() or (word in _TIMES and YEAR.search(sentence)):
        return None
    if own not in _ASKED_KINDS and kinds is _KINDS:
        return None
    return question[: match.start(1)] + word + question[match.end(1) :]
