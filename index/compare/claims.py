"""A claim: a sentence in a form that can be compared with others, and the numbers, dates and names in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from sys import intern
from typing import Self

from crosscheck.index.compare.dates import Moment, moments
from crosscheck.index.compare.quantities import quantities
from crosscheck.index.compare.quantity import Quantity
from crosscheck.index.compare.words import NEGATORS, opposite_stems
from crosscheck.index.lexical import content_terms
from crosscheck.index.models.context import contextualise

__all__ = ["CLAUSE", "FIGURE", "Claim", "Clause", "originals"]

CLAUSE = re.compile(r"[,;:()–—]\s|\s(?:but|while|whereas|although)\s|\s-\s|^While\s")
"""What stands between two clauses, near enough."""

_WORD = re.compile(r"[^\W_][\w'’+#-]*")
FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)*")
"""A number in digits."""
_DENIAL = re.compile(r"\bnot (?:only|just|merely)\b|\bno\.\s?\d|\bnor\b", re.IGNORECASE)  # denies nothing more
_PART = re.compile(rf"{CLAUSE.pattern}|\s(?:and|or)\s")

_NONE: frozenset[str] = frozenset()  # one for all: a large folder has many claims
_SUBJECT_WORDS = 4  # a sentence begins with what it is about, near enough


def _words(text: str) -> Iterator[str]:
    return (intern(word.lower().replace("’", "'")) for word in _WORD.findall(text))


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a claim: its names, and its other content words, as stems."""

    names: frozenset[str]
    topic: frozenset[str]

    @classmethod
    def of(cls, text: str, names: frozenset[str]) -> Self:
        """Take `text` apart; `names` are those of the whole claim."""
        stems = frozenset(content_terms(text))
        return cls(stems & names, frozenset(stem for stem in stems - names if not stem[0].isdigit()))


@dataclass(frozen=True)
class Claim:
    """A sentence that says something."""

    row: int  # of the sentence in the index
    article: str
    text: str  # without markup; a leading pronoun or a bare list item has its subject
    names: frozenset[str]  # stems of names, one word each
    anaphoric: bool = False  # it starts with a pronoun whose subject was not found
    listed: tuple[str, ...] = ()  # the headings over a list item or table row; of other sentences nothing
    heading: str = ""  # the innermost one, unless `text` has it
    before: str = ""  # the sentence before, where this one leans on it

    @cached_property
    def in_context(self) -> str:
        """The claim as it is shown to the model: behind its heading and what it leans on."""
        return contextualise([self.heading], self.before or None, self.text)

    @cached_property
    def quantities(self) -> Sequence[Quantity]:
        """The quantities in `text`."""
        return quantities(self.text)

    @cached_property
    def moments(self) -> Sequence[Moment]:
        """The dates in `text`."""
        return moments(self.text)

    @cached_property
    def figures(self) -> frozenset[str]:
        """The numbers written in digits, as written."""
        return frozenset(figure.replace(",", "") for figure in FIGURE.findall(self.text))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of the content words."""
        return frozenset(content_terms(self.text))

    @cached_property
    def topical(self) -> frozenset[str]:
        """The same without numbers."""
        numbers = {stem for stem in self.stems if stem[0].isdigit()}
        return self.stems - numbers if numbers else self.stems

    @cached_property
    def unnamed(self) -> frozenset[str]:
        """The same without names either."""
        return self.topical if self.topical.isdisjoint(self.names) else self.topical - self.names

    @cached_property
    def opposable(self) -> frozenset[str]:
        """The stems that something means the opposite of."""
        return self.stems & opposite_stems().keys() or _NONE

    @cached_property
    def denies(self) -> bool:
        """Whether some part of it says that something is not so: twice no is yes."""
        if NEGATORS.isdisjoint(self.words):
            return False
        parts = _PART.split(_DENIAL.sub(" ", self.text))
        return any(sum(word in NEGATORS for word in _words(part)) % 2 for part in parts)

    @cached_property
    def said(self) -> frozenset[str]:
        """The stems of what it says itself: no names, nor the heading put before a list item."""
        own = self.text.removeprefix(f"{self.listed[-1]}: ") if self.listed else self.text
        return frozenset(content_terms(own)) - self.names

    @cached_property
    def words(self) -> frozenset[str]:
        """All words as written, in lower case."""
        return frozenset(_words(self.text))

    @cached_property
    def clauses(self) -> Sequence[Clause]:
        """Its parts with names: "Java serves the backend, while Scala crunches data" has two."""
        parts = CLAUSE.split(self.text) if self.names else ()
        found = (Clause.of(part, self.names) for part in parts if part.strip())
        return [clause for clause in found if clause.names]

    @cached_property
    def subject(self) -> frozenset[str]:
        """Stems of the content words it begins with."""
        return frozenset(content_terms(" ".join(self.text.split()[:_SUBJECT_WORDS])))

    @cached_property
    def named_first(self) -> frozenset[str]:
        """Those of them that are names."""
        return self.subject & self.names or _NONE

    def beside(self, other: "Claim") -> bool:
        """Whether both are items of one list or rows of one table: they add to each other."""
        return bool(self.listed) and self.article == other.article and self.listed == other.listed


def originals(claims: Sequence[Claim]) -> list[int]:
    """Return for each claim the place of the first one of its wording: its own, unless it is a copy."""
    first: dict[str, int] = {}
    return [first.setdefault(claim.text.lower(), place) for place, claim in enumerate(claims)]
