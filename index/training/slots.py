"""Seeded questions for one circumstance of an event: told only where the sentence holds that circumstance."""

from __future__ import annotations

import random

from crosscheck.index.training.asked import Asked
from crosscheck.index.training.everyday import STOCKS

_THINGS = (
    "the tunnel", "the statue", "the clock", "the mural", "the organ", "the fountain", "the annex",
    "the greenhouse", "the tram depot", "the viaduct", "the observatory", "the old brewery",
    "the reading room", "the server room", "the payment system", "the search service", "the archive",
    "the customs house", "the printing press", "the dam",
)  # fmt: skip
_VERBS = ("built", "restored", "painted", "moved", "closed", "opened", "sold", "rebuilt", "replaced", "inspected")
_SLOTS = {
    "when": (
        "in 1871", "in May 1925", "three years ago", "last autumn", "on 4 June 2011", "in the 1960s",
        "during the war",
        "in 2019", "at the end of the century",
    ),
    "where": (
        "in Bergen", "near the harbour", "at the station", "on the hill", "behind the town hall",
        "in the north of Spain",
        "on the left bank", "in Canada",
    ),
    "who": (
        "by Ann Berg", "by a local firm", "by the city council", "by volunteers",
        "by the architect Carl Lund",
        "by the engineering team", "by two brothers",
    ),
    "why": (
        "because of falling rocks", "due to high costs", "to save energy", "because nobody used it",
        "to make room for shops",
        "after repeated failures", "so that trains could pass",
    ),
    "how": (
        "by hand", "with cranes", "in several stages", "with the help of robots", "stone by stone",
        "without any plans",
    ),
    "how much": (
        "for 2 million euros", "for $40,000", "at a cost of 300 pounds", "for less than 5,000 crowns",
    ),
    "how long": (
        "within two weeks", "over a period of three years", "in less than a day", "in only six months",
    ),
    "what of": ("of steel", "of red brick", "out of oak", "of recycled glass"),
}  # fmt: skip
_FORMS = {
    "when": (
        "When was {s} {v}?", "when was {s} {v}", "In what year was {s} {v}?",
        "What is the date {s} was {v}?",
    ),
    "where": ("Where was {s} {v}?", "where was {s} {v}", "In which place was {s} {v}?"),
    "who": ("Who {v} {s}?", "who {v} {s}", "By whom was {s} {v}?", "Which person or group {v} {s}?"),
    "why": (
        "Why was {s} {v}?", "why was {s} {v}", "For what reason was {s} {v}?",
        "What is the reason {s} was {v}?",
    ),
    "how": ("How was {s} {v}?", "In what way was {s} {v}?"),
    "how much": (
        "How much did it cost when {s} was {v}?", "For how much money was {s} {v}?",
        "What did it cost to have {s} {v}?",
    ),
    "how long": ("How long did it take until {s} was {v}?", "How quickly was {s} {v}?"),
    "what of": ("What is {s} made of?", "What material was {s} {v} of?", "Of what is {s} {v}?"),
}  # fmt: skip
_STOCK_TOLD = (
    "Does {o} have {b}?", "Can I get {b} at {o}?", "{b} {o}", "What does {o} have?", "{o} {b}",
    "Is there {b} at {o}?",
)  # fmt: skip
_STOCK_LEFT = (
    "How much are the {b} at {o}?", "Who owns {o}?", "When was {o} founded?",
    "Where do the {b} at {o} come from?", "How many {b} does {o} have?", "When does {o} open?",
    "How old is {o}?",
)  # fmt: skip


def slot_question(rng: random.Random) -> Asked:
    """Ask for a circumstance: of this event or another, told or not."""
    thing, other = rng.sample(_THINGS, 2)
    verb, verb2 = rng.sample(_VERBS, 2)
    told = rng.sample(sorted(_SLOTS), rng.choice((1, 1, 2)))
    asked, draw = rng.choice(told), rng.random()
    if 0.5 < draw < 0.75:
        asked = rng.choice([slot for slot in _SLOTS if slot not in told])
    subject = other if 0.75 <= draw < 0.9 else thing
    event = verb2 if draw >= 0.9 else verb
    question = rng.choice(_FORMS[asked]).format(s=subject, v=event)
    circumstances = " ".join(rng.choice(_SLOTS[slot]) for slot in told)
    return Asked(_capital(question), _capital(f"{thing} was {verb} {circumstances}."), int(draw <= 0.5))


def whether_question(rng: random.Random) -> Asked:
    """Ask whether a circumstance holds: decided by a sentence that tells one of the same kind."""
    thing, other = rng.sample(_THINGS, 2)
    verb = rng.choice(_VERBS)
    kind, kind2 = rng.sample(sorted(_SLOTS), 2)
    sentence = f"{thing} was {verb} {rng.choice(_SLOTS[kind])}."
    draw = rng.random()
    asked = rng.choice(_SLOTS[kind if draw < 0.5 or draw > 0.8 else kind2])
    question = f"Was {other if draw > 0.8 else thing} {verb} {asked}?"
    return Asked(question, _capital(sentence), int(draw < 0.5))


def stock_question(rng: random.Random) -> Asked:
    """Ask for a thing among several that somebody has, for one that is not named, or for something else."""
    owners, verbs, things = rng.choice(STOCKS)
    owner, other = rng.sample(owners, 2)
    a, b, c, d = rng.sample(things, 4)
    sentence = _capital(f"{owner} {rng.choice(verbs)} {a}, {b} and {c}.")
    draw = rng.random()
    if draw < 0.5:
        return Asked(_capital(rng.choice(_STOCK_TOLD).format(o=owner, b=b)), sentence, 1)
    if draw < 0.75:
        named = [form for form in _STOCK_TOLD if "{b}" in form]
        of = rng.choice(((owner, d), (other, d)))
        return Asked(_capital(rng.choice(named).format(o=of[0], b=of[1])), sentence, 0)
    return Asked(_capital(rng.choice(_STOCK_LEFT).format(o=owner, b=b)), sentence, 0)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
