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
