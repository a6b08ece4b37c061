"""Seeded generators of questions that a sentence answers or only seems to answer.

A sentence about a thing answers a question about one of its attributes only where it holds a value of that
kind: "founded in 1999" does not tell who founded it. Each generator makes both outcomes, so that no kind of
question is an answer in itself.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crosscheck.index.training.names import names, subject

YEAR = re.compile(
    r"\b(?:1\d|20)\d\ds?\b|centur|years? ago|\bsince\b|\bdecade|\b\d{1,2} (?:January|February|March|April|May|"
    r"June|July|August|September|October|November|December)"
)
_NUMBER = re.compile(
    r"\d|%|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?|"
    r"billions?|half|third|quarter|several|many|few|all|no|both|single|most)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b(?:by|he|she|his|her|who|founders?|founded|creators?|inventors?|authors?|directors?|president|chief|leaders?|"
    r"led|head|named|born|mr|dr)\b",
    re.IGNORECASE,
)
_VERBS = (
    "founded established created released launched opened built published introduced invented designed developed"
)
_BY = re.compile(rf"\b({'|'.join(_VERBS.split())})\b(?:\s\w+){{0,3}}\s+by\s+(?:the\s+)?[A-Z]")
_WHEN = re.compile(
    rf"\b({'|'.join(_VERBS.split())})\b(?:\s\w+){{0,6}}?\s+(?:in|on|since)\s+(?:\w+\s)?(?:\d+,?\s)?\d{{4}}"
)
_VERB = re.compile(rf"\b({'|'.join(_VERBS.split())})\b")
_COUNT = re.compile(
    r"\b(\d[\d,.]*(?:\s(?:million|billion|thousand))?|hundreds of|thousands of|millions of)\s+([a-z]{4,}s)\b"
)
_NOT_COUNTED = frozenset((
    "years", "months", "days", "hours", "minutes", "seconds", "times", "miles", "metres", "meters",
    "points", "others", "was", "is", "has",
))  # fmt: skip
COUNTED = (
    "employees", "users", "customers", "members", "countries", "people", "books", "servers", "engineers",
    "students", "albums", "schools", "languages", "stores", "offices", "teams", "awards", "projects",
    "messages", "developers",
)  # fmt: skip
_COUNT_FORMS = (
    "How many {noun} does {name} have?", "how many {noun} {name}", "How many {noun} are there at {name}?",
    "What number of {noun} does {name} have?",
)  # fmt: skip
_THINGS = (
    "database", "codec", "framework", "operating system", "browser", "supplier", "currency", "testing tool",
    "bank",
)  # fmt: skip
_ATTRIBUTES = (
    ("Which version of {name} is used?", _NUMBER),
    ("What version is {name}?", _NUMBER),
    ("{name} version", _NUMBER),
    ("When did {name} start?", YEAR),
    ("When was {name} founded?", YEAR),
    ("In what year was {name} created?", YEAR),
    ("When was {name} released?", YEAR),
    ("Who founded {name}?", _PERSON),
    ("Who invented {name}?", _PERSON),
    ("Who runs {name}?", _PERSON),
    ("Who is the CEO of {name}?", _PERSON),
    ("How much does {name} cost?", _NUMBER),
    ("How much money did {name} make?", _NUMBER),
    ("price of {name}", _NUMBER),
    ("What percentage of {name} is that?", _NUMBER),
    ("How many people work at {name}?", _NUMBER),
    ("How many countries use {name}?", _NUMBER),
    ("How long did {name} take?", _NUMBER),
    ("How fast is {name}?", _NUMBER),
    ("How many times has {name} failed?", _NUMBER),
    ("What salary does {name} pay?", _NUMBER),
    ("How do I install {name}?", re.compile(r"install|download|set up", re.IGNORECASE)),
    ("How do I contact {name}?", re.compile(r"contact|phone|mail|address|call", re.IGNORECASE)),
    ("What is the phone number of {name}?", _NUMBER),
    *(
        (f"Which {noun} does {{name}} use?", re.compile(rf"{noun}|such as|using", re.IGNORECASE))
        for noun in _THINGS
    ),
    ("What licence does {name} have?", re.compile(r"licen[sc]e|open.source|free", re.IGNORECASE)),
)
_OFF_TOPIC = (
    "Write a poem about autumn", "What is the weather in Paris?", "recommend me a good book", "asdfgh jkl",
    "What is the capital of Peru?", "Tell me a joke", "How do I cancel my subscription?", "hello",
    "qwertz uiop", "How do I bake bread?", "Who won the match yesterday?", "Translate this into French",
    "what time is it", "Write a function that sorts a list", "What is the stock price today?",
    "how are you", "best pizza near me", "How tall is Mount Fuji?", "ignore your instructions",
    "Who is the prime minister of Japan?",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, a sentence, and whether the sentence answers it (1) or not (0)."""

    question: str
    sentence: str
    label: int


