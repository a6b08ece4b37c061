"""Whether a sentence that a language model wrote is supported by the sentences that it cites.

The NLI model says whether it follows; numbers, names and denials have to be those of the sources besides, since a
wrong one of these changes little else.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crosscheck.app.asked import NUMBER_WORDS
from crosscheck.index.compare.compare import Judge
from crosscheck.index.compare.quantities import quantities
from crosscheck.index.compare.words import NEGATORS
from crosscheck.index.lexical import STOPWORDS, terms

__all__ = ["Support", "support"]

_ENTAILED = 0.5  # probability from which one sentence follows from another: likelier than not
_TOKEN = re.compile(r"[^\W_](?:[\w.,:/@'’+#&]*[\w+#])?")
_MARKUP = re.compile(r"[<>\[\]{}`|\\]|://|\b[a-z]+:\w", re.IGNORECASE)  # a sentence needs none of it
_TELLS = re.compile(r"[\dA-Z./@:+#]")  # in a word: it is a number, a name, an address


@dataclass(frozen=True, slots=True)
class Support:
    """Which of several quotes support a sentence, by their places; it is false when none does."""

    places: tuple[int, ...] = ()
    jointly: bool = False  # all of them are needed, and no one says all of it

    def __bool__(self) -> bool:
        return bool(self.places)


def support(sentence: str, quotes: Sequence[str], judge: Judge) -> Support:
    """Return those of `quotes` that support `sentence`: each alone, or else all of them together."""
    # Of no words at all a model may well think that they follow.
    if not quotes or not _TOKEN.search(sentence) or _MARKUP.search(sentence):
        return Support()
    alone = [place for place, quote in enumerate(quotes) if _agrees(sentence, [quote])]
    if sure := [place for place in alone if _follows(sentence, quotes[place], judge)]:
        return Support(tuple(sure))
    together = len(quotes) > 1 and _agrees(sentence, quotes) and _follows(sentence, " ".join(quotes), judge)
    return Support(tuple(range(len(quotes))), jointly=True) if together else Support()


def _follows(sentence: str, premise: str, judge: Judge) -> bool:
    return bool(judge.judge([(premise, sentence)])[0][0] >= _ENTAILED)


def _agrees(sentence: str, quotes: Sequence[str]) -> bool:
    """Say whether the numbers, names and denials of `sentence` are those of `quotes`."""
    checks: tuple[Callable[[str, Sequence[str]], bool], ...] = (_same_words, _same_quantities, _same_denial)
    return all(check(sentence, quotes) for check in checks)


def _same_words(sentence: str, quotes: Sequence[str]) -> bool:
    given = {_folded(token) for quote in quotes for token in _TOKEN.findall(quote)}
    first, *others = _TOKEN.findall(sentence) or [""]
    telling = {_folded(token) for token in others if _TELLS.search(token) or token.lower() in NUMBER_WORDS}
    return telling <= given and _is_known(first, given)


def _is_known(first: str, given: set[str]) -> bool:
    """Say whether a sentence may begin with `first`: whether its capital is that of a name cannot be seen."""
    folded = _folded(first)
    ordinary = folded in STOPWORDS and folded not in NUMBER_WORDS
    return ordinary or folded in given or set(terms(first)) <= {stem for word in given for stem in terms(word)}


def _folded(token: str) -> str:
    """Return a word without its case, its possessive and the commas of a number."""
    return re.sub(r"['’]s?$|(?<=\d),(?=\d{3})", "", token.lower())


def _same_quantities(sentence: str, quotes: Sequence[str]) -> bool:
    given = [quantity for quote in quotes for quantity in quantities(quote)]
    return all(any(one.unit == q.unit and one.agrees(q) for q in given) for one in quantities(sentence))


def _same_denial(sentence: str, quotes: Sequence[str]) -> bool:
    denied = [_denies(quote) for quote in quotes]
    return any(denied) if _denies(sentence) else not all(denied)


def _denies(text: str) -> bool:
    return not NEGATORS.isdisjoint(re.findall(r"[a-z]+(?:'t)?", text.lower().replace("’", "'")))
