"""Numbers with their units, normalised so that "90 minutes" and "an hour and a half" are one quantity.

Knows nothing of sentences that stand beside each other: it reads one text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from crosscheck.index.compare.units import UNITS, Unit
from crosscheck.index.compare.words import MONTHS
from crosscheck.index.lexical import STOPWORDS, terms

__all__ = ["Quantity", "is_number", "quantities"]

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_ONES += " seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: float(i) for i, word in enumerate(_ONES.split())}
_WORDS |= {word: 10.0 * i for i, word in enumerate(_TENS.split(), start=2)}
_WORDS |= {f"{ten}-{one}": _WORDS[ten] + _WORDS[one] for ten in _TENS.split() for one in _ONES.split()[1:10]}
_WORDS |= {"dozen": 12.0, "both": 2.0}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_FRACTIONS = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1, "twentieth": 0.05}

_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_NUMBER = rf"(?:{_DIGITS}|\b(?:{_WORD})\b)"
_SCALE = "|".join(_SCALES)
_FRACTION = "|".join(_FRACTIONS)
_QUANTITY = re.compile(
    rf"(?P<between>between\s)?(?P<money>[$€£])?\s?(?<![\w.])(?P<low>{_NUMBER})"
    rf"(?:\s?(?:-|–|—|to|(?(between)and|or))\s?(?P<high>{_NUMBER}))?"
    rf"(?:\s(?P<half>and a half))?(?:\s?(?P<scale>{_SCALE})\b)?"
    r"(?P<gap>[\s-]?)(?P<unit>%|°\s?[CF]?|nautical miles?|[a-zA-Z][\w/²³]*(?:[\s-]hours?\b)?)?",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"\b(?P<n>an?|one|two|three)[\s-](?P<part>{_FRACTION})s?\b(?!\s+(?:of an?\s+)?(?:hour|mile|time))|"
    rf"\b(?P<k>{_WORD}|\d+)(?: \w+)? (?:in|out of)(?: (?:every|roughly|about))? (?P<m>{_WORD}|\d+)\b",
    re.IGNORECASE,
)
_HALVES = re.compile(r"\b(?:an?|one) (?P<unit>\w+) and a half\b|\bhalf an? (?P<half>\w+)\b", re.IGNORECASE)
_HINT = re.compile(r"\d|[a-z]+")
_HINTS = frozenset([*_WORDS, *_FRACTIONS, *(f"{part}s" for part in _FRACTIONS), "halves"])
_BEFORE = re.compile(r"(?<![\w-])(?P<word>[\w-]+)\s+(?:the\s+)?$")

_ABOUT = frozenset(
    ["about", "around", "roughly", "approximately", "nearly", "almost", "some", "circa", "ca", "just"]
)
_AT_MOST = frozenset(["under", "below", "to", "within", "maximum", "most"])  # "up to", "at most"
_AT_LEAST = frozenset(["over", "above", "least", "than", "exceeding", "minimum"])  # "more than", "at least"
_ABOUT_TOLERANCE = 0.1  # "about ten" is 9 to 11
_ROUNDING = 0.02  # 84 metres and 276 feet, 7.2 kilometres and 3.9 nautical miles
_YEARS = range(1000, 2100)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as an interval in a base unit: seconds, metres, grams, ...; or things counted, by their stem."""

    low: float
    high: float
    unit: str
    start: int  # character offsets in the text
    end: int

    def agrees(self, other: "Quantity") -> bool:
        """Whether both can be true of one thing: the intervals touch, give or take rounding."""
        slack = _ROUNDING * max(abs(self.low), abs(other.low))
        return self.low <= other.high + slack and other.low <= self.high + slack


def is_number(word: str) -> bool:
    """Say whether a word is a number by itself: "240", "1,200", "eight"."""
    return word[:1].isdigit() or word.lower() in _WORDS


def quantities(text: str) -> list[Quantity]:
    """Return the quantities in `text`, in order. Years, ordinals and parts of names are none."""
    found: list[Quantity] = []
    if not _may_count(text):
        return found
    for quantity in [*_halves(text), *_shares(text), *_plain(text)]:
        if not any(quantity.start < q.end and q.start < quantity.end for q in found):
            found.append(quantity)
    return sorted(found, key=lambda q: q.start)


