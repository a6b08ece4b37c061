"""Questions as people type them: as keywords, with slips of the finger, or as a claim to be checked."""

from __future__ import annotations

import random
import re

_FUNCTION_WORDS = frozenset((
    "a", "an", "and", "are", "as", "at", "be", "been", "by", "can", "could", "did", "do", "does", "for",
    "from", "had", "has", "have", "how", "i", "in", "is", "it", "its", "many", "much", "of", "on", "or",
    "s", "that", "the", "their", "there", "these", "they", "this", "those", "to", "was", "were", "what",
    "when", "where", "which", "who", "whom", "whose", "why", "will", "with", "would", "you",
))  # fmt: skip
_AUXILIARIES = frozenset(
    ["is", "are", "was", "were", "has", "had", "can", "could", "will", "would", "did", "does"]
)


def keyword_query(question: str) -> str:
    """Return the question as typed into a search box: its content words, lower-cased.

    >>> keyword_query("What is the latency of the new cache?")
    'latency new cache'
    """
    words = re.findall(r"[\w.+#'-]+", question.lower())
    kept = [word.strip(".") for word in words if word.strip(".") not in _FUNCTION_WORDS]
    return " ".join(kept)


def misspell(text: str, rng: random.Random) -> str:
    """Lose or double one letter of one longer word, or exchange it with the next."""
    words = text.split()
    long = [i for i, word in enumerate(words) if len(word) > 4]
    if not long:
        return text
    at = rng.choice(long)
    word = words[at]
    i = rng.randrange(1, len(word) - 1)
    words[at] = rng.choice(
        (word[:i] + word[i + 1 :], word[:i] + word[i] + word[i:], word[:i] + word[i + 1] + word[i] + word[i + 2 :])
    )
    return " ".join(words)


def claim_question(claim: str, rng: random.Random) -> str:
    """Ask whether a claim is true: its auxiliary moved to the front, or a stock opening.

    The auxiliary is only moved when it is among the first six words, where it is mostly the main verb's.
    """
    words = claim.rstrip(" .").split()
    for i, word in enumerate(words[1:6], start=1):
        if word in _AUXILIARIES:
            question = " ".join([word.capitalize(), *words[:i], *words[i + 1 :]])
            return question + rng.choice(("?", "?", ""))
    body = " ".join(words)
    return rng.choice((f"Is it true that {body}?", f"{body}?", f"Did {body}?", f"Does it say that {body}?"))
