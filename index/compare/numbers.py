"""Numbers as they are written: in digits, in words, and with scales behind them ("two thousand five hundred")."""

import math
import re
from collections.abc import Sequence

__all__ = ["COUNT", "NUMBER", "ROUND", "SCALE", "SCALES", "WORD", "WORDS"]
__all__ += ["is_number", "one_number", "scaled", "value_of"]

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_ONES += " seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
WORDS = {word: float(i) for i, word in enumerate(_ONES.split())}
"""What each word says that is a number by itself."""
WORDS |= {word: 10.0 * i for i, word in enumerate(_TENS.split(), start=2)}
WORDS |= {f"{ten}-{one}": WORDS[ten] + WORDS[one] for ten in _TENS.split() for one in _ONES.split()[1:10]}
WORDS |= {"dozen": 12.0, "half a dozen": 6.0, "half dozen": 6.0, "half-dozen": 6.0, "both": 2.0}
_HUNDRED = 100.0
_SCALE_WORDS = {
    "dozen": 12.0,
    "hundred": _HUNDRED,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
}
SCALE = f"(?a:{'|'.join(_SCALE_WORDS)})"
"""Pattern of a word that makes more of the number before it."""
SCALES = _SCALE_WORDS | {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12}
"""What each such word, or letters right behind digits, multiplies it by."""

_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<!,)\d+,\d\d?(?![\d,])|\d+(?:\.\d+)?"
_DECIMAL_COMMA = re.compile(r"\d+,\d\d?")
# Looked at only where one may begin, and the tens only once: every text is searched for them.
_FIRST = "".join(sorted({word[0] for word in WORDS}))
_FROM_TWENTY = f"(?:{'|'.join(_TENS.split())})(?:-(?:{'|'.join(_ONES.split()[1:10])}))?"
_COUNT = f"{_FROM_TWENTY}|{'|'.join(sorted(_ONES.split(), key=len, reverse=True))}"
COUNT = f"(?a:{_COUNT})"
"""Pattern of a number below a hundred in words. Of ASCII: in small letters nothing is "ſix"."""
WORD = f"(?a:(?=[{_FIRST}])(?:{_COUNT}|half a dozen|half[ -]dozen|dozen|both))"
"""Pattern of a number in words."""
NUMBER = rf"(?:{_DIGITS}|\b(?:{WORD})\b)"
"""Pattern of a number in digits or in a word."""
ROUND = (
    r"(?<!half )(?<!quarter of )(?<!third of )(?<!out of )(?<!\bin )(?<!many )"
    rf"\b(?a:an?)(?= (?a:{'|'.join(word for word in _SCALE_WORDS if word != 'dozen')})\b)"
)
"""Pattern of the "a" of "a million": one, and hardly exactly. None of "half a million", "one in a million"."""


def is_number(word: str) -> bool:
    """Say whether a word is a number by itself: "240", "1,200", "eight"."""
    return word[:1].isdigit() or word.lower() in WORDS


def value_of(number: str) -> float:
    """Return what a match of NUMBER or ROUND says."""
    lower = number.lower()
    if lower in {"a", "an"}:
        return 1.0
    if lower in WORDS:
        return WORDS[lower]
    return float(number.replace(",", "." if _DECIMAL_COMMA.fullmatch(number) else ""))


def scaled(number: float, words: Sequence[str]) -> float:
    """Return what `number` and the words behind it come to: two "thousand five hundred", 1.5 "million"."""
    total, part = 0.0, number
    for word in words:
        scale = SCALES.get(word, 0.0)
        if scale > _HUNDRED:
            # "Nine thousand million": what comes before is made more of once again.
            total, part = (total + part * scale if part else total * scale), 0.0
        elif scale and part:
            part *= scale
        elif scale:
            total *= scale
        elif word != "and":
            part += value_of(word)
    return total + part


def one_number(words: Sequence[str]) -> int:
    """Return how many of the `words` behind a number belong to it: scales become smaller, a hundred comes once."""
    least, hundred = math.inf, False  # the last scale; whether this part has had its hundred
    whole = 0  # words up to the last part that is whole
    part = True  # whether there is something that a scale can make more of
    for place, word in enumerate(words):
        scale = SCALES.get(word, 0.0)
        if scale == _HUNDRED:
            if hundred or not part:
                return whole
            hundred, whole = True, place + 1
        elif scale:
            if part and scale >= least:
                return whole
            least, hundred, part, whole = min(least, scale), False, False, place + 1
        elif word != "and":
            if part and not hundred:
                return whole
            part = True
    return len(words)
