"""Group D of docs/faults.md: no question of the length that is allowed takes much longer than a short one."""

import random
import sys
import time
from collections.abc import Sequence
from dataclasses import replace

import pytest

from crosscheck.app import Assistant
from crosscheck.app.decide import calibration
from crosscheck.index import Retriever
from crosscheck.index.errors import BadInput
from crosscheck.index.retriever import MAX_QUERY
from crosscheck.index.spelling import mended

SHORT = "Does Disney use Python?"
UNITS = (
    "what ",
    "1 ",
    "日",
    "\u0f73",
    "😀",
    "?!",
    "\ufdfa",
    "Abc ",
    "a(",
    " ",
    "a",
    "How does Netflix use Python? ",
)
MOST = 3.5  # times the short question; it would be over four if the model read the long ones whole


@pytest.fixture(scope="module")
def assistant(packaged: Retriever) -> Assistant:
    """An assistant that always reads all it may: what is answered costs less, whatever its length."""
    return Assistant(packaged, calibration=replace(calibration(), enough=1.0))


def times(assistant: Assistant, question: str, history: Sequence[str] = ()) -> float:
    """Return how many times as long as the short question one takes, in the best of three tries.

    In turn with it, since a machine that is busy with other things slows both down.
    """
    return min(seconds(assistant, question, history) / seconds(assistant, SHORT) for _ in range(3))


def seconds(assistant: Assistant, question: str, history: Sequence[str] = ()) -> float:
    """Return the seconds of one processor that an answer takes."""
    start = time.process_time()
    assistant.ask(question, history)
    return time.process_time() - start


def full(unit: str) -> str:
    return f"a{unit * MAX_QUERY}"[:MAX_QUERY]


def seeded(seed: int, assistant: Assistant) -> str:
    """Return a question of the articles' words, some of them misspelt, and of odd characters."""
    chance = random.Random(seed)
    words = chance.choices(sorted(assistant.retriever.index.vocabulary), k=MAX_QUERY // 2)
    odd = ["?", "1", "\u0301", "[a](b)", "C++", "\u200d", "Ⅷ", "\x00", "it", "and", "什"]
    spoilt = (chance.choice([word, word[:-1] + "q", word.title(), *odd]) for word in words)
    return ("a " + " ".join(spoilt))[:MAX_QUERY]


@pytest.mark.parametrize("unit", ["1 ", "a(", pytest.param("", marks=pytest.mark.soak)])
def test_d2_the_longest_questions_take_a_few_times_as_long_as_a_short_one(assistant: Assistant, unit: str) -> None:
    units = [unit] if unit else UNITS
    seeds = [] if unit else range(20)
    questions = [*map(full, units), *(seeded(seed, assistant) for seed in seeds)]
    taken = {question[:20]: times(assistant, question) for question in questions}
    worst = max(taken, key=lambda question: taken[question])
    sys.stdout.write(
        f"{len(questions)} questions, the longest {taken[worst]:.2f} times the short one: {worst!r}\n"
    )
    assert taken[worst] < MOST, worst


def test_d2_a_long_history_takes_a_few_times_as_long_as_none(assistant: Assistant) -> None:
    history = [seeded(seed, assistant) for seed in range(40)]
    assert times(assistant, "and for security?", history) < MOST


@pytest.mark.parametrize("question", ["x" * 20_000_000, "\u0f73" * 100_000 + "x", "x" * 2001])
def test_d2_what_is_too_long_is_refused_before_anything_is_done(assistant: Assistant, question: str) -> None:
    start = time.process_time()
    with pytest.raises(BadInput, match=r"the question has [\d,]+ characters: ask in at most 2,000"):
        assistant.ask(question)
    with pytest.raises(BadInput, match="characters"):
        assistant.ask("Who?", history=[question])
    assert time.process_time() - start < 0.1


@pytest.mark.parametrize("question", ["a\x00b", "\u202eWho maintains Metaflow?\u202c", "\x1b[31mWho?"])
def test_d2_controls_in_a_question_are_text(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert (answer.question, answer.status in ("answered", "not_in_sources")) == (question, True)


@pytest.mark.parametrize("question", ["\ud83d", "a\udc80"])
def test_d2_half_a_character_is_refused(assistant: Assistant, question: str) -> None:
    with pytest.raises(BadInput, match="holds half a character"):
        assistant.ask(question)


def test_d2_a_thousand_typing_errors_cost_little_in_a_large_folder() -> None:
    chance = random.Random(0)
    words = frozenset("".join(chance.choices("abcdefghijklm", k=12)) for _ in range(50_000))
    question = " ".join(f"{word[:-1]}z" for word in sorted(words)[::250])[:MAX_QUERY]
    start = time.process_time()
    assert mended(question, set(), words) != question
    assert time.process_time() - start < 0.3