def _may_count(text: str) -> bool:
    """Whether there is a digit or a word for a number: most sentences have none, and looking closer takes long."""
    return any(hint in _HINTS or hint.isdigit() for hint in _HINT.findall(text.lower()))


def _halves(text: str) -> Iterator[Quantity]:
    for match in _HALVES.finditer(text):
        if unit := _known(match["unit"] or match["half"]):
            yield _quantity(text, match, 1.5 if match["unit"] else 0.5, None, unit)


def _shares(text: str) -> Iterator[Quantity]:
    percent = UNITS["%"]
    for match in _SHARE.finditer(text):
        if match["part"]:
            count = _WORDS.get(match["n"].lower(), 1.0)
            yield _quantity(text, match, 100 * count * _FRACTIONS[match["part"].lower()], None, percent)
        elif (whole := _value(match["m"])) > 1 and _value(match["k"]) < whole and whole not in _YEARS:
            yield _quantity(text, match, 100 * _value(match["k"]) / whole, None, percent)


def _plain(text: str) -> Iterator[Quantity]:
    for match in _QUANTITY.finditer(text):
        unit = _unit(text, match)
        if unit is None or _in_name(text, match):
            continue
        scale = _SCALES.get((match["scale"] or "").lower(), 1.0)
        low = (_value(match["low"]) + (0.5 if match["half"] else 0.0)) * scale
        yield _quantity(text, match, low, _value(match["high"]) * scale if match["high"] else None, unit)


def _unit(text: str, match: re.Match[str]) -> Unit | None:
    """Return the unit of a number: the known one, or the noun it counts; None for years and ordinals."""
    word = (match["unit"] or "").strip()
    if match["money"]:
        return Unit(match["money"], 1.0)
    if known := _known(word):
        return known
    value = _value(match["low"])
    if (value in _YEARS and "," not in match["low"] and not match["scale"]) or word.lower() in MONTHS:
        return None
    if not match["gap"] and word:  # "3rd", "x86", "5G"
        return UNITS["times"] if word.lower() == "x" else None
    return _counted(text[match.start("unit") :] if word else "")


def _counted(rest: str) -> Unit | None:
    """Return the noun that is counted: the first plural among the next three words, or the next word."""
    run = re.match(r"(?:more |other |of (?:the )?)?((?:[A-Za-z][\w'’-]*+[ ]?){0,3})", rest)
    words = list(takewhile(lambda word: word.lower() not in STOPWORDS, run[1].split() if run else []))
    plural = [word for word in words if word.endswith("s") and not word.endswith(("ss", "us", "'s", "’s"))]
    return Unit(terms((plural or words)[0])[0], 1.0) if words else None


def _known(word: str) -> Unit | None:
    lower = re.sub(r"[\s-]+", "-", word.lower())
    return UNITS.get(word) or UNITS.get(lower) or UNITS.get(lower.removesuffix("s"))


def _in_name(text: str, match: re.Match[str]) -> bool:
    """Whether the number is part of a name: "Python 3", "Route 66"."""
    before = re.search(r"\b([A-Z][\w+#]*)\s$", text[: match.start("low")])
    if not before or match["scale"] or before[1].lower() in MONTHS | STOPWORDS:
        return False
    return _known((match["unit"] or "").strip()) is None


def _value(digits: str) -> float:
    lower = digits.lower()
    return _WORDS[lower] if lower in _WORDS else float(digits.replace(",", ""))


def _quantity(text: str, match: re.Match[str], low: float, high: float | None, unit: Unit) -> Quantity:
    ends = sorted(unit.base(value) for value in (low, low if high is None or high < low else high))
    before = _BEFORE.search(text[: match.end() - len(match[0].lstrip())])
    word = before["word"].lower() if before and high is None else ""
    if word in _AT_MOST:
        ends[0] = min(0.0, ends[0])
    elif word in _AT_LEAST:
        ends[1] = float("inf")
    elif word in _ABOUT:
        slack = _ABOUT_TOLERANCE * abs(ends[0])
        ends = [ends[0] - slack, ends[1] + slack]
    return Quantity(ends[0], ends[1], unit.name, match.start(), match.end())
