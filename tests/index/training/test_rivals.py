"""Rival answers: which pairs of sentences a model learns to take for them."""

import gzip
import json
import random
from collections.abc import Iterable
from pathlib import Path

from crosscheck.index.training import corpora, groups
from crosscheck.index.training.examples import CONTRADICTION, ENTAILMENT, NEUTRAL, Example
from crosscheck.index.training.rivals import of_claims, of_corpus, of_group

LIFT = """# The lift at Carden library
## article: lift-news | A new lift for Carden | 2021-05-03
The lift carries eight people at a time. @d1a @q1
Its doors shut in four seconds.
## article: lift-faq | Lift questions
Five passengers is the most the lift takes. @d1b @q1
The lift was built by Arve Moen.
## disagreements
d1 | number | 3 | how many people the lift holds
## questions
q1 | people in the lift
## unanswerable
u1 | weight of the lift
"""
GROUP = """## how many people the lift holds
a It carries eight people.
a Eight people fit in.
b Five passengers is the most.
n Eight people built it.
q capacity of the lift
u weight of the lift
"""


def labels(examples: Iterable[Example]) -> set[tuple[str, frozenset[str], int]]:
    """Return question, the two sentences and the label of each, in whichever order the sentences came."""
    found = set()
    for example in examples:
        # Two words and more of a question may be left out or misspelt: it is told by its first letter.
        question, _, first = example.first.partition(" > ")
        found.add(
            (
                question[0],
                frozenset({first.rpartition(" > ")[2], example.second.rpartition(" > ")[2]}),
                example.label,
            )
        )
    return found


def test_both_sides_of_a_disagreement_are_rival_answers_to_its_question_and_to_no_other() -> None:
    eight, five = "The lift carries eight people at a time.", "Five passengers is the most the lift takes."
    found = labels(of_corpus(corpora.parse(LIFT, "lift"), random.Random(1)))
    assert {(question, label) for question, pair, label in found if pair == {eight, five}} == {
        ("p", CONTRADICTION),
        ("w", NEUTRAL),
        ("s", NEUTRAL),  # seconds in the lift
    }


def test_a_sentence_that_answers_and_one_that_does_not_are_none() -> None:
    found = labels(of_corpus(corpora.parse(LIFT, "lift"), random.Random(1)))
    others = {label for _, pair, label in found if "The lift was built by Arve Moen." in pair}
    assert others == {NEUTRAL}


def test_two_values_are_rival_answers_but_not_to_what_neither_answers() -> None:
    (group,) = groups.parse(GROUP, "lift")
    eight, fit, five, built = group.of("abn")
    found = labels(of_group(group, random.Random(1)))
    assert {(pair, label) for question, pair, label in found if question == "c"} == {
        (frozenset({eight, fit}), ENTAILMENT),
        (frozenset({eight, five}), CONTRADICTION),
        (frozenset({fit, five}), CONTRADICTION),
        (frozenset({eight, built}), NEUTRAL),
        (frozenset({fit, built}), NEUTRAL),
        (frozenset({five, built}), NEUTRAL),
    }
    assert {label for question, _, label in found if question == "w"} == {NEUTRAL}


def test_evidence_for_a_claim_and_against_it_are_rival_answers_when_it_is_asked(tmp_path: Path) -> None:
    said = {"entailment": "It seats eight.", "contradiction": "It seats five.", "neutral": "It is red."}
    rows = [
        {"source": "vitaminc_real.train", "hypothesis": "The lift is for eight.", "premise": text, "label": label}
        for label, text in said.items()
    ]
    (tmp_path / "nli").mkdir()
    with gzip.open(tmp_path / "nli" / "train.jsonl.gz", "wt") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    found = labels(of_claims(tmp_path, random.Random(1)))
    assert {(pair, label) for _, pair, label in found} == {
        (frozenset({"It seats eight.", "It seats five."}), CONTRADICTION),
        (frozenset({"It is red.", "It seats eight."}), NEUTRAL),
        (frozenset({"It is red.", "It seats five."}), NEUTRAL),
    }


def test_a_disagreement_is_no_answer_to_a_question_about_another_thing() -> None:
    lift = LIFT.replace("q1 | people in the lift", "q1 | how many does the small lift in Carden take")
    found = list(of_corpus(corpora.parse(lift, "lift"), random.Random(1)))
    said = {(example.first.partition(" > ")[0].lower(), example.label) for example in found}
    assert {label for question, label in said if "large lift" in question} == {NEUTRAL}
    assert {label for question, label in said if "moen" in question} == {NEUTRAL}
    assert CONTRADICTION in {label for _, label in said}  # as it was written
