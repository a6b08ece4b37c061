"""Seeded pairs about invented facts: roles, lists and opinions, whose labels follow from their construction.

The words come from several trades, so that a model learns the construction and not the words.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from crosscheck.index.training.examples import CONTRADICTION, ENTAILMENT, NEUTRAL, Example
from crosscheck.index.training.vocabulary import (
    ALIASES,
    AMOUNTS,
    CLOSE,
    DOES,
    LIST,
    MAIN,
    MANY,
    NARROW,
    NOT,
    OPEN,
    QUALITIES,
    SOLE,
    SPLIT,
    TASKS,
    TRADES,
    UNITS,
    USES,
    WHOLE_LIST,
    WIDE,
    Trade,
)


@dataclass(slots=True)
class _Scene:
    """One draw of words: an owner, two means and two tasks of a trade."""

    owner: str
    a: str
    b: str
    r: str
    s: str
    trade: Trade
    rng: random.Random

    def say(self, forms: Sequence[str], a: str = "", r: str = "", **more: str) -> str:
        """Say one of the forms, opened and closed at random."""
        r = r or self.r
        words = {"a": a or self.a, "b": self.b, "r": self._other_words(r), "s": self._other_words(self.s)}
        body = self.rng.choice(forms).format(o=self.owner, many=self._many(r), **words, **more)
        opening, closing = self.rng.choice(OPEN), self.rng.choice(CLOSE)
        text = f"{opening}{body}{closing}."
        return text[0].upper() + text[1:]

    def ask(self, forms: Sequence[str], a: str = "", r: str = "", **more: str) -> str:
        """Ask one of the forms."""
        words = {"a": a or self.a, "r": self._other_words(r or self.r), "o": self.owner, **more}
        text = self.rng.choice(forms).format(**words)
        return text[0].upper() + text[1:]

    def other_task(self) -> str:
        """Draw the other task of this scene, or any task of another trade."""
        elsewhere = self.rng.choice([trade for trade in TRADES if trade is not self.trade])
        return self.rng.choice((self.s, self.rng.choice(elsewhere.tasks)))

    def _other_words(self, task: str) -> str:
        return self.rng.choice((task, *ALIASES.get(task, ())))

    def _many(self, task: str) -> str:
        others = [other for other in self.trade.tasks if other not in (self.r, self.s)]
        listed = [self._other_words(one) for one in (task, *self.rng.sample(others, 2))]
        self.rng.shuffle(listed)
        return _join(listed, self.rng)


def scene(rng: random.Random) -> _Scene:
    """Draw the words of one pair."""
    trade = rng.choice(TRADES)
    a, b = rng.sample(trade.means, 2)
    r, s = rng.sample(trade.tasks, 2)
    return _Scene(rng.choice(trade.owners), a, b, r, s, trade, rng)


@dataclass(frozen=True, slots=True)
class _Rule:
    """Forms of the two sentences; the second may be about another doer `b` or another task `s`."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    label: int
    other_doer: bool = False
    other_task: bool = False


_ROLES = (
    _Rule(DOES + MAIN + SOLE, DOES + MAIN, CONTRADICTION, other_doer=True),
    _Rule(MANY, DOES + MAIN, CONTRADICTION, other_doer=True),
    _Rule(SPLIT, DOES + MAIN, CONTRADICTION, other_task=True),
    _Rule(USES + DOES + MAIN + MANY, NOT, CONTRADICTION),
    _Rule(WIDE, NARROW, CONTRADICTION),
    _Rule(NARROW[1:4:2] + NARROW[6:], DOES + MAIN, CONTRADICTION, other_task=True),
    _Rule(WIDE, WIDE, CONTRADICTION, other_doer=True),
    _Rule(DOES + MAIN + SOLE, DOES + MAIN, NEUTRAL, other_task=True),
    _Rule(DOES + MAIN + SOLE + MANY, DOES + MAIN, NEUTRAL, other_doer=True, other_task=True),
    _Rule(USES, USES, NEUTRAL, other_doer=True),
    _Rule(USES, NOT, NEUTRAL, other_task=True),
    _Rule(WIDE, USES, NEUTRAL, other_doer=True),
    _Rule(MANY + WIDE, DOES + USES, NEUTRAL, other_task=True),
    _Rule(SPLIT, DOES, ENTAILMENT),
    _Rule(DOES + MAIN + SOLE + MANY, USES, ENTAILMENT),
    _Rule(DOES, DOES, ENTAILMENT),
    _Rule(MAIN, MAIN, ENTAILMENT),
    _Rule(WIDE, WIDE, ENTAILMENT),
)


