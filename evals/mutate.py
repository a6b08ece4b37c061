"""Edits of one sentence whose effect is known: some make it say something else, others do not.

Rules of their own, apart from those that the models were trained with: an evaluation that shares its edits with
the training would measure memory.
"""

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

__all__ = ["CHANGES", "REPHRASINGS", "Edit"]

Edit: TypeAlias = Callable[[str], str | None]
"""Returns the edited sentence, or None when it has nothing to edit."""

_NUMBER = re.compile(r"(?<![\w.,-])(\d{1,3}(?:,\d{3})+|\d+)(?![\w.,:-]*\d)(?!\s*°)")
_YEAR = re.compile(r"\b(1[89]\d\d|20[0-4]\d)\b")
_SPELT = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_UNITS = {"metres": "kilometres", "grams": "kilograms", "minutes": "hours", "hours": "days", "days": "weeks"}
_UNITS |= {"weeks": "months", "months": "years", "million": "thousand", "kilometres": "metres"}
_QUANTIFIERS = {"most": "no", "all": "no", "every": "no", "only": "never", "always": "never", "mostly": "never"}
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|has|have|had|can|will|must|may|should|does|do|did)\b(?!\s+not|n['’]t)"
)
_CONTRACTED = re.compile(r"\b(is|are|was|were|does|do|did|has|have|had|would|could|should) not\b")


def _swapped(pattern: re.Pattern[str], change: Callable[[str], str]) -> Edit:
    def edit(sentence: str) -> str | None:
        match = pattern.search(sentence)
        return sentence[: match.start()] + change(match[0]) + sentence[match.end() :] if match else None

    return edit


def _of_words(words: Mapping[str, str]) -> Edit:
    pattern = re.compile(rf"\b(?:{'|'.join(words)})\b")
    return _swapped(pattern, lambda word: words[word])


def _larger(digits: str) -> str:
    return f"{int(digits.replace(',', '')) * 3 + 1:,}"


def _number(sentence: str) -> str | None:
    return None if _YEAR.search(sentence) else _swapped(_NUMBER, _larger)(sentence)


def _year(sentence: str) -> str | None:
    return _swapped(_YEAR, lambda year: str(int(year) - 7))(sentence)


def _negation(sentence: str) -> str | None:
    if re.search(r"\b(?:not|no|never|none|nobody)\b|n['’]t\b", sentence):
        return None
    return _swapped(_AUXILIARY, lambda verb: f"{verb} not")(sentence)


def _name(sentence: str) -> str | None:
    """Put another person, or another place, where the first full name is that does not begin the sentence."""
    return _swapped(re.compile(r"(?<=[a-z,] )[A-Z][a-z]+ [A-Z][a-z]+\b"), lambda _: "Gordon Hale")(sentence)


CHANGES: Mapping[str, Edit] = {
    "number": _number,
    "year": _year,
    "unit": _of_words(_UNITS),
    "negation": _negation,
    "name": _name,
    "quantifier": _of_words(_QUANTIFIERS),
}
"""Edits after which the sentence contradicts the original, by what they change."""


def _digits(sentence: str) -> str | None:
    return _of_words({word: str(number) for number, word in enumerate(_SPELT, start=2)})(sentence)


def _separators(sentence: str) -> str | None:
    return _swapped(re.compile(r"\b\d{1,3}(?:,\d{3})+\b"), lambda digits: digits.replace(",", ""))(sentence)


def _quoted(sentence: str) -> str | None:
    changed = sentence.translate(str.maketrans("'\"", "’”"))
    return changed if changed != sentence else None


def _reported(sentence: str) -> str | None:
    starts = re.match(r"(?:The|It|In|This|These|They|On|At|A|An|From|We) ", sentence)
    return f"According to the text, {sentence[0].lower()}{sentence[1:]}" if starts else None


def _contraction(sentence: str) -> str | None:
    return _swapped(_CONTRACTED, lambda words: words.replace(" not", "n't"))(sentence)


def _as_is(sentence: str) -> str | None:
    return sentence


REPHRASINGS: Mapping[str, Edit] = {
    "digits": _digits,
    "separators": _separators,
    "quotation marks": _quoted,
    "lead-in": _reported,
    "contraction": _contraction,
    "copy": _as_is,
}
"""Edits after which the sentence says the same, by what they change."""
