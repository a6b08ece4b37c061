"""Numbers with their units, normalised so that "90 minutes" and "an hour and a half" are one quantity.

Knows nothing of sentences that stand beside each other: it reads one text.
"""

import math
import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from crosscheck.index.compare.clock import NOONS, TIME_OF_DAY, times
from crosscheck.index.compare.numbers import (
    COUNT,
    NUMBER,
    ROUND,
    SCALE,
    SCALES,
    WORD,
    WORDS,
    one_number,
    scaled,
    value_of,
)
from crosscheck.index.compare.quantity import Quantity
from crosscheck.index.compare.units import UNITS, Unit
from crosscheck.index.compare.words import MONTHS
from crosscheck.index.lexical import STOPWORDS, terms

__all__ = ["quantities"]

_SCALE_WORD = re.compile(r"[\w-]+")
_FRACTIONS = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1, "twentieth": 0.05}

_FRACTION = f"(?a:{'|'.join(_FRACTIONS)})"
_UNIT = (
    r"%|[$€£](?!\s?\d)|°\s?[CF]?|degrees?\s(?:celsius|fahrenheit|[CF]\b)|per\scent\b|nautical miles?"
    r"|(?:square|cubic)\s[a-z]+|[a-zA-Z][\w/²³]*(?:[\s-]hours?\b)?"
)
_QUANTITY = re.compile(
    # "1/2 cup", "no one" and "one of the oldest" hold no number that counts.
    r"(?P<between>between\s)?(?P<money>[$€£])?\s?(?<![\w./])(?<!\bno\s)"
    rf"(?P<low>{NUMBER}|{ROUND})(?!/\d|(?<=one)\sof\b)"
    rf"(?:\s?(?:-|–|—|to|(?(between)and|or))\s?(?P<high>{NUMBER}))?"
    rf"(?:\s(?P<half>and a half))?(?:\s?(?P<scale>(?:{SCALE})\b(?:\s(?:and\s)?(?:{SCALE}|{COUNT})\b)*)"
    r"|(?P<short>(?(money)(?:k|mn?|bn|tn)|(?:(?-i:k)|bn|tn))\b))?"  # 5m may be metres, 4K is none
    rf"(?P<gap>[\s-]?)(?P<unit>{_UNIT})?",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"(?<!\band )\b(?P<n>an?|one|two|three)[\s-](?P<part>{_FRACTION})s?\b"
    r"(?!\s+(?:of an?\s+)?(?:hour|mile|time)|[\s-]dozen)|"
    rf"\b(?P<k>{WORD}|\d+)(?: \w+)? (?:in|out of)(?: (?:every|roughly|about))? (?P<m>{WORD}|\d+)\b",
    re.IGNORECASE,
)
_AND_A_HALF = re.compile(r"\b(?:an?|one) (?P<unit>\w+) and a half\b", re.IGNORECASE)
# "Half an hour", "a quarter of a million users"; half a dozen is a number by itself.
_PART = re.compile(
    rf"\b(?:(?P<n>an?|one|two|three)[\s-](?P<part>{_FRACTION})s?\sof|half)\san?\s(?!dozen\b)"
    rf"(?:(?P<scale>{SCALE})\b\s?)?(?P<unit>{_UNIT})?",
    re.IGNORECASE,
)
_HINT = re.compile(r"\d|[a-z]+")
_HINTS = frozenset(
    [*"0123456789", *WORDS, *SCALES, *_FRACTIONS, *(f"{part}s" for part in _FRACTIONS), "halves", *NOONS]
)
_BEFORE = re.compile(r"(?<![\w-])(?P<word>[\w-]+)\s+(?:the\s+)?$")

