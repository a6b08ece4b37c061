"""Seeded questions about made-up facts: what a sentence tells, and what it only seems to tell."""

from __future__ import annotations

import random

from crosscheck.index.training.asked import Asked
from crosscheck.index.training.templates import scene
from crosscheck.index.training.vocabulary import DOES, MAIN, MANY, SOLE, SPLIT, USES, WIDE

_ASKED = (
    "What does {o} use for {r}?", "What is {a} used for?", "What handles {r}?",
    "Which one is responsible for {r}?", "Does {o} use {a} for {r}?", "Is {a} used for {r}?",
    "How does {o} do {r}?", "{o} {r}", "what runs {r}", "What takes care of {r} at {o}?", "{a} {r}",
    "Is {r} done with {a}?", "What does {a} do at {o}?", "Does {o} use {a}?", "does {o} use {a}",
    "What is behind {r} at {o}?", "Which tool does {o} use for {r}?",
)  # fmt: skip
_ABOUT_TASK = tuple(form for form in _ASKED if "{r}" in form)
_OWNED = tuple(form for form in DOES + MAIN + USES + MANY + WIDE if "{o}" in form)
_OF_OWNER = (*(form for form in _ASKED if "{o}" in form), "Is {a} used at {o}?", "Does {o} rely on {a}?")
_ABOUT_DOER = ("Does {o} use {a}?", "does {o} use {a}", "Is {a} used at {o}?", "What is {a} used for?", "{o} {a}")
_NOT_TOLD = (
    "Which version of {a} does {o} use?", "How many people work on {r}?", "When did {o} start using {a}?",
    "Who decided to use {a} for {r}?", "How much does {a} cost {o}?", "What percentage of {r} runs on {a}?",
    "Besides {a}, what else is used for {r}?", "Since what year has {a} been used for {r}?",
    "Who invented {a}?", "What is the history of {a}?", "How do I install {a}?", "Who is the head of {o}?",
    "Where is {o} based?", "How many buildings does {o} own?", "What does {o} plan for {r} next year?",
    "Which company sells {a}?", "What was used for {r} before {a}?",
    "How long did it take to introduce {a}?", "What salary does {o} pay?", "Which {thing} does {o} use?",
    "Which {thing} is used for {r}?", "Which other ones work with {a}?",
)  # fmt: skip
_THINGS = (
    "video format", "testing tool", "chat program", "accounting package", "encryption method", "web server",
    "model", "operating system", "type of battery", "ticket printer", "brand of paint", "mail provider",
    "architecture",
)  # fmt: skip
_FILLERS = (
    "In this article, we will look at how {o} uses {a} for {r}.",
    "The next time you visit {o}, think of {a}.", "Read on to find out what {o} does about {r}.",
    "That was all about {r}.", "Start learning about {a} today!", "Let us take a closer look at {r}.",
    "How {o} uses {a}", "Why {a} matters for {r}", "{a} at {o}: an overview",
    "Thank you for reading our story about {o} and {a}.", "We hope this gave you an idea of {r} at {o}.",
    "The following sections explain {r} in detail.", "This is why you see such differences.",
    "The magic of {a}", "Follow us for more stories about {o}.",
    "As we saw above, {a} is a fascinating topic.", "What is {a}?",
    "Whether you work with {a} or enjoy {o}, there is a lot to discover.",
    "{o} and {r}: questions and answers",
)  # fmt: skip
_AMOUNTS = (
    (
        "{a} accounts for {n} percent of {r}", "What share of {r} is done by {a}?",
        "How much of {r} does {a} do?",
    ),
    (
        "{n}% of {r} goes through {a}", "What percentage of {r} goes through {a}?",
        "What proportion of {r} is {a}?",
    ),
    (
        "it took {o} {n} months to set up {a} for {r}", "How many months did {a} take to set up?",
        "How long did {o} need to introduce {a}?",
    ),
    (
        "{r} became {n} percent faster with {a}", "How much faster did {r} become?",
        "How much did {a} help {r}?",
    ),
    ("{o} has {n} sites where {a} handles {r}", "How many sites does {o} have?", "how many sites {o}"),
    (
        "{r} fails in {n}% of all cases without {a}", "How often does {r} fail?",
        "What is the failure rate of {r}?",
    ),
    (
        "{o} serves {n} million customers with {a}", "How many customers does {o} serve?",
        "number of customers {o}",
    ),
    ("the time for {r} dropped to under {n} minutes", "How long does {r} take?", "How quick is {r} now?"),
    (
        "{a} was introduced for {r} in 20{n}", "When was {a} introduced?",
        "Since when does {o} use {a} for {r}?",
    ),
)  # fmt: skip

