"""What two claims have in common and where they part: the evidence from which a pair is scored."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from crosscheck.index.compare.claims import CLAUSE, FIGURE, Claim, Clause, originals
from crosscheck.index.compare.quantity import Quantity
from crosscheck.index.compare.words import (
    ADDITIVE,
    EXCLUSIVE,
    HEDGES,
    PARTIAL,
    VERDICTS,
    opposite_stems,
)
from crosscheck.index.lexical import content_terms

__all__ = ["Cheap", "Glance", "Rarity", "cheap_signals", "glance", "rarity"]


class _Rarities(dict[str, float]):
    def __missing__(self, stem: str) -> float:
        return 1.0


@dataclass(frozen=True, slots=True)
class Rarity:
    """How rare each stem is among the claims: 1 in one only, as in none; towards 0 when all have it."""

    of: _Rarities
    _totals: dict[frozenset[str], float] = field(default_factory=dict)  # asked for before

    def total(self, stems: frozenset[str]) -> float:
        """Return the rarities of `stems`, added up."""
        # Exact: in whatever order a set gives them.
        return math.fsum(map(self.of.__getitem__, stems)) if stems else 0.0

    def whole(self, stems: frozenset[str]) -> float:
        """Return the same of stems that are asked for again and again: all those of a claim."""
        found = self._totals.get(stems)
        if found is None:
            found = self._totals[stems] = self.total(stems)
        return found


_DIGITS = re.compile(r"\d+")
_UNIT = "unit of "  # no stem has a blank
_MAX_COMMON = 3.0  # three rare words in common are as good as ten


def rarity(claims: Sequence[Claim]) -> Rarity:
    """Return the rarity of every stem of `claims`: inverse document frequency on a scale of 0 to 1.

    A wording counts once: a copy of an article makes nothing of it less rare.
    """
    distinct = set(originals(claims))
    counts = Counter(stem for place in distinct for stem in claims[place].stems | _units(claims[place]))
    whole = math.log(len(distinct) + 1)
    return Rarity(_Rarities((stem, (whole - math.log(count)) / whole) for stem, count in counts.items()))


def _units(claim: Claim) -> set[str]:
    # Where all count minutes, two numbers of minutes need not measure the same.
    return {f"{_UNIT}{quantity.unit}" for quantity in claim.quantities}


class Cheap(NamedTuple):
    """Evidence from the words alone, the same for both orders. Shares are 0 to 1, checks 0 or 1."""

    overlap: float  # content words of the shorter that the longer has, rare ones counting more, without numbers
    common: float  # how much they have in common: rarities of the shared words, added up
    number: float  # both have numbers in one unit that the other lacks; the rarer the unit the more it is
    number_near: float  # they differ, and the words about them are partly the same
    number_agrees: float
    figures: float  # each has figures that the other lacks; weighted with `overlap`
    converted: (
        float  # numbers agree that are written otherwise: "90 minutes", "an hour and a half"; "2 pm", "14:00"
    )
    date: float
    date_agrees: float
    negation: float  # one denies, the other does not; weighted with `overlap`, as are the next five
    opposite: float  # they use words of opposite meaning
    quantifier: float  # one says all or only, the other some or also
    names: float  # each names what the other does not
    roles: float  # share of a clause in common, where the names in the two clauses are others
    names_shared: float
    verdict: float  # both judge, in different words
    additive: float  # one of them lists
    hedged: float
    subject: float  # they start with the same words
    other_subject: float  # they start with different names
    same_article: float
    anaphoric: float  # one starts with a pronoun whose subject is unknown


class Glance(NamedTuple):  # made in half the time of a data class, for each of very many pairs
    """What tells which pairs are worth judging, as in `Cheap`, and what more of that is worked out from."""

    overlap: float
    common: float
    number: float
    date: float
    negation: float
    opposite: float
    names: float
    same_article: float
    other_subject: float
    numbers: str  # "agree", "differ" or, where none can be compared, ""
    dates: str  # likewise


def glance(one: Claim, other: Claim, rare: Rarity) -> Glance:
    """Return the part of `cheap_signals` that tells which of many pairs are worth a closer look."""
    shared = one.topical & other.topical
    total = rare.total(shared)
    overlap = total and _share(one, other, shared, total, rare)
    # What is said of two things need not agree.
    other_subject = _other_subject(one, other)
    numbers = "" if other_subject else _numbers(one, other)
    dates = "" if other_subject else _dates(one, other)
    return Glance(
        overlap=overlap,
        common=min(_MAX_COMMON, total),
        number=_rarest_unit(one, other, rare) if numbers == "differ" else 0.0,
        # Constants, and one object for several fields: of a large folder very many are kept at once.
        date=1.0 if dates == "differ" else 0.0,
        negation=overlap if overlap and one.denies != other.denies else 0.0,
        opposite=overlap if overlap and _opposed(one, other) else 0.0,
        names=overlap if overlap and not (one.names <= other.stems or other.names <= one.stems) else 0.0,
        same_article=1.0 if one.article == other.article else 0.0,
        other_subject=1.0 if other_subject else 0.0,
        numbers=numbers,
        dates=dates,
    )


def cheap_signals(one: Claim, other: Claim, rare: Rarity, seen: Glance | None = None) -> Cheap:
    """Return the evidence that costs no model; the same whichever of the two comes first.

    `seen` is what `glance` gave, if it was asked before.
    """
    seen = seen or glance(one, other, rare)
    return Cheap(
        overlap=seen.overlap,
        common=seen.common,
        number=seen.number,
        number_near=float(seen.numbers == "differ" and _numbers_near(one, other)),
        number_agrees=float(seen.numbers == "agree"),
        figures=seen.overlap * bool(_figures(one, other) and _figures(other, one)),
        converted=float(seen.numbers == "agree" and _converted(one, other)),
        date=seen.date,
        date_agrees=float(seen.dates == "agree"),
        negation=seen.negation,
        opposite=seen.opposite,
        quantifier=seen.overlap * _quantified(one, other),
        names=seen.names,
        roles=_roles(one, other),
        names_shared=seen.overlap * bool(one.names & other.names),
        verdict=seen.overlap * _judged(one, other),
        additive=float(bool(ADDITIVE & (one.words | other.words))),
        hedged=float(bool(HEDGES & (one.words | other.words))),
        subject=float(bool(one.subject & other.subject)),
        other_subject=seen.other_subject,
        same_article=seen.same_article,
        anaphoric=float(one.anaphoric or other.anaphoric),
    )


def _share(one: Claim, other: Claim, shared: frozenset[str], total: float, rare: Rarity) -> float:
    """Return how much of one claim's topic is `shared`: its content words, and the names that both have."""
    least = min(_weight(one, shared, rare), _weight(other, shared, rare))
    return total / least if least else 0.0


