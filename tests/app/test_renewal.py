"""Articles come and go while the server runs."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from crosscheck.app import Assistant
from crosscheck.app.page.opening import Opening
from crosscheck.app.page.renewal import keep_renewed
from crosscheck.index import Retriever

FERRY = "How many passengers does the ferry Alba carry?"
LIGHT = "What does the lighthouse stand on?"


def until(happened: Callable[[], bool]) -> bool:
    """Say whether it happened, within a minute."""
    end = time.monotonic() + 60
    while not happened() and time.monotonic() < end:
        time.sleep(0.05)
    return happened()


@pytest.fixture
def opening(folder: Path) -> Opening:
    """Return a page that looks for a newer index all the time."""
    opening = Opening(lambda progress: Assistant(Retriever.open(folder)), "harbour")
    opening.start()
    opening.wait()
    keep_renewed(opening, lambda assistant: assistant.renewed(), pause=0.05)  # type: ignore[attr-defined]
    return opening


def status(opening: Opening, question: str) -> str:
    return opening.wait().ask(question).status


def test_an_article_that_was_added_is_answered_from(opening: Opening, folder: Path) -> None:
    assert status(opening, LIGHT) == "not_in_sources"
    (folder / "light.md").write_text("The lighthouse of the bay stands on a rock of granite.\n")
    Retriever.open(folder, rebuild=True)
    assert until(lambda: status(opening, LIGHT) == "answered")
    assert opening.folder is not None
    assert set(opening.folder.titles) == {"ferry", "harbour", "light"}


def test_an_article_that_was_removed_is_no_longer_quoted(opening: Opening, folder: Path) -> None:
    assert status(opening, FERRY) == "answered"
    (folder / "ferry.md").unlink()
    Retriever.open(folder, rebuild=True)
    assert until(lambda: "ferry" not in opening.wait().retriever.articles)
    assert status(opening, FERRY) == "not_in_sources"


def test_every_answer_in_between_is_of_one_index(opening: Opening, folder: Path) -> None:
    answers, stop = [], threading.Event()

    def ask() -> None:
        while not stop.is_set():
            assistant = opening.wait()
            answers.append((assistant, assistant.ask(FERRY)))

    asking = threading.Thread(target=ask)
    asking.start()
    for number in (300, 400):
        (folder / "ferry.md").write_text(f"Yesterday it rained.\n\nThe ferry Alba carries {number} passengers.\n")
        Retriever.open(folder, rebuild=True)
        new = str(number)
        assert until(lambda: new in opening.wait().ask(FERRY).statements[0].text)  # noqa: B023 - called at once
    stop.set()
    asking.join()
    for assistant, answer in answers:
        assert answer.citations
        for citation in answer.citations:
            assert (
                assistant.retriever.articles[citation.article].text[citation.start : citation.end]
                == citation.quote
            )


def test_an_index_of_another_model_is_not_taken(opening: Opening, folder: Path, cache: Path) -> None:
    retriever = opening.wait().retriever
    assert isinstance(retriever, Retriever)
    (folder / "light.md").write_text("The lighthouse of the bay stands on a rock of granite.\n")
    assert retriever.root is not None
    manifest = next((retriever.root / (retriever.root / "CURRENT").read_text()).glob("MANIFEST.json"))
    manifest.write_text(manifest.read_text().replace(retriever.index.encoder, "another-model"))
    assert retriever.renewed() is retriever


def test_an_index_that_did_not_change_is_not_read_again(opening: Opening, folder: Path) -> None:
    retriever = opening.wait().retriever
    Retriever.open(folder, rebuild=True)
    assert isinstance(retriever, Retriever)
    assert retriever.renewed() is retriever