_ABOUT = frozenset(
    ["about", "around", "roughly", "approximately", "nearly", "almost", "some", "circa", "ca", "just"]
)
_EXACTLY = frozenset(["exactly", "precisely"])
_BOUND = re.compile(
    r"(?P<denied>\b(?:no|not|never)\s)?\b(?:(?P<most>up to|at (?:the )?most|under|below|within|maximum(?: of)?"
    r"|(?:less|fewer|lower|smaller|shorter|younger|lighter|cheaper) than)"
    r"|over|above|at least|exceed(?:s|ed|ing)?|minimum(?: of)?|(?!rather|other)\w+ than)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_LOOKED_BACK = 40  # characters: a bound stands right before its number
_ABOUT_TOLERANCE = 0.1  # "about ten" is 9 to 11
_YEARS = range(1000, 2100)
_WHOLE = Unit("percent", 100.0)
_TIME, _DEGREE = "second", "degree"
_MINUS = re.compile(r"(?:^|[\s(])[-−–]$|\bminus\s$", re.IGNORECASE)
_JOINED = re.compile(r"\s?,?\s?(?:and\b\s?)?")  # between the parts of "1 hour and 30 minutes"
_RATE = re.compile(
    r"\s?(?:/|per\s|an?\s|each\s|every\s)\s?(?P<each>[a-z]+)\b"
    r"(?!\s(?:ago|later|earlier|before|after|and a half)\b)",
    re.I,
)
_HYPHENED = re.compile(r"(?<![A-Za-z])([A-Za-z]{1,20})[-–]$")
_NEVER_JOINED = frozenset({"percent", "degree", TIME_OF_DAY})
_NO_UNITS = frozenset("GMH")  # of the letters that are units when they are small: "5G"


def quantities(text: str) -> list[Quantity]:
    """Return the quantities in `text`, in order. Years, ordinals and parts of names are none."""
    found: list[Quantity] = []
    if not _may_count(text):
        return found
    for quantity in [*times(text), *_parts(text), *_shares(text), *_plain(text)]:
        if not any(quantity.start < q.end and q.start < quantity.end for q in found):
            found.append(quantity)
    return _joined(text, sorted(found, key=lambda q: q.start))


def _joined(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """Make one quantity of "1 hour and 30 minutes": each part is less than one unit of the part before."""
    joined: list[Quantity] = []
    for part in found:
        whole = joined[-1] if joined else part
        rest = part.unit == whole.unit and part.low == part.high < whole.size and part.size < whole.size
        if rest and part.unit not in _NEVER_JOINED and _JOINED.fullmatch(text, whole.end, part.start):
            ends = whole.low + (part.low if whole.low else 0.0), whole.high + part.low
            joined[-1] = Quantity(*ends, whole.unit, whole.start, part.end, whole.size)
        else:
            joined.append(part)
    return joined


def _may_count(text: str) -> bool:
    """Whether there is a digit or a word for a number: most sentences have none, and looking closer takes long."""
    hints = _HINT.findall(text.lower())
    return not _HINTS.isdisjoint(hints) or (not text.isascii() and any(map(str.isdigit, hints)))


def _parts(text: str) -> Iterator[Quantity]:
    for match in _AND_A_HALF.finditer(text):
        if unit := _known(match["unit"]):
            yield _quantity(text, match, 1.5, None, unit)
    for match in _PART.finditer(text):
        word = match["unit"] or ""
        counted = _counted(text[match.start("unit") :]) if match["scale"] and word else None
        if unit := _known(word) or counted:
            scale = (match["scale"] or "").lower().split()
            yield _quantity(text, match, scaled(_part_of(match), scale), None, unit)


def _part_of(match: re.Match[str]) -> float:
    """Return the fraction that a match of `_SHARE` or `_PART` says."""
    return WORDS.get((match["n"] or "").lower(), 1.0) * _FRACTIONS[(match["part"] or "half").lower()]


def _shares(text: str) -> Iterator[Quantity]:
    for match in _SHARE.finditer(text):
        if match["part"]:
            yield _quantity(text, match, _part_of(match), None, _WHOLE)
        elif (whole := value_of(match["m"])) > 1 and value_of(match["k"]) < whole and not _is_year(whole):
            yield _quantity(text, match, value_of(match["k"]) / whole, None, _WHOLE)


def _plain(text: str) -> Iterator[Quantity]:
    for match in _numbers(text):
        unit = _unit(text, match)
        if unit is None or _in_name(text, match):
            continue
        scale = (match["scale"] or match["short"] or "").lower().split()
        low = scaled(value_of(match["low"]) + (0.5 if match["half"] else 0.0), scale)
        if unit.name == _DEGREE and _MINUS.search(text[: match.start("low")]):
            low = -low
        high = scaled(value_of(match["high"]), scale) if match["high"] else None
        # Behind an amount of money the next word is no unit.
        yield _quantity(text, match, low, high, unit, match.start("gap") if match["money"] else None)


def _numbers(text: str) -> Iterator[re.Match[str]]:
    """Yield the numbers in `text`, each by itself: "one hundred and two hundred" are two."""
    at = 0
    while match := _QUANTITY.search(text, at):
        words = list(_SCALE_WORD.finditer(text, *match.span("scale"))) if match["scale"] else []
        kept = one_number([word[0].lower() for word in words])
        if kept < len(words):
            match = _QUANTITY.search(text, match.start(), words[kept - 1].end()) or match
        yield match
        at = match.end()


def _unit(text: str, match: re.Match[str]) -> Unit | None:
    """Return the unit of a number: the known one, or the noun it counts; None for years and ordinals."""
    word = (match["unit"] or "").strip()
    if match["money"]:
        return Unit(match["money"], 1.0)
    if known := _known(word):
        return known
    value = value_of(match["low"])
    if (_is_year(value) and "," not in match["low"] and not match["scale"]) or word.lower() in MONTHS:
        return None
    if not match["gap"] and not match["short"] and word:  # "3rd", "x86", "5G"
        return UNITS["times"] if word.lower() == "x" else None
    return _counted(text[match.start("unit") :] if word else "")


def _counted(rest: str) -> Unit | None:
    """Return the noun that is counted: the first plural among the next three words, or the next word."""
    run = re.match(r"(?:more |other |of (?:the )?)?((?:[A-Za-z][\w'’-]*+[ ]?){0,3})", rest)
    words = list(takewhile(lambda word: word.lower() not in STOPWORDS, run[1].split() if run else []))
    plural = [word for word in words if word.endswith("s") and not word.endswith(("ss", "us", "'s", "’s"))]
    return Unit(terms((plural or words)[0])[0], 1.0) if words else None


def _known(word: str) -> Unit | None:
    if word in _NO_UNITS:
        return None
    lower = re.sub(r"[\s-]+", "-", word.lower())
    return UNITS.get(word) or UNITS.get(lower) or UNITS.get(lower.removesuffix("s"))


def _in_name(text: str, match: re.Match[str]) -> bool:
    """Whether the number is part of a name: "Python 3", "Route 66", "COVID-19"; "5 kg-10 kg" is a range."""
    hyphened = _HYPHENED.search(text[: match.start("low")])
    if hyphened and not _known(hyphened[1]):
        return True
    before = re.search(r"\b([A-Z][\w+#]*)\s$", text[: match.start("low")])
    if not before or match["scale"] or before[1].lower() in MONTHS | STOPWORDS:
        return False
    return _known((match["unit"] or "").strip()) is None


def _is_year(value: float) -> bool:
    return value.is_integer() and int(value) in _YEARS  # a range is gone through for a float


def _quantity(
    text: str, match: re.Match[str], low: float, high: float | None, unit: Unit, end: int | None = None
) -> Quantity:
    end = match.end() if end is None else end
    rate = _RATE.match(text, end)
    if rate and (time := _known(rate["each"])) and time.name == _TIME:
        unit, end = Unit(f"{unit.name} per {_TIME}", unit.factor / time.factor), rate.end()
    ends = sorted(unit.base(value) for value in (low, low if high is None or high < low else high))
    if high is None:
        vague = unit.name != _WHOLE.name and _is_round(match)
        ends = _bounded(text[: match.end() - len(match[0].lstrip())], ends, vague)
    return Quantity(ends[0], ends[1], unit.name, match.start(), end, unit.factor)


def _is_round(match: re.Match[str]) -> bool:
    """Whether a number is "a thousand", or "half a million", and no more."""
    found = match.groupdict()
    return found.get("low", "a").lower() in {"a", "an"} and (found.get("scale") or "").isalpha()


def _bounded(before: str, ends: list[float], vague: bool) -> list[float]:
    """Return `ends` as widened by the words `before` them, "up to", "more than", "about", or by being `vague`."""
    if bound := _BOUND.search(before, max(0, len(before) - _LOOKED_BACK)):
        at_most = bool(bound["most"]) != bool(bound["denied"])  # no fewer than 20 is at least 20
        return [min(0.0, ends[0]), ends[1]] if at_most else [ends[0], math.inf]
    word = _BEFORE.search(before)
    said = word["word"].lower() if word else ""
    about = said in _ABOUT or (vague and said not in _EXACTLY)
    slack = _ABOUT_TOLERANCE * abs(ends[0]) if about else 0.0
    return [ends[0] - slack, ends[1] + slack]
