"""Words: how texts become terms for BM25 and for comparing a question's words with a text's."""

import re
import sys
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import Stemmer

__all__ = ["STOPWORDS", "content_terms", "terms"]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?(?:[+#]+)?")  # keeps C++ and C#
_POSSESSIVE = re.compile(r"['’]s?$|['’]")
_MOST_STEMS = 100_000  # of words met before: texts say the same ones again and again

# Function words of English: they carry grammar, not topic. Question words are among them.
_FUNCTION_WORDS = """
    a about above after afterwards again against all already also am an and any anything are as at be
    because been before being below between both but by can could did do does doing down during each either
    else ever every everything few for from further get gets got had has have having he her here hers him
    his how however i if in into is it its itself just later like made make makes many may me might more
    most much must my neither no nor not nothing now of off on once one only or other our ours out over own
    same shall she should so some something still such tell than that the their theirs them themselves then
    there these they this those through to today too under until up upon us use used uses using very was we
    were what whats when where whether which while who whom whose why will with within without would yes yet
    you your
"""
STOPWORDS = frozenset(_FUNCTION_WORDS.split())


@cache
def _stemmer() -> "Stemmer.Stemmer":
    import Stemmer

    return Stemmer.Stemmer("english")


@lru_cache(maxsize=_MOST_STEMS)
def _stem(word: str) -> str:
    # One object for each stem: of a large folder every word is kept many times.
    return sys.intern(_stemmer().stemWord(_POSSESSIVE.sub("", word)))


def terms(text: str) -> list[str]:
    """Return the stems of all words of `text`, in order, in lower case, possessives removed."""
    return [_stem(word) for word in _WORD.findall(text.lower())]


@cache
def _stop_stems() -> frozenset[str]:
    return frozenset(_stemmer().stemWords(sorted(STOPWORDS)))


def content_terms(text: str) -> list[str]:
    """Return `terms` without function words."""
    stop = _stop_stems()
    return [term for term in terms(text) if term not in stop]
