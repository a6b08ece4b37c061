"""A folder of three small articles and an assistant that knows a few answers about them by heart."""

import functools
import re
import signal
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from subprocess import PIPE

import pytest

from crosscheck.app.answer import Answer, Citation, Statement
from crosscheck.app.page import serve
from crosscheck.app.page.folder import Folder
from crosscheck.app.page.opening import Answerer, Opening
from crosscheck.app.page.serving import create_app, listen, server
from crosscheck.app.suggest import Suggestion
from crosscheck.index.errors import NoArticles
from crosscheck.index.index import Progress
from crosscheck.index.types import Article, Disagreement, Hit, Passage, Side

HOSTILE = (
    '<script>fetch("http://canary.invalid/s")</script><img src=http://canary.invalid/i onerror=alert(1)>'
    " ![beacon](http://canary.invalid/m) [click](javascript:alert(1)) ${alert(1)} {{value}}"
    ' <form action="http://canary.invalid/f"><input name=password></form> \u202egnp.exe\u202c'
)
FILLER = "\nNothing of note happens in this paragraph, and it is here to be scrolled past.\n" * 30
ENGINES = (
    "# Engines\n\nThe login service runs on Java. It has run since 2015. The team is small.\n\n"
    "## Tools\n\n- Python runs the tests.\n- Make runs the rest.\n"
    f"{FILLER}\nThe login service runs on Java. That is the end.\n"
)
ARTICLES = {
    "engines": Article(
        "engines", ENGINES, "Engines of the backend", "2019-10-31", "A. Writer", "https://example.org/engines"
    ),
    "history": Article(
        "history",
        "The login service was moved to Python in 2021. Python runs the tests.",
        "A short history",
        "2021",
    ),
    "hostile": Article("hostile", f"# Trap\n\n{HOSTILE} The canary sings.\n", "<b>Trap</b>"),
}
START = ENGINES.index("- Python")
TOOLS = Hit(Passage("engines", START, START + 24, ENGINES[START : START + 24], ("Engines", "Tools")), 0.4, 1)
WIDTHS = ("desktop", "phone")
EXAMPLES = ("What runs the login service?", "Who runs the tests?", "How many people work there?")


def cite(number: int, article: str, quote: str, occurrence: int = 1) -> Citation:
    """Return the citation of `quote` where it stands in its article."""
    source, start = ARTICLES[article], -1
    for _ in range(occurrence):
        start = source.text.index(quote, start + 1)
    return Citation(number, article, source.title, source.date, quote, start, start + len(quote))


def side(article: str, quote: str) -> Side:
    """Return `quote` as one side of a disagreement."""
    found = cite(0, article, quote)
    return Side(found.article, found.title, found.date, found.quote, found.start, found.end)


LOGIN = Disagreement(
    "entity",
    0.91,
    "the login service",
    (
        side("engines", "The login service runs on Java."),
        side("history", "The login service was moved to Python in 2021."),
    ),
)


def answer_of(question: str, *citations: Citation, disagreements: tuple[Disagreement, ...] = ()) -> Answer:
    """Return an answer with one statement for each citation."""
    statements = tuple(Statement(found.quote, (found.number,), 1) for found in citations)
    return Answer(question, question, "answered", 0.93, statements, citations, disagreements, (TOOLS,))


def absent(question: str) -> Answer:
    """Return the answer that there is none."""
    return Answer(question, question, "not_in_sources", 0.04, hits=(TOOLS,))


def agreed(question: str) -> Answer:
    """Return an answer that two articles give."""
    citations = (cite(1, "engines", "Python runs the tests."), cite(2, "history", "Python runs the tests."))
    statement = Statement("Python runs the tests.", (1, 2), 2)
    return Answer(question, question, "answered", 0.9, (statement,), citations, hits=(TOOLS,))


def disputed(question: str) -> Answer:
    """Return an answer that another article contradicts; of the two places of its quote, it cites the second."""
    java = cite(1, "engines", "The login service runs on Java.", occurrence=2)
    since = replace(cite(2, "engines", "It has run since 2015."), before="The login service runs on Java.")
    return answer_of(question, java, since, disagreements=(LOGIN,))


def trapped(question: str) -> Answer:
    """Return an answer that quotes the hostile article."""
    return answer_of(question, cite(1, "hostile", f"{HOSTILE} The canary sings."))


@dataclass(frozen=True)
class FakeRetriever:
    """The three articles."""

    articles: Mapping[str, Article] = field(default_factory=lambda: ARTICLES)
    notices: tuple[str, ...] = ("skipped photo.md: it is not text",)

    def disagreements(self) -> Sequence[Disagreement]:
        return [LOGIN]

    def opinions(self) -> Sequence[Disagreement]:
        return []


