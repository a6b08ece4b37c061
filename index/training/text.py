"""Small text helpers of the training data."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9\"])")
_LEAST_WORDS = 4


def split_sentences(text: str) -> list[str]:
    """A plain split, good enough for encyclopaedic text; very short pieces are dropped.

    >>> split_sentences("It was founded in 1999. In 2003 it moved.")
    ['It was founded in 1999.', 'In 2003 it moved.']
    """
    return [s for s in _SENTENCE_END.split(text.strip()) if len(s.split()) >= _LEAST_WORDS]


def in_common(first: str, second: str) -> float:
    """Return the share of the words of the shorter text that the other has, 0 to 1.

    >>> in_common("The tower is old.", "the tower stands")
    0.6666666666666666
    """
    one, other = set(first.lower().split()), set(second.lower().split())
    return len(one & other) / max(1, min(len(one), len(other)))
