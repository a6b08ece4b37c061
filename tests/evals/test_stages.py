"""The stages that are timed and exchanged are those of the product."""

from pathlib import Path

from crosscheck.app import Assistant
from crosscheck.evals.gold import Case
from crosscheck.evals.stages import Stopwatch, find
from crosscheck.index import Retriever

ASKED = Case("and how long does it take?", ("Does the ferry Alba cross the bay?",), (), (), standalone="How long?")


def test_the_stages_together_find_what_the_assistant_finds(folder: Path) -> None:
    assistant, clock = Assistant(Retriever.open(folder)), Stopwatch()
    found, theirs = find(assistant, ASKED, clock), assistant.find(ASKED.question, ASKED.history)
    assert (found.query.hits, found.judged, found.signals) == (theirs.query.hits, theirs.judged, theirs.signals)
    assert list(clock.times) == ["follow-up", "embedding", "retrieval", "judging"]
    assert find(assistant, ASKED, clock, in_full=True).query.text == "How long?"
