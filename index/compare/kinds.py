"""What a disagreement is about: its kind, and a few words that name its topic."""

import re
from collections.abc import Sequence
from functools import lru_cache

from crosscheck.index.compare.claims import Claim
from crosscheck.index.compare.numbers import is_number
from crosscheck.index.compare.signals import Cheap
from crosscheck.index.compare.words import NEGATORS
from crosscheck.index.lexical import STOPWORDS, terms
from crosscheck.index.types import Kind

__all__ = ["kind", "topic"]

_WORD = re.compile(r"[^\W_][\w'’+#-]*")
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_WORDS = 1 << 16  # remembered: a word stands in many pairs
_TOPIC_WORDS = 6  # where the claims share none
_TOPIC_SPAN = 14  # words that can be taken in at a glance
_NEARLY_THE_SAME = 0.7  # overlap of two sentences of which one is a version of the other


def kind(evidence: Cheap) -> Kind:
    """Return the kind of a disagreement, by the most definite evidence: dates, numbers, denials, names."""
    if evidence.date:
        return "date"
    if evidence.number or evidence.figures >= _NEARLY_THE_SAME:
        return "number"
    if evidence.negation:
        return "negation"
    if evidence.names and not evidence.verdict:
        return "entity"
    if evidence.opposite or evidence.quantifier:
        return "negation" if not evidence.verdict else "opinion"
    if evidence.names:
        return "entity"
    return "number" if evidence.figures else "opinion"


def topic(one: Claim, other: Claim, headings: Sequence[str] = ()) -> str:
    """Return the shorter claim from the first word that both share to the last; or a heading; or its start.

    Numbers and denials, which take a side, are left out: "Tickets are sold on board".
    """
    shorter, longer = sorted((one, other), key=lambda claim: (len(claim.text), claim.text))
    words = _WORD.findall(shorter.text)
    shared = [place for place, word in enumerate(words) if _content(word) & longer.stems]
    if not shared:
        return " ".join(list(headings)[:1] or words[:_TOPIC_WORDS])
    last = max(place for place in shared if place - shared[0] < _TOPIC_SPAN)
    said = range(shared[0], last + 1)
    phrase = " ".join(words[place] for place in said if place in shared or not _takes_a_side(words[place]))
    return _POSSESSIVE.sub("", phrase)


def _takes_a_side(word: str) -> bool:
    return is_number(word) or word.lower() in NEGATORS


@lru_cache(_WORDS)
def _content(word: str) -> frozenset[str]:
    return frozenset(() if word.lower() in STOPWORDS else terms(word))