GATES: defaultdict[str, threading.Event] = defaultdict(threading.Event)  # opened by a line that names them
_BY_HEART: dict[str, Callable[[str], Answer]] = {"login": disputed, "tests": agreed, "canary": trapped}


@dataclass(frozen=True)
class FakeAssistant:
    """Answers by a word in the question, and remembers what it was asked."""

    retriever: FakeRetriever = field(default_factory=FakeRetriever)
    asked: list[tuple[str, list[str]]] = field(default_factory=list)

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        self.asked.append((question, list(history)))
        if "crash" in question:
            raise RuntimeError("/secret/path")
        if "slow" in question:
            GATES[question].wait(60)
        return next((known for word, known in _BY_HEART.items() if word in question), absent)(question)

    def quoted(self, question: str, history: Sequence[str] = ()) -> Answer:
        return self.ask(question, history)

    def nearest(self, question: str, history: Sequence[str] = ()) -> Sequence[Hit]:
        return (TOOLS,)


@pytest.fixture(scope="session")
def articles() -> Mapping[str, Article]:
    return ARTICLES


@pytest.fixture(scope="session")
def login() -> Disagreement:
    return LOGIN


@pytest.fixture(scope="session")
def known() -> Callable[[str], Answer]:
    """Return what answers a question, as the assistant would."""
    return FakeAssistant().ask


@pytest.fixture(scope="session")
def folder() -> Folder:
    titles = {article.id: article.title for article in ARTICLES.values()}
    passages = frozenset({("engines", START)})
    return Folder("notes", titles, EXAMPLES, tuple(Suggestion(one, passages) for one in EXAMPLES[:2]), 1)


@pytest.fixture
def asked() -> list[tuple[str, list[str]]]:
    """Return what the assistant has been asked, with which history."""
    return []


@pytest.fixture
def assistant(asked: list[tuple[str, list[str]]]) -> Answerer:
    return FakeAssistant(asked=asked)


@pytest.fixture
def opening(assistant: Answerer, asked: list[tuple[str, list[str]]]) -> Opening:
    """Return an opening that has succeeded, and forgot the questions it tried."""
    done = Opening(lambda progress: assistant, "notes")
    done.run()
    asked.clear()
    return done


@pytest.fixture(scope="session")
def examples() -> Sequence[str]:
    return EXAMPLES


def slow(gate: str) -> Callable[[Progress], Answerer]:
    """Return what opens the articles when its gate is opened."""

    def open_articles(progress: Progress) -> Answerer:
        progress("Embedding", 3, 12)
        GATES[gate].wait()
        return FakeAssistant()

    return open_articles


def open_gates() -> None:
    """Open each gate that a line names."""
    for line in sys.stdin:
        GATES[line.rstrip("\n")].set()


def broken(progress: Progress) -> Answerer:
    """Fail to open the articles."""
    raise NoArticles("no article can be read in <notes>")


def serve_beside(open_assistant: Callable[[Progress], Answerer]) -> None:
    """Serve another page from a thread of this process, and say where."""
    opening = Opening(open_assistant, "notes")
    listener = listen("127.0.0.1", 0)
    serving = server(create_app(opening))
    sys.stdout.write(f"http://127.0.0.1:{listener.getsockname()[1]}\n")
    opening.start(on_problem=lambda problem: None)
    threading.Thread(target=serving.run, kwargs={"sockets": [listener]}, daemon=True).start()


@dataclass(frozen=True)
class Pages:
    """Where pages run: one open, one that cannot open, and for each width one that opens when told so."""

    slow: Mapping[str, str]
    broken: str
    ready: str
    go_on: Callable[[str], object]  # opens the page of a width, or answers a question that has "slow" in it


@pytest.fixture(scope="session")
def pages() -> Iterator[Pages]:
    """Run the pages in a process of their own: Gradio leaves loops and sockets open that are no fault of ours."""
    with subprocess.Popen([sys.executable, __file__], text=True, stdin=PIPE, stdout=PIPE) as process:
        assert process.stdout
        assert process.stdin
        found = [re.findall(r"http://[\d.:]+", process.stdout.readline())[0] + "/" for _ in range(4)]
        slow = dict(zip(WIDTHS, found, strict=False))
        go_on = functools.partial(print, file=process.stdin, flush=True)
        yield Pages(slow, broken=found[2], ready=found[3], go_on=go_on)
        process.send_signal(signal.SIGINT)


@pytest.fixture(scope="session")
def address(pages: Pages) -> str:
    """Return the address of the page with the three articles, open."""
    return pages.ready


if __name__ == "__main__":  # also to look at: python tests/app/page/conftest.py
    threading.Thread(target=open_gates, daemon=True).start()
    for width in WIDTHS:
        serve_beside(slow(width))
    serve_beside(broken)
    serve(lambda progress: FakeAssistant(), name="notes", examples=EXAMPLES, port=0)
