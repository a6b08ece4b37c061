"""How a sentence is shown to the relevance model: alone, or with its headings and the sentence before."""

from __future__ import annotations

from collections.abc import Sequence

MARK = " > "
"""What stands between a heading, or the sentence before, and a sentence."""


def contextualise(headings: Sequence[str], previous: str | None, sentence: str) -> str:
    """`sentence` behind its heading path and the sentence before it, as the relevance model was trained.

    >>> contextualise(["Caching", "Eviction"], None, "It drops the oldest entry.")
    'Caching > Eviction > It drops the oldest entry.'
    >>> contextualise([], "The cache is small.", "It drops the oldest entry.")
    '(The cache is small.) > It drops the oldest entry.'
    """
    parts = [*(heading.strip() for heading in headings if heading.strip())]
    if previous:
        parts.append(f"({previous.strip()})")
    return MARK.join([*parts, sentence.strip()])


def asked(question: str, sentence: str) -> str:
    """`sentence`, as `contextualise` gives it, as an answer to `question`: how rival answers are read.

    >>> asked("What does the cache drop?", "The cache drops the oldest entry.")
    'What does the cache drop? > The cache drops the oldest entry.'
    """
    return MARK.join((question.strip(), sentence))
