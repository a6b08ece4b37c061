"""What a question asks for."""

import time

import pytest

from crosscheck.app.asked import asked_for, asks_nothing, has, is_courtesy, names


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many sailors are on board?", "number"),
        ("What percentage of the fleet is electric?", "number"),
        ("In what year was the harbour dredged?", "date"),
        ("When does the ferry leave?", "date"),
        ("Which Linux version do they run?", "version"),
        ("Which language do they use?", None),
        ("How does the crane work?", None),
    ],
)
def test_the_kind_of_thing_a_question_asks_for(question: str, kind: str | None) -> None:
    assert asked_for(question) == kind


@pytest.mark.parametrize(
    ("question", "nothing"),
    [
        ("Hello there!", True),
        ("Great, that makes sense", True),
        ("What can you do?", True),
        ("Thanks for your help 😀", True),
        ("What is the WHO?", False),
        ("All?", True),  # but no courtesy: it may lean on another question
        ("Thanks! What is Python?", False),
        ("great apes", False),
        ("Right to repair", False),
        ("数据", False),
    ],
)
def test_what_says_nothing_of_a_subject_asks_nothing(question: str, nothing: bool) -> None:
    assert asks_nothing(question) is nothing


def test_no_question_keeps_the_search_for_courtesies_busy() -> None:
    before = time.process_time()
    assert not is_courtesy("that is all right " * 100 + "x")
    assert time.process_time() - before < 0.1


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("It carries 200 passengers.", "number", True),
        ("Thousands of them came.", "number", True),
        ("It carries passengers.", "number", False),
        ("It was dredged in 1998.", "date", True),
        ("It carries 200 passengers.", "date", False),
        ("It leaves on Mondays.", "date", True),
        ("They run version 12.", "version", True),
        ("They run 3.11 there.", "version", True),
        ("They run it in 2 places.", "version", False),
    ],
)
def test_whether_a_text_has_it(text: str, kind: str, expected: bool) -> None:
    assert has(text, kind) is expected  # type: ignore[arg-type]


def test_names_are_the_capitalised_words_after_the_first() -> None:
    assert names("Does Acme use Open Harbour or the GIL?") == ["Acme", "Open", "Harbour", "GIL"]
