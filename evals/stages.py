"""What `Assistant.find` does, stage by stage: to time each, and to put another in its place."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from crosscheck.app import Assistant
from crosscheck.app.assistant import Findings, evidence, reread
from crosscheck.app.followup import resolve
from crosscheck.app.judge import Query
from crosscheck.evals.gold import Case
from crosscheck.index.index import Index
from crosscheck.index.search import search
from crosscheck.index.spelling import mended
from crosscheck.index.types import FloatVector, Hit

__all__ = ["PASSAGES", "Retrieve", "Stopwatch", "find"]

PASSAGES = 10  # whose sentences are judged
Retrieve = Callable[[Index, str, FloatVector], list[Hit]]


@dataclass
class Stopwatch:
    """Milliseconds by stage."""

    times: dict[str, float] = field(default_factory=dict)
    _last: float = field(default_factory=time.perf_counter)

    def lap(self, stage: str) -> None:
        """Book the time since the last lap on `stage`."""
        now = time.perf_counter()
        self.times[stage] = round(1000 * (now - self._last), 1)
        self._last = now


def _search(index: Index, text: str, vector: FloatVector) -> list[Hit]:
    return search(index, text, vector, PASSAGES)


def find(
    assistant: Assistant, case: Case, clock: Stopwatch, retrieve: Retrieve = _search, in_full: bool = False
) -> Findings:
    """Return what `assistant` finds for `case` with `retrieve`; a follow-up is asked `in_full` if so wished."""
    index = assistant.retriever.index
    asked = case.standalone if in_full and case.standalone else resolve(case.question, case.history)
    text = mended(asked, index.words.vocab_dict, index.vocabulary)
    clock.lap("follow-up")
    vector = assistant.retriever.encoder.encode_query(text)
    clock.lap("embedding")
    query = Query(text, vector, tuple(retrieve(index, text, vector)))
    clock.lap("retrieval")
    found = evidence(query, index, assistant.relevance, assistant.calibration)
    found = reread(found, index, assistant.rivals, assistant.calibration)
    clock.lap("judging")
    return found
