"""The suite in parts that several processes work on, each with models of its own."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from multiprocessing import get_context

from crosscheck.evals.generated import PARTS, generated
from crosscheck.evals.record import Record
from crosscheck.evals.run import Progress, case_records, pair_records
from crosscheck.evals.topics import Opener, Source, Topic, with_cases
from crosscheck.index.models.runtime import threads

__all__ = ["Done", "done"]

_CASES = 20  # in one part
_ALONE = 40  # cases that are asked sooner than other processes have loaded their models


@dataclass(frozen=True, slots=True)
class Part:
    """Some work on one topic."""

    topic: int  # which source
    what: str  # one of PARTS, "cases", or "open"
    first: int = 0  # of its cases, and the one after the last
    end: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """What a part came to."""

    records: tuple[Record, ...]
    digests: Mapping[str, str]  # of the articles, by topic
    models: Mapping[str, str]  # fingerprints


@dataclass
class _Process:
    sources: Sequence[Source]
    opener: Opener
    topics: dict[int, Topic] = field(default_factory=dict)

    def topic(self, number: int) -> Topic:
        if number not in self.topics:
            source = self.sources[number]
            self.topics[number] = with_cases(source.rows, self.opener, source.articles)
        return self.topics[number]

    def done(self, part: Part) -> Done:
        topic = self.topic(part.topic)
        models = {
            "relevance model": topic.assistant.relevance.fingerprint,
            "encoder": topic.assistant.retriever.encoder.fingerprint,
        }
        return Done(tuple(_records(topic, part)), {topic.name: topic.digest}, models)


def _records(topic: Topic, part: Part) -> list[Record]:
    if part.what in PARTS:
        return generated(topic, part.what)
    if part.what == "open":
        return list(pair_records(topic))
    return case_records(topic, topic.cases[part.first : part.end])


def done(sources: Sequence[Source], opener: Opener, progress: Progress, more: bool) -> list[Done]:
    """Return what every part came to, in order, the generated cases only if `more`.

    As many processes work on them as there are processors (`OMP_NUM_THREADS` says otherwise): `opener` has to be
    picklable.
    """
    opening = [Part(number, "open") for number in range(len(sources))]
    rest = [part for number, source in enumerate(sources) for part in _parts(number, source, more)]
    stages = (("Opening topics", opening), ("Asking", rest))
    few = sum(len(source.rows.cases) for source in sources) <= _ALONE and not more
    process = _Process(sources, opener)
    workers = 1 if few else min(threads(), len(rest))
    if workers == 1:
        here = [_told(process.done, parts, stage, progress) for stage, parts in stages]
        return [one for found in here for one in found]
    with ProcessPoolExecutor(workers, get_context("spawn"), _start, (process,)) as pool:
        # A topic is opened once before it is worked on: of two that build an index one would be turned away.
        return [one for stage, parts in stages for one in _pooled(pool, parts, stage, progress)]


def _parts(number: int, source: Source, more: bool) -> Iterator[Part]:
    yield from (Part(number, what) for what in PARTS if more)
    count = len(source.rows.cases)
    yield from (Part(number, "cases", n, min(n + _CASES, count)) for n in range(0, count, _CASES))


def _told(work: Callable[[Part], Done], parts: Sequence[Part], stage: str, progress: Progress) -> Iterator[Done]:
    for n, part in enumerate(parts, start=1):
        yield work(part)
        progress(stage, n, len(parts))


_process: list[_Process] = []  # of a process of the pool: the one that it is


def _start(process: _Process) -> None:
    os.environ["OMP_NUM_THREADS"] = "1"  # the processes share the processors
    _process.append(process)


def _work(part: Part) -> Done:
    return _process[0].done(part)


def _pooled(pool: ProcessPoolExecutor, parts: Sequence[Part], stage: str, progress: Progress) -> list[Done]:
    futures = [pool.submit(_work, part) for part in parts]
    try:
        for finished, future in enumerate(as_completed(futures), start=1):
            future.result()  # one that failed is told at once
            progress(stage, finished, len(parts))
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    return [future.result() for future in futures]
