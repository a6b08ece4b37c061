"""Which words set two quotes apart, so that a reader sees at once what the sources disagree about."""

import re

from crosscheck.app.page.text import shown

__all__ = ["marked_apart"]

_WORD = re.compile(r"\w[\w.,%'’-]*\w%?|\w")
_POSSESSIVE = re.compile(r"['’]s$")
_ALIKE = 0.5  # share of words in common from which two quotes are versions of one sentence
_NEGATION = re.compile(r"no|not|never|none|neither|nor|without|cannot|\w+n['’]t")

# Capitals on these come from the start of a sentence, not from a name.
_OPENER = re.compile(
    "an?|all|also|although|and|as|at|because|both|but|by|each|for|from|he|her|his|how|however|if|in|its?|let['’]?s|many|most"
    "|my|of|on|once|one|only|or|our|over|she|since|so|some|than|that|the|their|then|there|these|they|this|those"
    "|though|to|under|we|what|when|where|whether|which|while|who|why|with|you|your"
)


def marked_apart(quote: str, other: str) -> str:
    """Return `quote` as HTML with the words marked that `other` lacks.

    Of two sentences that have little in common every word would be marked, which says nothing:
    there, only numbers, names and negations are.
    """
    mine, theirs = _words(quote), _words(other)
    foreign = mine - theirs
    if len(mine & theirs) < _ALIKE * min(len(mine), len(theirs)):
        foreign = {word for word in foreign if word in _telling(quote)}
    return _with_marks(quote, foreign)


def _words(text: str) -> set[str]:
    return {_folded(word) for word in _WORD.findall(text)}


def _folded(word: str) -> str:
    """Return a word as it is compared: "Python's" is no other word than "Python"."""
    return _POSSESSIVE.sub("", word.casefold())


def _telling(text: str) -> set[str]:
    return {_folded(word) for word in _WORD.findall(text) if _is_telling(word)}


def _is_telling(word: str) -> bool:
    folded = word.casefold()
    if _NEGATION.fullmatch(folded) or any(character.isdigit() for character in word):
        return True
    return word[0].isupper() and not _OPENER.fullmatch(folded)


def _with_marks(text: str, foreign: set[str]) -> str:
    parts: list[str] = []
    at = 0
    for start, end in _runs(text, foreign):
        parts += [shown(text[at:start]), f'<em class="apart">{shown(text[start:end])}</em>']
        at = end
    return "".join(parts) + shown(text[at:])


def _runs(text: str, foreign: set[str]) -> list[tuple[int, int]]:
    """Return where the foreign words stand; neighbours with only a space between them are one run."""
    runs: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        if _folded(match[0]) not in foreign:
            continue
        if runs and text[runs[-1][1] : match.start()].isspace():
            runs[-1] = (runs[-1][0], match.end())
        else:
            runs.append((match.start(), match.end()))
    return runs