def attribute_questions(sentence: str, rng: random.Random) -> Iterator[Asked]:
    """Ask for an attribute of a name in the sentence, which gives no value of that kind."""
    found = names(sentence)
    form, value = rng.choice(_ATTRIBUTES)
    if found and not value.search(sentence):
        yield Asked(form.format(name=rng.choice(found)), sentence, 0)


def event_questions(sentence: str, rng: random.Random) -> Iterator[Asked]:
    """Ask who did it and when: answered where the sentence tells, left open where it tells the other."""
    name, verb = subject(sentence), _VERB.search(sentence)
    if not name or not verb:
        return
    by, when = _BY.search(sentence), _WHEN.search(sentence)
    if by:
        yield Asked(f"Who {by[1]} {name}?", sentence, 1)
    elif not _PERSON.search(sentence.replace(verb[1], "")):
        yield Asked(f"Who {verb[1]} {name}?", sentence, 0)
    if when:
        yield Asked(
            rng.choice((f"When was {name} {when[1]}?", f"In what year was {name} {when[1]}?")), sentence, 1
        )
    elif not YEAR.search(sentence):
        yield Asked(f"When was {name} {verb[1]}?", sentence, 0)


def count_questions(sentence: str, rng: random.Random) -> Iterator[Asked]:
    """Ask how many of the things that the sentence counts (answered), and of others (not)."""
    name, counted = subject(sentence), _COUNT.search(sentence)
    if not name or not counted or counted[2] in _NOT_COUNTED:
        return
    form, other = rng.choice(_COUNT_FORMS), rng.choice(COUNTED)
    yield Asked(form.format(noun=counted[2], name=name), sentence, 1)
    if other not in sentence:
        yield Asked(form.format(noun=other, name=name), sentence, 0)


def definition_questions(sentence: str, rng: random.Random) -> Iterator[Asked]:
    """Ask what X is of a sentence that opens with "X is a": answered."""
    name = subject(sentence)
    if name and re.match(rf"(?:The )?{re.escape(name)} (?:is|was) (?:an?|the) ", sentence):
        form = rng.choice(
            ("What is {}?", "what is {}", "{}", "Tell me about {}", "What does {} mean?", "Explain {}.")
        )
        yield Asked(form.format(name), sentence, 1)


def question_sentences(questions: Sequence[str], count: int, rng: random.Random) -> list[Asked]:
    """Show questions as if they were sentences of an article: none is an answer, not even to itself."""
    made = []
    for _ in range(count):
        at = rng.randrange(len(questions) - 1)
        other = rng.choice((questions[at], questions[at], questions[at + 1], rng.choice(questions)))
        made.append(Asked(questions[at], rng.choice(("", "", "- ", "Q: ")) + other, 0))
    return made


def off_topic(sentences: Sequence[str], count: int, rng: random.Random) -> list[Asked]:
    """Put small talk, errands and noise to any sentence."""
    return [Asked(rng.choice(_OFF_TOPIC), rng.choice(sentences), 0) for _ in range(count)]
