"""Opens the articles in the background, so that the page is there before the models are."""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any, Protocol, TypeVar

from crosscheck.app.answer import Answer
from crosscheck.app.examples import beginnings, tried_out
from crosscheck.app.page.folder import Folder
from crosscheck.app.suggest import about_both_sides, shows, tried
from crosscheck.index.errors import CrosscheckError
from crosscheck.index.index import Progress
from crosscheck.index.types import Article, Disagreement, Hit

__all__ = ["Answerer", "Opening", "Searched", "Stage"]

_Thing = TypeVar("_Thing")

_log = logging.getLogger(__name__)
_ASKED_ABOUT = 20  # topics of disagreements, the strongest: questions about each are tried
_UNEXPECTED = "the articles could not be opened: the terminal that runs Crosscheck says more"


class Searched(Protocol):
    """What the page needs of a retriever."""

    @property
    def articles(self) -> Mapping[str, Article]:
        """The articles by id."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What the user should know, such as files that were skipped."""

    def disagreements(self) -> Sequence[Disagreement]:
        """Return where the articles disagree."""

    def opinions(self) -> Sequence[Disagreement]:
        """Return where only a language model thinks that they do."""


class Answerer(Protocol):
    """What the page needs of an assistant."""

    @property
    def retriever(self) -> Searched:
        """The articles that it answers from."""

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Answer `question`, with the questions asked before it."""

    def quoted(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Answer in the articles' own sentences: a language model is only asked what a reader asks."""

    def nearest(self, question: str, history: Sequence[str] = ()) -> Sequence[Hit]:
        """Return the passages that `ask` will read, at once."""


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a build is."""

    name: str = "Loading"
    done: int = 0
    total: int = 0


class Opening:
    """The assistant, from before it is there: `start` opens it, `wait` returns it.

    Any number of threads may look at one.
    """

    def __init__(
        self,
        open_assistant: Callable[[Progress], Answerer],
        name: str,
        examples: Sequence[str] = (),
        in_vain: Sequence[str] = (),
        suggest: Callable[[Answerer], Sequence[str]] = lambda assistant: (),
    ) -> None:
        self.name = name
        self.stage = Stage()
        self.problem: str | None = None  # one line for the user, once opening has failed
        self.folder: Folder | None = None  # once opening has succeeded
        self._open = open_assistant
        self._examples, self._in_vain = tuple(examples), tuple(in_vain)
        self._suggest = suggest
        self._assistant: Answerer | None = None
        self._over = threading.Event()
        self._changing = threading.Lock()  # folder and assistant go together

    def start(self, on_problem: Callable[[str], None] = _log.error) -> None:
        """Open in the background; `on_problem` hears why it failed."""
        # A daemon, so that Ctrl-C does not wait for a build.
        threading.Thread(target=self.run, args=(on_problem,), name="opening", daemon=True).start()

    @property
    def is_over(self) -> bool:
        """Whether it has succeeded or failed."""
        return self._over.is_set()

    @property
    def assistant(self) -> Answerer | None:
        """The assistant, once it is there."""
        return self._assistant

    def wait(self) -> Answerer:
        """Return the assistant as soon as it is there. Raises CrosscheckError when opening failed."""
        self._over.wait()
        if self._assistant is None:
            raise CrosscheckError(self.problem or _UNEXPECTED)
        return self._assistant

    def take(self, assistant: Answerer) -> None:
        """Answer from `assistant` from now on; questions that are being answered are not disturbed."""
        folder = self._described(assistant)
        with self._changing:
            self.folder, self._assistant = folder, assistant
        threading.Thread(target=self._try_questions, args=(assistant,), daemon=True).start()

    def run(self, on_problem: Callable[[str], None] = _log.error) -> None:
        """Open, and try the suggestions; `on_problem` hears why it failed."""
        try:
            assistant = self._open(self._report)
            self.folder = self._described(assistant)
            self._assistant = assistant
            self._over.set()
            self._try_questions(assistant)
        except CrosscheckError as error:
            self.problem = str(error)
            on_problem(self.problem)
        except Exception:  # whatever it is, the page must stop waiting and say so
            self.problem = _UNEXPECTED
            _log.exception("opening the articles")
            on_problem(self.problem)
        finally:
            self._over.set()

    def _report(self, name: str, done: int, total: int) -> None:
        self.stage = Stage(name, done, total)

    def _described(self, assistant: Answerer) -> Folder:
        retriever = assistant.retriever
        titles = {article.id: article.title for article in retriever.articles.values()}
        disagreements = retriever.disagreements()
        self.stage = Stage("Trying questions to begin with")
        # This also warms the models up, so that the first visitor does not wait for that.
        written, articles = self._suggest(assistant), retriever.articles
        disputed = (one for found in disagreements for one in about_both_sides(found, articles, written))
        answers = tried_out(assistant.quoted, self._examples, self._in_vain, written, disputed)
        return Folder(
            self.name,
            titles,
            tuple(beginnings(answers)),
            tuple(suggestion for answer in answers if (suggestion := tried(answer))),
            len(disagreements),
            retriever.notices,
            len(retriever.opinions()),
        )

    def _try_questions(self, assistant: Answerer) -> None:
        """Ask what is suggested and about disagreements, while the page is in use already: only some will do."""
        written = self._suggest(assistant)
        for question in self._while_in_use(assistant, written):
            known = self.folder.suggestions if self.folder else ()
            new = question not in {one.question for one in known}
            if suggestion := tried(assistant.quoted(question)) if new else None:
                self._learn(assistant, suggestions=(*known, suggestion))
        asking: dict[str, str] = {}
        for found in self._while_in_use(assistant, _strongest_by_topic(assistant.retriever.disagreements())):
            if question := _showing(found, assistant, written):
                asking = {**asking, found.topic: question}
                self._learn(assistant, asking=asking)

    def _while_in_use(self, assistant: Answerer, things: Iterable[_Thing]) -> Iterator[_Thing]:
        """Yield `things` until the page answers from a newer assistant."""
        return takewhile(lambda thing: self._assistant is assistant, things)

    def _learn(self, assistant: Answerer, **known: Any) -> None:
        """Note what is known of the folder, unless the page answers from a newer one by now."""
        with self._changing:
            if self._assistant is assistant and self.folder:
                self.folder = replace(self.folder, **known)


def _strongest_by_topic(disagreements: Sequence[Disagreement]) -> list[Disagreement]:
    strongest: dict[str, Disagreement] = {}
    for found in disagreements:
        strongest.setdefault(found.topic, found)
    return list(strongest.values())[:_ASKED_ABOUT]


def _showing(found: Disagreement, assistant: Answerer, written: Sequence[str]) -> str:
    """Return a question whose answer warns of `found`, nothing when none of those tried does."""
    questions = about_both_sides(found, assistant.retriever.articles, written)
    return next((question for question in questions if shows(assistant.quoted(question), found)), "")
