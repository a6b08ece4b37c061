"""Ask the product every question of a topic, as a user would, and judge what comes."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from crosscheck.app import Answer, Assistant
from crosscheck.app.assistant import Findings
from crosscheck.app.decide import calibration
from crosscheck.evals.answers import carried
from crosscheck.evals.disagreements import REQUIRED, GoldPair
from crosscheck.evals.figures import figures
from crosscheck.evals.gold import Case, Span
from crosscheck.evals.pipeline import Asked
from crosscheck.evals.record import Record, judged
from crosscheck.evals.stages import Stopwatch, find
from crosscheck.evals.topics import Topic
from crosscheck.evals.trace import of_pairs, splitting, trace
from crosscheck.index.compare.pairs import Pair
from crosscheck.index.index import Index
from crosscheck.index.types import Hit

__all__ = ["Progress", "ask", "asked", "case_records", "pair_records", "span", "summary", "table"]

Progress = Callable[[str, int, int], None]
_TIMED = 20  # of so many questions one is asked again and timed by stage, with models that remember nothing


def case_records(topic: Topic, cases: Sequence[Case]) -> list[Record]:
    """Return the outcomes of `cases`, some of those of `topic`."""
    articles = topic.assistant.retriever.articles
    timed = {case.id for case in topic.cases[_TIMED // 2 :: _TIMED]}
    return [
        judged(case, ask(topic, case, case.id in timed), topic.pairs, articles, topic.name, topic.split)
        for case in cases
    ]


def ask(topic: Topic, case: Case, timed: bool = False) -> Asked:
    """Ask the product about `case`, and if so wished once more, timing each stage."""
    assistant = topic.assistant
    found = assistant.find(case.question, case.history)
    answer = assistant.answer(case.question, found)
    resolved = assistant.retriever.search(case.standalone, 5) if case.standalone else ()
    return asked(assistant, found, answer, resolved, _stage_times(topic.fresh, case) if timed else {})


def asked(
    assistant: Assistant,
    found: Findings,
    answer: Answer,
    resolved: Sequence[Hit] = (),
    milliseconds: Mapping[str, float] | None = None,
) -> Asked:
    """Return what is judged of an answer and of what it was made from."""
    index = assistant.retriever.index
    return Asked(
        answer=answer,
        ranking=tuple(dict.fromkeys(span(hit) for hit in (*answer.hits, *found.query.hits))),
        passages=tuple(Span(p.article, p.start, p.end) for p in index.passages),
        resolved=tuple(map(span, resolved)),
        retrieved=tuple(map(span, found.query.hits)),
        read=tuple(Span(j.sentence.article, j.sentence.start, j.sentence.end) for j in found.judged),
        trace=trace(found, answer, index),
        milliseconds=milliseconds or {},
    )


def _stage_times(assistant: Assistant, case: Case) -> dict[str, float]:
    """Return the milliseconds that each stage takes for `case`."""
    started, clock = time.perf_counter(), Stopwatch()
    found = find(assistant, case, clock)
    assistant.answer(case.question, found)
    clock.lap("composing and warning")
    return clock.times | {"whole answer": round(1000 * (time.perf_counter() - started), 1)}


def span(hit: Hit) -> Span:
    """Return where a passage that was found stands."""
    return Span(hit.passage.article, hit.passage.start, hit.passage.end)


# What the audit says of the gold pairs


def pair_records(topic: Topic) -> Iterator[Record]:
    """Return a record for each gold pair of `topic`: shown or not by the audit; and one for the audit itself."""
    index = topic.assistant.retriever.index
    shown = topic.assistant.retriever.disagreements()
    matched = [carried(warning, topic.pairs) for warning in shown]
    found = {pair.id for pairs in matched for pair in pairs}
    for pair in topic.pairs:
        if pair.severity == 0 or pair.severity >= REQUIRED:
            yield _pair(topic, pair, pair.id in found, _of_gold(index, pair))
    true = sum(any(pair.severity for pair in pairs) for pairs in matched)
    counts = {"audit_shown": float(len(shown)), "audit_right": float(true)}
    unjudged = [[s.quote for s in w.sides] for w, pairs in zip(shown, matched, strict=True) if not pairs]
    key = f"{topic.name}-audit".lower()
    yield Record(key, topic.name, topic.split, "audit", "", {}, counts, 0.0, "", key, {"unjudged": unjudged})


def _of_gold(index: Index, gold: GoldPair) -> list[Pair]:
    """Return the judged pairs of sentences that carry a gold pair."""
    spans = [Span(s.article, s.start, s.end) for s in index.sentences]
    return [pair for pair in index.pairs if gold.carries(spans[pair.first], spans[pair.second])]


def _pair(topic: Topic, gold: GoldPair, shown: bool, judged: Sequence[Pair]) -> Record:
    index, right = topic.assistant.retriever.index, shown == bool(gold.severity)
    score = max((pair.score for pair in judged), default=0.0)
    quotes = [index.articles[side.article].text[side.start : side.end] for side in (gold.ones[0], gold.others[0])]
    key = f"{topic.name}-pair-{gold.id}".lower()
    return Record(
        id=key,
        topic=topic.name,
        split=topic.split,
        type="pair",
        kind="contradiction" if gold.severity else "compatible",
        checks={"comparison": right},
        figures={},
        confidence=score,
        twin="",
        cluster=key,
        shown={"pair": gold.id, "question": " / ".join(quotes), "score": score},
        own={"comparison": float(right)},
        trace={"splitting": splitting(index), "comparison": of_pairs(index, judged)},
    )


# As figures


def summary(found: Sequence[Record]) -> dict[str, Any]:
    """Return the figures of `found`, ready for `json.dumps`."""
    every = figures(found)
    area = every.get("answerable_auroc")
    return {
        "figures": {name: figure.to_json() for name, figure in every.items()},
        "answerable_auroc": round(area.value, 4) if area else None,
        "threshold": calibration().answer_threshold,
    }


def table(found: Sequence[Record]) -> str:
    """Return the figures as a Markdown table: value, how many, 95 % interval."""
    lines = ["| figure | value | n | 95 % interval |", "|---|---|---|---|"]
    for name, figure in figures(found).items():
        lines.append(f"| {name} | {figure.value:.3f} | {figure.n} | {figure.low:.3f} to {figure.high:.3f} |")
    return "\n".join(lines)
