"""Mend typing errors in a question with the words that the articles use."""

import re
from collections.abc import Collection, Container
from difflib import get_close_matches

from crosscheck.index.lexical import terms
from crosscheck.index.models.runtime import tokenizer

__all__ = ["mended"]

# In lower case, since an unknown name is no typing error, and no part of "shouldn't".
_WORD = re.compile(r"(?<!['’])\b[a-z]{5,}\b(?!['’])")
_CLOSE = 0.9  # ratio of matching characters: one wrong letter in ten, or one missing in six
_MOST = 8  # words mended: looking for each costs a walk through all that the articles use


def mended(question: str, known: Container[str], vocabulary: Collection[str]) -> str:
    """Return `question` with misspelt words replaced by the words they are nearly spelt like.

    `known` holds the stems that the articles use, `vocabulary` the words themselves, in lower case. What is one
    word to the models is spelt right: "money" is no slip for "monkey".
    """
    words = [word for word in dict.fromkeys(_WORD.findall(question)) if tokenizer().token_to_id(word) is None]
    unknown = [word for word in words if not any(term in known for term in terms(word))]
    found = {word: _nearest(word, vocabulary) for word in unknown[:_MOST]}
    return _WORD.sub(lambda match: found.get(match[0], match[0]), question)


def _nearest(word: str, vocabulary: Collection[str]) -> str:
    alike = [other for other in vocabulary if other[0] == word[0] and abs(len(other) - len(word)) <= 2]
    return next(iter(get_close_matches(word, alike, n=1, cutoff=_CLOSE)), word)
