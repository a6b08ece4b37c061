"""What a disagreement is about: its kind, and a few words that name its topic."""

import re
from collections.abc import Sequence

from crosscheck.index.compare.claims import Claim
from crosscheck.index.compare.signals import Cheap
from crosscheck.index.lexical import STOPWORDS, terms
from crosscheck.index.types import Kind

__all__ = ["kind", "topic"]

_WORD = re.compile(r"[^\W_][\w'’+#-]*")
_TOPIC_WORDS = 6
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
    return "entity" if evidence.names else "opinion"


def topic(one: Claim, other: Claim, headings: Sequence[str] = ()) -> str:
    """Return the words that both claims share, in the order of the shorter; or a heading; or its start."""
    shorter, longer = sorted((one, other), key=lambda claim: (len(claim.text), claim.text))
    words = _WORD.findall(shorter.text)
    shared = [word for word in words if _content(word) & longer.stems]
    return " ".join(_once(shared)[:_TOPIC_WORDS] or list(headings)[:1] or words[:_TOPIC_WORDS])


def _content(word: str) -> set[str]:
    return set() if word.lower() in STOPWORDS else set(terms(word))


def _once(words: Sequence[str]) -> list[str]:
    return list({word.lower(): word for word in reversed(words)}.values())[::-1]
