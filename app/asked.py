"""What kind of thing a question asks for, if anything, and whether a sentence has one. English, by its words."""

import re
from typing import Literal, TypeAlias

from crosscheck.index.lexical import STOPWORDS, content_terms

__all__ = ["NUMBER_WORDS", "Asked", "asked_for", "asks_nothing", "has", "is_courtesy", "names"]

Asked: TypeAlias = Literal["number", "date", "version"]

_PATTERNS: dict[Asked, re.Pattern[str]] = {
    "version": re.compile(
        r"\b(?:which|what)\b(?:\s++(?!(?:which|what|version|release)\b)\w++)*+\s++(?:version|release)\b", re.I
    ),
    "date": re.compile(r"\bwhen\b|\b(?:which|what)\s+(?:\w+\s+)?(?:year|date|day|month|century|decade)\b", re.I),
    "number": re.compile(
        r"\bhow\s+(?:many|much|long|often|far|old|tall|big|large|fast|wide|deep|heavy|hot)\b"
        r"|\b(?:what|which)\s+(?:percentage|percent|proportion|share|number|amount|fraction)\b",
        re.I,
    ),
}
_COUNTS = (
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty hundred "
    "thousand million billion dozen half quarter third twice double once most all every none several few majority"
)
NUMBER_WORDS = frozenset(_COUNTS.split())
"""Words that say how many, in lower case."""

_NUMBER = re.compile(rf"\d|\b(?:{'|'.join(_COUNTS.split())})s?\b", re.I)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DATE = re.compile(
    rf"\b(?:1[5-9]|20)\d\ds?\b|\b(?:{'|'.join(_MONTHS)})[a-z]*\.?\s+\d|\d\s+(?:{'|'.join(_MONTHS)})"
    r"|\b\d+\s+(?:years?|months?|weeks?|days?|hours?|minutes?)\b|\b(?:century|o['’]clock|[ap]\.?m\.?)\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:spring|summer|autumn|winter|morning|evening|night|noon)\b",
    re.I,
)
_VERSION = re.compile(r"\d\.\d|\bv\d|\bversions?\s+\d|\b[A-Z][\w+#]*\s\d+\b")
_EVIDENCE: dict[Asked, re.Pattern[str]] = {"number": _NUMBER, "date": _DATE, "version": _VERSION}
_NAME = re.compile(r"(?<![.?!]\s)(?<!^)\b[A-Z][\w+#-]*")


# What is said or asked on the way and is about nothing: "Thanks, that helps", "Good morning", "Are you sure?".
_COURTESY = re.compile(  # what begins as another does comes first: nothing is read in two ways
    r"(?>(?:thanks?(?: you)?(?: (?:very much|so much|a lot))?"
    r"(?: for (?:your|the|this) (?:help|answer|reply|time))?|cheers|very much|so much|a lot|ok(?:ay)?|great|cool"
    r"|nice|perfect|excellent|awesome|brilliant|wonderful|amazing|wow|yes|yeah|no problem|no|sure|really|right"
    r"|fine|got it|i see|understood|i understand|makes sense|never mind|(?:that|this|it) (?:helps|makes sense)"
    r"|sorry|you['’]?re welcome|well done|well|(?:that|this|it)(?: is| was|['’]s)(?: (?:very|really|so|quite))?"
    r" (?:helpful|useful|interesting|great|good|nice|clear|fine|all right|all|right|amazing)"
    r"|(?:hello|hi|hey)(?: (?:there|all|everyone|again))?"
    r"|good (?:morning|afternoon|evening|day|night|job|work|answer)|how are you(?: doing)?(?: today)?|(?:good)?bye"
    r"|see you(?: (?:later|soon|tomorrow))?|please|are you sure|good|hm+|ha(?:ha)+|lol)\b[\W_]*+)++",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"\b[A-Z]{2,}\b")  # "WHO" is none of the words that say nothing


def is_courtesy(text: str) -> bool:
    """Say whether `text` is what one says on the way: thanks, a greeting, a doubt."""
    return bool(_COURTESY.fullmatch(text.strip()))


def asks_nothing(question: str) -> bool:
    """Say whether no word of `question`, which stands alone, says what it is about: "And then?", "Hello!"."""
    named = _INITIALS.search(question) and not question.isupper()
    return is_courtesy(question) or not (named or content_terms(question))


def asked_for(question: str) -> Asked | None:
    """Return the kind of thing that `question` asks for, or None when its words do not tell."""
    return next((kind for kind, pattern in _PATTERNS.items() if pattern.search(question)), None)


def has(text: str, kind: Asked) -> bool:
    """Say whether `text` has a thing of that `kind`."""
    return bool(_EVIDENCE[kind].search(text))


def names(question: str) -> list[str]:
    """Return the capitalised words of `question`; its first word, which always is, does not count."""
    return [name for name in _NAME.findall(question) if name.lower() not in STOPWORDS]
