"""Follow-ups made to stand alone."""

import pytest

from crosscheck.app.followup import resolve


@pytest.mark.parametrize(
    ("history", "question", "expected"),
    [
        # A piece after a preposition replaces the piece after the same preposition.
        (
            ["How does Acme use Rust for billing?"],
            "and for security?",
            "How does Acme use Rust for security?",
        ),
        # A name replaces the last name.
        (["Does Acme use Redis?"], "and Kafka?", "Does Acme use Kafka?"),
        (["Does Acme use Redis?"], "what about Kafka?", "Does Acme use Kafka?"),
        # A preposition that the question before lacks is added to it.
        (
            ["Are the apps written in Rust?"],
            "what about on tablets?",
            "Are the apps written in Rust on tablets?",
        ),
        (["Does Acme use Redis?"], "only for caching?", "Does Acme use Redis only for caching?"),
        # A pronoun stands for the last noun or name.
        (["What is Open Harbour?"], "who built it?", "who built Open Harbour?"),
        (["What is Open Harbour?"], "what is its length?", "what is Open Harbour’s length?"),
        # The rest of what was talked about is added when the follow-up lacks it.
        (["Why does Acme still use Rust?"], "how do they test that?", "how do they test Rust? (Acme)"),
        (["Why is Rust popular?"], "why?", "why? (Rust popular)"),
        # A pronoun stands for the subject of "is" before anything else, unless something else stands for that.
        (["Why is Rust so popular at Acme?"], "and what are its drawbacks?", "what are Rust’s drawbacks? (Acme)"),
        (["Is Acme’s Open Harbour built with Rust?"], "is it quick?", "is Rust quick? (Acme’s Open Harbour)"),
        (["Is Acme built with Rust?"], "why do they use it?", "why do they use Rust? (Acme)"),
        # "The one" for something is as good as "for something".
        (
            ["Which of the tools is for billing?"],
            "and the one for security?",
            "Which of the tools is for security?",
        ),
        # What was added to the question before stays with it.
        (
            ["How does Acme use Rust for billing?", "which tools do they use for it?"],
            "and for security?",
            "which tools do they use for security? (Acme Rust)",
        ),
        # What is asked about is replaced, not what is asked of it; an article comes with the new one.
        (["When was the Old Harbour built?"], "And the Mole?", "When was the Mole built?"),
        (["How much does the ferry cost?"], "And bikes?", "How much does the bikes cost?"),
        (["Is coffee bad for you?"], "And tea?", "Is tea bad for you?"),
        (["Does the museum have a café?"], "And a shop?", "Does the museum have a shop?"),
        (["What is regional failover?"], "And chaos testing?", "What is chaos testing?"),
        (["How big is a blue whale?"], "And a polar bear?", "How big is a polar bear?"),
        (["Where is the train station?"], "When was it built?", "When was train station built?"),
        (
            ["Where is Open Harbour?"],
            "And what is the annual budget?",
            "what is the annual budget? (Open Harbour)",
        ),
        # "It" is what the question was about, not what was asked of it.
        (["How does the dam work?"], "Who owns it?", "Who owns dam?"),
        (["When was the bridge built?"], "How long is it?", "How long is bridge?"),
        (["What is Open Harbour?"], "How many people visit it now?", "How many people visit Open Harbour now?"),
        (["What is Open Harbour?"], "Is it safe for children?", "Is Open Harbour safe for children?"),
        (["What is Open Harbour?"], "How long did that take?", "How long did Open Harbour take?"),
        # Courtesies are about nothing.
        (["What is Open Harbour?", "Thanks!", "Are you sure?"], "who built it?", "who built Open Harbour?"),
        # Through several turns.
        (["What is Open Harbour?", "who built it?"], "when was it opened?", "when was Open Harbour opened?"),
    ],
)
def test_a_follow_up_is_filled_in(history: list[str], question: str, expected: str) -> None:
    assert resolve(question, history) == expected


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of France?",
        "What is the GIL and why does it matter?",  # "it" stands for a name in its own question
        "Is it worth learning Rust?",  # "it" stands for nothing
        "How long does it take to build a ship?",
        "rust throughput",  # a keyword query, not a piece of the question before
        "Which rules are there for sailors?",
        "So what is the population of Norway?",
        "Is it possible to sail abroad?",
        "What are foods that cause headaches?",
        "Does Norway export all the oil it produces?",
        "Is Java harder than it was?",
        "Thanks a lot!",
        "How does Acme test its ships?",
    ],
)
def test_a_question_that_stands_alone_is_left_as_it_is(question: str) -> None:
    assert resolve(question, ["How does Acme use Redis for billing?"]) == question


def test_without_history_nothing_is_filled_in() -> None:
    assert resolve("and for security?", []) == "and for security?"
