"""Proper names in a sentence, found by their capitals."""

from __future__ import annotations

import re

NAME = r"(?:[A-Z][\w'&.-]*)(?:\s+(?:(?:of|the|and|de|for)\s+)?[A-Z0-9][\w'&-]*)*"
_SUBJECT = re.compile(
    rf"^(?:The\s+|In \d{{4}},\s+)?({NAME}),?\s+(?:is|was|are|were|has|had|have|[a-z]+(?:s|ed))\b"
)
_PRONOUNS = frozenset((
    "he", "she", "it", "they", "we", "you", "i", "his", "her", "its", "their", "our", "in", "on", "at",
    "after", "before", "during", "as", "this", "that", "these", "those", "there", "when", "while",
    "since", "for", "from", "by", "with", "to", "however", "although", "a", "an", "one", "some", "many",
    "most", "all", "the",
))  # fmt: skip


def subject(sentence: str) -> str | None:
    """Return the proper name that the sentence opens with, or None.

    >>> subject("Acme Corp was founded in 1999.")
    'Acme Corp'
    >>> subject("It was founded in 1999.") is None
    True
    """
    match = _SUBJECT.match(sentence)
    if match is None or match[1].split()[0].lower() in _PRONOUNS or len(match[1].split()) > 6:
        return None
    return match[1]


def names(sentence: str) -> list[str]:
    """Return the proper names of a sentence; its first word counts only as part of the subject.

    >>> names("Acme Corp bought Zenith.")
    ['Acme Corp', 'Zenith']
    """
    first = subject(sentence)
    inner = [m[0].rstrip(".,'-&") for m in re.finditer(NAME, sentence) if m.start() > 0]
    return list(dict.fromkeys([*([first] if first else []), *(name for name in inner if len(name) > 2)]))