def role_pair(rng: random.Random) -> Example:
    """Say who does what: one doer excludes another where the role is said to be whole."""
    at, rule = scene(rng), rng.choice(_ROLES)
    second = at.say(rule.second, a=at.b if rule.other_doer else at.a, r=at.s if rule.other_task else at.r)
    return Example(at.say(rule.first), second, rule.label)


def list_pair(rng: random.Random) -> Example:
    """Say two lists: they add to each other unless one says it is complete."""
    at = scene(rng)
    means = rng.sample(at.trade.means, 5)
    first, second = _join(means[:3], rng), _join(means[3:], rng)
    draw = rng.randrange(6)
    if draw <= 1:
        return Example(at.say(LIST, list=first), at.say(LIST, list=second), NEUTRAL)
    if draw == 2:
        return Example(at.say(LIST, list=first), at.say(USES, a=means[4]), NEUTRAL)
    if draw == 3:
        return Example(at.say(WHOLE_LIST, list=first), at.say(USES, a=means[4]), CONTRADICTION)
    if draw == 4:
        return Example(at.say(LIST[:4], list=first), at.say(USES[:2], a=means[1]), ENTAILMENT)
    tasks = rng.sample(at.trade.tasks, 5)
    return Example(at.say(TASKS, tasks=_join(tasks[:3], rng)), at.say(TASKS, tasks=_join(tasks[3:], rng)), NEUTRAL)


def opinion_pair(rng: random.Random) -> Example:
    """Praise a quality, and the same in other words, its opposite, another quality or another thing."""
    at = scene(rng)
    good, bad = rng.choice(QUALITIES) if rng.random() < 0.5 else rng.choice(QUALITIES)[::-1]
    draw = rng.randrange(8)
    if draw <= 2:
        return Example(at.say(good), at.say(bad), CONTRADICTION)
    if draw <= 4:
        one, other = rng.sample(good, 2)
        return Example(at.say((one,)), at.say((other,)), ENTAILMENT)
    if draw == 5:
        return Example(at.say(good), at.say(rng.choice((good, bad)), a=at.b), NEUTRAL)
    others = [pair for pair in QUALITIES if good not in pair]
    return Example(at.say(good), at.say(rng.choice(rng.choice(others))), NEUTRAL)


def number_pair(rng: random.Random) -> Example:
    """Give a figure of a thing, and the same or another figure of the same or another thing."""
    at = scene(rng)
    n = rng.choice((3, 7, 12, 20, 25, 40, 60, 80, 120, 300, 1500, 40000))
    m = rng.choice([x for x in (2, 5, 9, 15, 30, 35, 50, 90, 200, 500, 2500, 70000) if x != n])
    unit, other = rng.sample(UNITS, 2)
    form = rng.choice(AMOUNTS)
    first = at.say((form,), n=f"{n:,}", u=unit)
    draw = rng.randrange(6)
    if draw <= 1:
        return Example(first, at.say((form,), n=f"{m:,}", u=unit), CONTRADICTION)
    if draw == 2:
        return Example(first, at.say((form,), n=f"{n:,}", u=other), NEUTRAL)
    if draw == 3:
        return Example(first, at.say(AMOUNTS, a=at.b, r=at.s, n=f"{rng.choice((n, m)):,}", u=unit), NEUTRAL)
    if draw == 4:
        about = rng.choice(("about ", "roughly ", "around ", "some "))
        return Example(first, at.say((form,), n=f"{about}{n:,}", u=unit), ENTAILMENT)
    bounds = ((n // 2, ENTAILMENT, CONTRADICTION), (n * 2, CONTRADICTION, ENTAILMENT))
    value, label_above, label_below = rng.choice(bounds)
    bound, label = rng.choice(((f"more than {value:,}", label_above), (f"fewer than {value:,}", label_below)))
    return Example(first, at.say((form,), n=bound, u=unit), label)


def _join(words: Sequence[str], rng: random.Random) -> str:
    return ", ".join(words[:-1]) + rng.choice((" and ", ", and ")) + words[-1]
