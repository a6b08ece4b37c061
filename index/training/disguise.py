"""Written pairs told of other names and numbers: a model that sees a pair often would know it by heart."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable

from crosscheck.index.training.edits import different_number
from crosscheck.index.training.examples import CONTRADICTION, Example

__all__ = ["disguised", "proper_names"]

_NAME = re.compile(r"\b[A-Z][a-z]{2,}\b")
_LOWER = re.compile(r"\b[a-z]+\b")
_NUMBER = re.compile(r"(?<![\w.,/-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w/-]|[.,]\d)")
_RENAMED = 0.5  # share of the pairs whose names are exchanged
_RENUMBERED = 0.4  # likewise numbers


def proper_names(texts: Iterable[str]) -> frozenset[str]:
    """Return the words of `texts` that never stand there without their capital.

    >>> sorted(proper_names(["The Alba sails.", "Does the boat Alba sail?"]))
    ['Alba', 'Does']
    """
    names, plain = set[str](), set[str]()
    for text in texts:
        names.update(_NAME.findall(text))
        plain.update(_LOWER.findall(text))
    return frozenset(name for name in names if name.lower() not in plain)


def disguised(example: Example, names: frozenset[str], pool: list[str], rng: random.Random) -> Example:
    """Exchange the names that both texts have for others of `pool`, and numbers likewise, now and then.

    What only one of them has stays, for it may be what they differ in; but where they disagree, numbers that
    differ are exchanged for others that differ.
    """
    new: dict[str, str] = {}
    if rng.random() < _RENAMED:
        new |= _renamed(_shared(_NAME, example) & names, pool, rng)
    if rng.random() < _RENUMBERED:
        new |= _renumbered(example, rng)
    return Example(_exchanged(example.first, new), _exchanged(example.second, new), example.label)


def _renamed(old: Iterable[str], pool: list[str], rng: random.Random) -> dict[str, str]:
    ordered = sorted(old)
    return dict(zip(ordered, rng.sample(pool, len(ordered)), strict=True))


def _renumbered(example: Example, rng: random.Random) -> dict[str, str]:
    shared = _shared(_NUMBER, example)
    every = {*_NUMBER.findall(example.first), *_NUMBER.findall(example.second)}
    changed = sorted(every if example.label == CONTRADICTION else shared)
    new = {number: different_number(number, rng) for number in changed}
    # Two that were different have to stay so.
    apart = len({*new.values(), *(every - new.keys())}) == len(every)
    return new if apart else {}


def _shared(pattern: re.Pattern[str], example: Example) -> set[str]:
    return {*pattern.findall(example.first)} & {*pattern.findall(example.second)}


def _exchanged(text: str, new: dict[str, str]) -> str:
    return _NUMBER.sub(lambda m: new.get(m[0], m[0]), _NAME.sub(lambda m: new.get(m[0], m[0]), text))