def _weight(claim: Claim, shared: frozenset[str], rare: Rarity) -> float:
    return rare.whole(claim.unnamed) + rare.total(shared & claim.names)


def _roles(one: Claim, other: Claim) -> float:
    """Return how alike two clauses are whose names differ: one part for two players."""
    rivals = [(mine, its) for mine in one.clauses for its in other.clauses if mine.names.isdisjoint(its.names)]
    return max((_alike(mine, its) for mine, its in rivals), default=0.0)


def _alike(mine: Clause, its: Clause) -> float:
    # One word in common of one is less than three of three: hence the one more below the line.
    return len(mine.topic & its.topic) / (1 + min(len(mine.topic), len(its.topic)))


def _other_subject(one: Claim, other: Claim) -> bool:
    mine, its = one.named_first, other.named_first
    return bool(mine and its and mine.isdisjoint(its))


def _numbers(one: Claim, other: Claim) -> str:
    """Return "differ" when both have numbers in one unit that the other has nothing like, or else "agree"."""
    if not (one.quantities and other.quantities):
        return ""
    if next(_differing(one, other), None):
        return "differ"
    return "agree" if next(_commensurable(one, other), None) else ""


def _differing(one: Claim, other: Claim) -> Iterator[tuple[Quantity, Quantity]]:
    """Yield the numbers of both, in the same unit, of which neither agrees with any of the other claim."""
    agree = [both for both in _commensurable(one, other) if both[0].agrees(both[1])]
    mine, its = {m for m, _ in agree}, {i for _, i in agree}
    return (both for both in _commensurable(one, other) if both[0] not in mine and both[1] not in its)


