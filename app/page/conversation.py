"""One tab's conversation: questions in, successive pictures of the page out. Knows nothing of Gradio."""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass

from crosscheck.app.answer import Answer
from crosscheck.app.page.folder import Folder, examples_html
from crosscheck.app.page.opening import Opening, Stage
from crosscheck.app.page.reply import nearest_html, reply_html
from crosscheck.app.page.text import shown
from crosscheck.app.suggest import follow_ups
from crosscheck.app.understood import understood
from crosscheck.index.errors import BadInput, CrosscheckError
from crosscheck.index.retriever import MAX_QUERY, check_query

__all__ = ["Conversation", "Turn", "View", "progress_html", "reply"]

_log = logging.getLogger(__name__)

_FOLLOW_UPS = 3
_NEXT = "Questions to go on with"
_KEPT_TURNS = 50  # each picture carries all of them to the browser
_PACE = 0.06  # seconds between statements: an answer that appears at once is read from the wrong end
_LOOK_AGAIN = 1.0  # seconds between two pictures of a build
_GLANCE = 0.05  # seconds; an answer is not kept waiting longer than that
_UNEXPECTED = "something went wrong with this question: the terminal that runs Crosscheck says more"


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer. The number is the tab's own count and names the turn's sources for good."""

    number: int
    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Conversation:
    """What one tab has asked so far. Immutable: a question that fails leaves it as it was."""

    turns: tuple[Turn, ...] = ()

    @property
    def next_number(self) -> int:
        """The number of the next turn."""
        return self.turns[-1].number + 1 if self.turns else 1

    @property
    def history(self) -> list[str]:
        """The questions so far, oldest first."""
        return [turn.question for turn in self.turns]

    def with_turn(self, question: str, answer: Answer) -> "Conversation":
        """Return the conversation with one more turn; the oldest goes when there are too many."""
        turn = Turn(self.next_number, question, answer)
        return Conversation((*self.turns, turn)[-_KEPT_TURNS:])


@dataclass(frozen=True, slots=True)
class View:
    """A picture of the page. None: leave that part as it is."""

    transcript: str | None = None  # HTML
    box: str | None = None  # what the question box holds
    notice: str = ""  # HTML below the box
    conversation: Conversation | None = None


def reply(opening: Opening, question: str, conversation: Conversation) -> Iterator[View]:
    """Ask, and yield the page as it changes. A question that cannot be answered stays in its box."""
    question = question.encode(errors="replace").decode().strip()  # half a character cannot be sent back
    if problem := _problem_with(question):
        yield View(notice=_notice_html(problem))
        return
    try:
        yield from _answered(opening, question, conversation)
    except CrosscheckError as error:
        yield View(_past(opening, conversation), question, _notice_html(str(error)))
    except Exception:  # nothing of it belongs on the page, and the conversation must go on
        _log.exception("answering a question")
        yield View(_past(opening, conversation), question, _notice_html(_UNEXPECTED))


def _problem_with(question: str) -> str | None:
    if len(question) > MAX_QUERY:  # the browser sends only the beginning, so how long it is is not known here
        return f"the question is longer than {MAX_QUERY:,} characters: please shorten it"
    try:
        check_query(question)
    except BadInput as error:
        return str(error)
    return None


def _answered(opening: Opening, question: str, conversation: Conversation) -> Iterator[View]:
    past = _past(opening, conversation)
    for place, waiting in enumerate(_waited(opening)):
        # What is typed meanwhile stays in the box.
        yield View(past + _turn_html(conversation.next_number, question, waiting), None if place else "")
    assistant, asked = opening.wait(), conversation.history
    folder = _folder(opening)
    # They can be read meanwhile; to those who hear the page they would only delay the answer.
    found = f'<div class="found" aria-live="off">{nearest_html(assistant.nearest(question, asked), folder)}</div>'
    reading = _waiting(opening) + found
    yield View(past + _turn_html(conversation.next_number, question, reading))
    answer = assistant.ask(question, asked)
    for statements in range(1, len(answer.statements)):
        body = reply_html(answer, conversation.next_number, folder, statements)
        yield View(past + _turn_html(conversation.next_number, question, body, _understood(answer)))
        time.sleep(_PACE)
    conversation = conversation.with_turn(question, answer)
    yield View(_current(opening, conversation), conversation=conversation)


def _waited(opening: Opening) -> Iterator[str]:
    """Yield what to say until the articles are open: at once, and then whenever the build has got further."""
    said = _waiting(opening)
    yield said
    while not _is_over_within(_LOOK_AGAIN, opening):
        if (now := _waiting(opening)) != said:
            said = now
            yield said


def _is_over_within(seconds: float, opening: Opening) -> bool:
    end = time.monotonic() + seconds
    while not opening.is_over and time.monotonic() < end:
        time.sleep(_GLANCE)
    return opening.is_over


def _folder(opening: Opening) -> Folder:
    return opening.folder or Folder(opening.name, {})


def _past(opening: Opening, conversation: Conversation) -> str:
    return "".join(_whole(opening, turn) for turn in conversation.turns)


def _whole(opening: Opening, turn: Turn, below: str = "") -> str:
    body = reply_html(turn.answer, turn.number, _folder(opening))
    return _turn_html(turn.number, turn.question, body + below, _understood(turn.answer))


def _current(opening: Opening, conversation: Conversation) -> str:
    """Return all turns, with questions to go on with below the last."""
    *earlier, last = conversation.turns
    asked, known = conversation.history, _folder(opening).suggestions
    questions = follow_ups(last.answer, known, asked, _FOLLOW_UPS) if last.answer.status == "answered" else []
    below = f'<nav class="next" aria-label="Go on">{examples_html(questions, _NEXT)}</nav>' if questions else ""
    return _past(opening, Conversation(tuple(earlier))) + _whole(opening, last, below)


def _understood(answer: Answer) -> str:
    question = understood(answer)
    return (
        f'<p class="understood">Understood as: <span dir="auto">{shown(question)}</span></p>' if question else ""
    )


def _turn_html(number: int, question: str, body: str, understood_as: str = "") -> str:
    return (
        f'<section class="turn" id="turn-{number}" aria-label="Question {number}">'
        f'<h2 class="question" dir="auto">{shown(question)}</h2>{understood_as}'
        f'<div class="answer">{body}</div></section>'
    )


def _waiting(opening: Opening) -> str:
    # Those who hear the page are not told every figure.
    far = f'First the index, then your answer… <span aria-live="off">{_far(opening.stage)}</span>'
    text = "Reading the articles…" if opening.is_over else far
    return f'<p class="pending" role="status"><span class="dots" aria-hidden="true"></span><span>{text}</span></p>'


def _notice_html(message: str) -> str:
    return f'<p class="notice" role="alert">{shown(message[:1].upper() + message[1:])}.</p>'


def progress_html(stage: Stage) -> str:
    """Return how far the build of the index is."""
    extent = f'max="{stage.total}" value="{stage.done}" ' if stage.total else ""  # without: a bar that just moves
    return (
        f'<div class="welcome"><h2 role="status">Preparing the index…</h2><p>{_far(stage)}</p>'
        f'<progress {extent}aria-label="{shown(stage.name)}"></progress></div>'
    )


def _far(stage: Stage) -> str:
    figures = f" {stage.done:,} of {stage.total:,}" if stage.total else ""
    return shown(stage.name) + figures
