"""Group C of docs/faults.md: questions while the index changes, and very many of them."""

import re
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count, islice
from pathlib import Path
from random import Random

import pytest

from crosscheck.app import Assistant
from crosscheck.app.page.opening import Opening
from crosscheck.app.page.renewal import keep_renewed
from crosscheck.index import Retriever

SHIPS = "How many ships did the harbour count?"
ASKING = 4  # threads
EACH = 100  # searches of which the median is taken


def write(folder: Path, version: int) -> None:
    """Make both articles say the number `version`."""
    (folder / "ferry.md").write_text(f"The ferry Alba carries {version} passengers. It is red.\n")
    (folder / "harbour.txt").write_text(f"The harbour counted {version} ships. It is old.\n")


def wrong(retriever: Retriever) -> list[str]:
    """Return what of one search is not of one index: quotes that no article says, numbers of two versions."""
    passages = [hit.passage for hit in retriever.search(SHIPS)]
    lost = [p.text for p in passages if retriever.articles[p.article].text[p.start : p.end] != p.text]
    versions = {number for p in passages for number in re.findall(r"\d+", p.text)}
    return [*lost, *(versions if len(versions) != 1 else ())]


def wrongly_quoted(assistant: Assistant) -> list[str]:
    articles = assistant.retriever.articles
    citations = assistant.ask(SHIPS).citations
    return [c.quote for c in citations if articles[c.article].text[c.start : c.end] != c.quote]


@pytest.mark.parametrize("rebuilds", [5, pytest.param(200, marks=pytest.mark.soak)])
def test_c1_every_answer_during_rebuilds_is_of_one_index(folder: Path, rebuilds: int) -> None:
    write(folder, 1000)
    opening = Opening(lambda progress: Assistant(Retriever.open(folder)), "harbour")
    opening.start()
    opening.wait()
    keep_renewed(opening, lambda assistant: assistant.renewed(), pause=0.02)  # type: ignore[attr-defined]
    done = threading.Event()
    seen: set[str] = set()

    def ask(number: int) -> list[list[str]]:
        found = []
        while not done.is_set():
            assistant = opening.wait()
            found.append(wrongly_quoted(assistant) if number == 0 else wrong(assistant.retriever))  # type: ignore[arg-type]
            seen.add(assistant.retriever.articles["ferry"].text)
            time.sleep(0.1)
        return found

    with ThreadPoolExecutor(ASKING) as pool:
        asked = [pool.submit(ask, number) for number in range(ASKING)]
        for version in range(1001, 1001 + rebuilds):
            write(folder, version)
            Retriever.open(folder, rebuild=True)
        time.sleep(0.2)
        done.set()
        answers = [answer for future in asked for answer in future.result()]
    wrongly = [answer for answer in answers if answer]
    sys.stdout.write(f"{len(answers)} questions during {rebuilds} rebuilds, {len(wrongly)} answered wrongly\n")
    assert wrongly == []
    assert len(seen) > rebuilds / 5


def questions(retriever: Retriever) -> Iterator[str]:
    """Yield questions without end, no two alike."""
    words = sorted(retriever.index.vocabulary)
    chance = Random(0)
    return (f"Why {' '.join(chance.choices(words, k=6))} {number}?" for number in count())


def resident() -> int:
    """Return the memory of this process in pages."""
    return int(Path("/proc/self/statm").read_text().split()[1])


def taken(ask: Callable[[str], object], asked: Iterator[str], times: int) -> list[float]:
    """Ask `times` questions; return the seconds of one processor that each took."""
    seconds = []
    for question in islice(asked, times):
        start = resource.getrusage(resource.RUSAGE_SELF)
        ask(question)
        end = resource.getrusage(resource.RUSAGE_SELF)
        seconds.append(end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime)
    return seconds


def anew() -> float:
    """Return the median seconds of a search in a new process, which searches no more than that."""
    done = subprocess.run([sys.executable, __file__], capture_output=True, text=True, check=True)
    return float(done.stdout)


@pytest.mark.parametrize("rounds", [1, pytest.param(10, marks=pytest.mark.soak)])
def test_c7_thousands_of_questions_leave_memory_and_time_as_they_were(
    packaged: Retriever, folder: Path, rounds: int
) -> None:
    """A round is 970 searches of the packaged articles and 30 whole answers from two small ones."""
    asked, assistant = questions(packaged), Assistant(Retriever.open(folder))
    taken(packaged.search, asked, 300)
    taken(assistant.ask, asked, 20)

    def beside() -> float:
        """Return how many times as long as anew a search takes here, both at best: others slow both down."""
        turns = [(statistics.median(taken(packaged.search, asked, EACH)), anew()) for _ in range(5)]
        return min(here for here, _ in turns) / min(there for _, there in turns)

    memory, before = resident(), beside()
    for _ in range(rounds):
        taken(packaged.search, asked, 970)
        taken(assistant.ask, asked, 30)
    growth, slower = resident() / memory - 1, beside() / before
    said = f"memory grew by {growth:.1%}, a search takes {slower:.2f} times what it took"
    sys.stdout.write(f"{1000 * rounds} questions in a row: {said}\n")
    assert growth < 0.05
    assert slower < 1.5


if __name__ == "__main__":
    opened = Retriever.open()
    sys.stdout.write(f"{statistics.median(taken(opened.search, questions(opened), EACH))}\n")
