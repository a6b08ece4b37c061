import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from crosscheck.app.answer import Answer
from crosscheck.app.page.conversation import Conversation, View, progress_html, reply
from crosscheck.app.page.opening import Answerer, Opening, Searched, Stage
from crosscheck.index.errors import NoArticles
from crosscheck.index.index import Progress
from crosscheck.index.types import Hit

Asked = list[tuple[str, list[str]]]


def ask(opening: Opening, *questions: str) -> tuple[list[View], Conversation]:
    """Ask one question after the other; return the pictures of the last and what the tab then holds."""
    conversation, views = Conversation(), []
    for question in questions:
        views = list(reply(opening, question, conversation))
        conversation = views[-1].conversation or conversation
    return views, conversation


@dataclass(frozen=True)
class Following:
    """An assistant with one answer to everything."""

    answer: Answer
    retriever: Searched

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        return replace(self.answer, question=question)

    quoted = ask

    def nearest(self, question: str, history: Sequence[str] = ()) -> Sequence[Hit]:
        return self.answer.hits


def test_something_is_shown_before_any_work_is_done(opening: Opening, asked: Asked) -> None:
    first = next(reply(opening, "Who runs the tests?", Conversation()))
    assert '<h2 class="question" dir="auto">Who runs the tests?</h2>' in str(first.transcript)
    assert 'role="status"' in str(first.transcript)
    assert first.box == ""
    assert asked == []


def test_an_answer_comes_in_statement_by_statement(opening: Opening) -> None:
    views, _ = ask(opening, "What runs the login service?")
    assert [str(view.transcript).count('class="statement"') for view in views] == [0, 0, 1, 2]
    assert ['class="warning"' in str(view.transcript) for view in views] == [False, False, False, True]


def test_who_asks_while_the_index_is_built_sees_how_far_it_is(assistant: Answerer) -> None:
    embedding, compare, comparing, go_on = (threading.Event() for _ in range(4))

    def open_slowly(progress: Progress) -> Answerer:
        progress("Embedding", 120, 252)
        embedding.set()
        compare.wait(5)
        progress("Comparing", 256, 1045)
        comparing.set()
        go_on.wait(5)
        return assistant

    opening = Opening(open_slowly, "notes")
    opening.start()
    assert embedding.wait(5)
    views = reply(opening, "Who runs the tests?", Conversation())
    first = next(views)
    assert 'then your answer… <span aria-live="off">Embedding 120 of 252</span>' in str(first.transcript)
    compare.set()
    assert comparing.wait(5)
    second = next(views)
    assert 'then your answer… <span aria-live="off">Comparing 256 of 1,045</span>' in str(second.transcript)
    assert (first.box, second.box) == ("", None)  # what is typed meanwhile is kept
    go_on.set()
    assert "Python runs the tests." in str(list(views)[-1].transcript)


def test_what_is_being_read_is_shown_before_the_answer(opening: Opening, asked: Asked) -> None:
    views = reply(opening, "Who runs the tests?", Conversation())
    next(views)
    transcript = str(next(views).transcript)
    assert asked == []
    assert "Reading the articles…" in transcript
    assert 'data-panel dir="auto">Tools</a><cite dir="auto">Engines of the backend</cite></li></ul>' in transcript


def test_earlier_questions_are_the_history(opening: Opening, asked: Asked) -> None:
    ask(opening, "Who runs the tests?", "And the login?", "Why?")
    assert asked[-1] == ("Why?", ["Who runs the tests?", "And the login?"])


def test_earlier_answers_keep_their_own_sources(opening: Opening) -> None:
    views, _ = ask(opening, "Who runs the tests?", "What runs the login service?")
    transcript = str(views[-1].transcript)
    assert 'id="turn-1-1-1"' in transcript
    assert 'id="turn-2-1-1"' in transcript
    assert transcript.index("A short history") < transcript.index('id="turn-2"')


def test_how_a_follow_up_was_understood_stands_below_it_from_the_first_statement_on(assistant: Answerer) -> None:
    resolved = replace(assistant.ask("What runs the login service?"), standalone_question="Who runs <it>?")
    following = Following(resolved, assistant.retriever)
    opening = Opening(lambda progress: following, "notes")
    opening.run()
    line = '</h2><p class="understood">Understood as: <span dir="auto">Who runs &lt;it&gt;?</span></p><div'
    views, _ = ask(opening, "And it?")
    assert [line in str(view.transcript) for view in views] == [False, False, True, True]


def test_a_question_that_stands_alone_is_not_said_twice(opening: Opening) -> None:
    views, _ = ask(opening, "What runs the login service?")
    assert "Understood" not in str(views[-1].transcript)


def test_a_long_conversation_is_capped_and_turn_numbers_go_on(opening: Opening) -> None:
    views, conversation = ask(opening, *["Why?"] * 60)
    assert len(conversation.turns) == 50
    assert conversation.turns[-1].number == 60
    assert str(views[-1].transcript).count('<section class="turn"') == 50


@pytest.mark.parametrize(
    ("question", "notice"),
    [
        ("", "The question is empty: ask in words."),
        (" \n", "The question is empty: ask in words."),
        ("?!", "The question is empty: ask in words."),
        ("x" * 2001, "The question is longer than 2,000 characters: please shorten it."),
        pytest.param(
            "x" * 20_000_000, "The question is longer than 2,000 characters: please shorten it.", id="20 MB"
        ),
    ],
)
def test_a_bad_question_gets_a_sentence_and_changes_nothing_else(
    opening: Opening, asked: Asked, question: str, notice: str
) -> None:
    (view,) = reply(opening, question, Conversation())
    assert view == View(notice=f'<p class="notice" role="alert">{notice}</p>')
    assert asked == []


def test_a_hostile_question_is_text(opening: Opening, asked: Asked) -> None:
    views, _ = ask(opening, '<img src=x onerror="alert(1)">${alert(1)}\ud800')
    for view in views:
        assert "<img" not in str(view.transcript)
        str(view.transcript).encode()  # half a character could not be sent
    assert asked[0][0] == '<img src=x onerror="alert(1)">${alert(1)}?'


def test_a_fault_of_ours_shows_nothing_of_itself(opening: Opening, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        views, conversation = ask(opening, "Who runs the tests?", "crash")
    assert "secret" not in str(views[-1])
    assert "Something went wrong with this question" in views[-1].notice
    assert views[-1].box == "crash"
    assert len(conversation.turns) == 1
    assert "RuntimeError" in caplog.text


def test_articles_that_cannot_be_opened_are_said_to_whoever_asks() -> None:
    def fail(progress: Progress) -> Answerer:
        raise NoArticles("no article in <notes>: it holds .md files")

    opening = Opening(fail, "notes")
    opening.start(on_problem=lambda problem: None)
    views, _ = ask(opening, "Why?")
    assert views[-1].notice == (
        '<p class="notice" role="alert">No article in &lt;notes&gt;: it holds .md files.</p>'
    )
    assert views[-1].box == "Why?"


def test_progress_is_a_bar_with_its_figures() -> None:
    html = progress_html(Stage("Embedding", 1200, 3400))
    assert "Embedding 1,200 of 3,400" in html
    assert '<progress max="3400" value="1200" aria-label="Embedding"></progress>' in html
    assert '<progress aria-label="Loading"></progress>' in progress_html(Stage())