# What is mostly not told, told for once: a question that never had an answer would be refused by its form.
_TOLD = (
    ("{o} uses {a} {n}.2 for {r}", "Which version of {a} does {o} use?"),
    ("{o} runs version {n} of {a}", "Which version of {a} does {o} use?"),
    ("{o} runs {a} {n}.{n}", "What version of {a} does {o} have?"),
    ("{n} people at {o} work on {r}", "How many people work on {r}?"),
    ("{o} started using {a} in 20{n}", "When did {o} start using {a}?"),
    ("{a} was introduced by the new director to improve {r}", "Who decided to use {a} for {r}?"),
    ("{a} costs {o} {n},000 euros a year", "How much does {a} cost {o}?"),
    ("besides {a}, {b} is also used for {r}", "Besides {a}, what else is used for {r}?"),
    ("{a} goes back to an idea of two students", "Who invented {a}?"),
    ("to install {a}, download it and run the setup", "How do I install {a}?"),
    ("the head of {o} is Jana Holm", "Who is the head of {o}?"),
    ("{o} has its seat in Bergen", "Where is {o} based?"),
    ("{o} owns {n} buildings", "How many buildings does {o} own?"),
    ("next year {o} wants to double the budget of {r}", "What does {o} plan for {r} next year?"),
    ("{a} can be bought from Delta Supplies", "Which company sells {a}?"),
    ("before {a}, {b} was used for {r}", "What was used for {r} before {a}?"),
    ("it took {n} weeks to introduce {a}", "How long did it take to introduce {a}?"),
    ("the average salary at {o} is {n},000 euros", "What salary does {o} pay?"),
    ("{o} uses a {thing} called Kestrel for {r}", "Which {thing} does {o} use?"),
    ("Kestrel is the {thing} behind {r}", "Which {thing} is used for {r}?"),
    ("a {thing} named Arlo came to {o} in 20{n}", "Which {thing} does {o} use?"),
)


def told_question(rng: random.Random) -> Asked:
    """Ask what a sentence tells for once, or what only another sentence of this kind would tell."""
    at, thing = scene(rng), rng.choice(_THINGS)
    own, other = rng.sample(_TOLD, 2)
    asked, label = (own, 1) if rng.random() < 0.6 else (other, 0)
    sentence = at.say(own[:1], n=str(rng.randrange(3, 25)), thing=thing)
    return Asked(at.ask(asked[1:], thing=thing), sentence, int(label or own[1] == other[1]))


def fact_question(rng: random.Random) -> Asked:
    """Ask about a fact: what it tells, the same of another task, doer or owner, or what it does not tell."""
    at, draw = scene(rng), rng.random()
    sentence = at.say(DOES + MAIN + SOLE + USES + MANY + SPLIT + WIDE)
    if draw < 0.42:
        return _about(at.say(DOES + MAIN + SOLE + USES + MANY + SPLIT), at.ask(_ASKED), 1)
    if draw < 0.52:
        return _about(sentence, at.ask(_ABOUT_TASK, r=at.other_task()), 0)
    if draw < 0.6:
        return _about(at.say(USES + MANY + WIDE), at.ask(_ABOUT_DOER, a=at.b), 0)
    if draw < 0.8:
        other = rng.choice([owner for owner in at.trade.owners if owner != at.owner])
        return _about(at.say(_OWNED), at.ask(_OF_OWNER, o=other), 0)
    undated = sentence.removeprefix("Since 2015, ")
    return _about(undated[0].upper() + undated[1:], at.ask(_NOT_TOLD, thing=rng.choice(_THINGS)), 0)


def filler_question(rng: random.Random) -> Asked:
    """Put a question to a sentence that only leads over, announces or advertises: it never answers."""
    at = scene(rng)
    return _about(at.ask(_FILLERS), at.ask(_ASKED + _ABOUT_DOER), 0)


def amount_question(rng: random.Random) -> Asked:
    """Ask for an amount or a date: told by its own sentence, not by one about another amount or task."""
    at = scene(rng)
    own, other = rng.sample(_AMOUNTS, 2)
    sentence = at.say(own[:1], n=str(rng.randrange(11, 25)))
    draw = rng.random()
    if draw < 0.55:
        return _about(sentence, at.ask(own[1:]), 1)
    if draw < 0.8:
        return _about(sentence, at.ask(other[1:]), 0)
    return _about(at.say(DOES + USES + MAIN), at.ask(own[1:]), 0)


def _about(sentence: str, question: str, label: int) -> Asked:
    told = sentence if label else sentence.replace(" for millions of customers", "")
    return Asked(question, told, label)
