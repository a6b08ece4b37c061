"""What a disagreement is about: its kind, and a few words that name its topic."""

import re
from collections.abc import Sequence

from crosscheck.index.compare.claims import Claim
from crosscheck.index.compare.signals import Cheap
from crosscheck.index.compare.words import NEGATORS
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
    """Return the words that both claims share, in the order of the shorter; or a heading; or its start.

    Small words between them stay, so that it reads like a phrase: "Tickets are sold on board".
    """
    shorter, longer = sorted((one, other), key=lambda claim: (len(claim.text), claim.text))
    words = _WORD.findall(shorter.text)
    shared = [place for place, word in enumerate(words) if _content(word) & longer.stems][:_TOPIC_WORDS]
    if not shared:
        return " ".join(list(headings)[:1] or words[:_TOPIC_WORDS])
    between = [p for p in range(shared[0], shared[-1]) if p not in shared and _small(words[p])]
    return " ".join(words[place] for place in sorted([*shared, *between]))


def _small(word: str) -> bool:
    return word.lower() in STOPWORDS and word.lower() not in NEGATORS


def _content(word: str) -> set[str]:
    return set() if word.lower() in STOPWORDS else set(terms(word))
