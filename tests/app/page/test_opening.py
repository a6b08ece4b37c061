import logging
import threading
from collections.abc import Sequence

import pytest

from crosscheck.app.answer import Answer
from crosscheck.app.page.opening import Answerer, Opening, Stage
from crosscheck.index.errors import CrosscheckError, NoArticles
from crosscheck.index.index import Progress


def test_progress_is_seen_while_it_opens_and_the_assistant_after(assistant: Answerer) -> None:
    reported, go_on = threading.Event(), threading.Event()

    def open_slowly(progress: Progress) -> Answerer:
        progress("Embedding", 3, 12)
        reported.set()
        go_on.wait()
        return assistant

    opening = Opening(open_slowly, "notes")
    opening.start()
    assert reported.wait(5)
    assert (opening.stage, opening.is_over, opening.folder) == (Stage("Embedding", 3, 12), False, None)
    go_on.set()
    assert opening.wait() is assistant
    assert opening.is_over


def test_the_folder_is_described_and_examples_are_tried(assistant: Answerer, examples: tuple[str, ...]) -> None:
    opening = Opening(lambda progress: assistant, "notes", examples)
    opening.start()
    opening.wait()
    assert opening.folder is not None
    assert opening.folder.name == "notes"
    assert opening.folder.size == 3
    assert opening.folder.disagreements == 1
    assert opening.folder.notices == ("skipped photo.md: it is not text",)
    assert set(opening.folder.examples) == set(examples)
    found = [suggestion.question for suggestion in opening.folder.suggestions]
    assert found == ["What runs the login service?", "Who runs the tests?"]


def test_without_examples_there_are_those_written_from_the_articles_that_are_answered_and_one_in_vain(
    assistant: Answerer,
) -> None:
    written = ["Who runs the tests?", "Who is the boss?", "Where is the canary?", "Is there tea?", "What login?"]
    opening = Opening(lambda progress: assistant, "notes", suggest=lambda assistant: written)
    opening.start()
    opening.wait()
    assert opening.folder is not None
    assert opening.folder.examples == (
        "Who runs the tests?",
        "Where is the canary?",
        "What login?",  # with a disagreement
        "What will the weather be tomorrow?",
    )


def test_a_question_whose_answer_shows_both_sides_is_found_for_each_topic(assistant: Answerer) -> None:
    opening = Opening(lambda progress: assistant, "notes")
    opening.run()
    assert opening.folder is not None
    assert opening.folder.asking == {"the login service": "The login service runs on Java?"}


def test_more_suggestions_are_tried_while_the_page_is_in_use(assistant: Answerer) -> None:
    written = ["Who runs the tests?", "Is there tea?", "Any cake?", "Any rum?", "What login?", "Who sings?"]
    opening = Opening(lambda progress: assistant, "notes", suggest=lambda assistant: written)
    opening.run(lambda problem: None)
    assert opening.folder is not None
    assert [one.question for one in opening.folder.suggestions] == ["Who runs the tests?", "What login?"]


def test_an_assistant_that_is_replaced_is_asked_no_more(assistant: Answerer) -> None:
    asked: list[str] = []

    class Watched:
        retriever, ask, nearest = assistant.retriever, assistant.ask, assistant.nearest

        def quoted(self, question: str, history: Sequence[str] = ()) -> Answer:
            asked.append(question)
            if question == "Q9?":
                opening.take(assistant)
            return assistant.quoted(question, history)

    written = [f"Q{number}?" for number in range(40)]
    old = Watched()
    opening = Opening(lambda progress: old, "notes", suggest=lambda one: written if one is old else ())
    opening.run()
    assert asked[-1] == "Q9?"


def test_why_it_failed_is_one_line_for_everybody() -> None:
    def fail(progress: Progress) -> Answerer:
        raise NoArticles("no article in notes")

    told: list[str] = []
    opening = Opening(fail, "notes")
    opening.start(on_problem=told.append)
    with pytest.raises(CrosscheckError, match="^no article in notes$"):
        opening.wait()
    assert told == ["no article in notes"] == [opening.problem]


def test_an_unforeseen_failure_ends_the_wait_and_tells_nothing_private(caplog: pytest.LogCaptureFixture) -> None:
    def fail(progress: Progress) -> Answerer:
        raise RuntimeError("/secret/path")

    told: list[str] = []
    opening = Opening(fail, "notes")
    with caplog.at_level(logging.ERROR):
        opening.start(on_problem=told.append)
        with pytest.raises(CrosscheckError, match="could not be opened"):
            opening.wait()
    assert "secret" not in told[0]
    assert "/secret/path" in caplog.text