def _figures(one: Claim, other: Claim) -> set[str]:
    """Return the figures that only `one` has, without quantities that the other gives too, in whatever unit."""
    if not one.figures:
        return set()
    shared = [mine for mine, its in _commensurable(one, other) if mine.agrees(its)]
    left = [m for m in FIGURE.finditer(one.text) if not any(q.start <= m.start() < q.end for q in shared)]
    return {match[0].replace(",", "") for match in left} - other.figures


def _converted(one: Claim, other: Claim) -> bool:
    """Whether all their numbers that can be compared agree, and some are written otherwise."""
    both = list(_commensurable(one, other))
    agree = [(mine, its) for mine, its in both if mine.agrees(its)]
    mine_alone, its_alone = ({pair[side] for pair in both} - {pair[side] for pair in agree} for side in (0, 1))
    return not (mine_alone or its_alone) and any(_rewritten(one, mine, other, its) for mine, its in agree)


def _rewritten(one: Claim, mine: Quantity, other: Claim, its: Quantity) -> bool:
    """Whether equal numbers are written so that a model may not see it: 90 minutes, 1.5 hours; 24, two dozen."""
    if mine.size != its.size:
        return True
    texts = one.text[mine.start : mine.end], other.text[its.start : its.end]
    digits, others = map(_DIGITS.findall, texts)
    told = mine.low == its.low and (mine.period or (digits and others))  # of "two hundred" and "200" it sees it
    return bool(told and digits != others) or ("dozen" in texts[0].lower()) != ("dozen" in texts[1].lower())


def _rarest_unit(one: Claim, other: Claim, rare: Rarity) -> float:
    return max(rare.of[f"{_UNIT}{mine.unit}"] for mine, _ in _differing(one, other))


def _numbers_near(one: Claim, other: Claim) -> bool:
    """Whether two numbers in the same unit stand among the same words."""
    return any(_around(one, mine) & _around(other, its) for mine, its in _differing(one, other))


def _commensurable(one: Claim, other: Claim) -> Iterator[tuple[Quantity, Quantity]]:
    return ((mine, its) for mine in one.quantities for its in other.quantities if mine.unit == its.unit)


def _around(claim: Claim, quantity: Quantity) -> set[str]:
    """Return the stems of the content words of the clause in which a number stands."""
    before = CLAUSE.split(claim.text[: quantity.start])[-1]
    after = CLAUSE.split(claim.text[quantity.end :])[0]
    return set(content_terms(f"{before} {after}"))


def _dates(one: Claim, other: Claim) -> str:
    if not (one.moments and other.moments):
        return ""
    compared = [mine.agrees(its) for mine in one.moments for its in other.moments if mine.comparable(its)]
    return "" if not compared else "agree" if any(compared) else "differ"


def _opposed(one: Claim, other: Claim) -> bool:
    mine = one.opposable and one.opposable - other.stems
    return bool(mine) and any(opposite_stems()[stem] & (other.stems - one.stems) for stem in mine)


def _quantified(one: Claim, other: Claim) -> bool:
    def says(claim: Claim, words: frozenset[str]) -> bool:
        return bool(words & claim.words)

    return says(one, EXCLUSIVE) != says(other, EXCLUSIVE) and says(one, PARTIAL) != says(other, PARTIAL)


def _judged(one: Claim, other: Claim) -> bool:
    mine, its = VERDICTS & one.words, VERDICTS & other.words
    return bool(mine and its and mine != its)
