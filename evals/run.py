"""Ask the product every question of a topic, as a user would, and judge what comes."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from crosscheck.app.decide import calibration
from crosscheck.evals.answers import carried
from crosscheck.evals.disagreements import REQUIRED
from crosscheck.evals.figures import figures
from crosscheck.evals.gold import Case, Span
from crosscheck.evals.record import Asked, Record, judged
from crosscheck.evals.stages import Stopwatch, find
from crosscheck.evals.topics import Topic
from crosscheck.index.types import Hit

__all__ = ["Progress", "ask", "pair_records", "records", "span", "stage_times", "summary", "table"]

Progress = Callable[[str, int, int], None]
_TIMED = 10  # of so many questions one is timed by stage


def records(topic: Topic, progress: Progress) -> list[Record]:
    """Return the outcome of every case of `topic`, and of its gold pairs."""
    passages = tuple(Span(p.article, p.start, p.end) for p in topic.assistant.retriever.index.passages)
    found = []
    for done, case in enumerate(topic.cases, start=1):
        asked = ask(topic, case, passages, by_stage=done % _TIMED == 0)
        found.append(judged(case, asked, topic.pairs, topic.assistant.retriever.articles, topic.name, topic.split))
        progress(f"Asking {topic.name}", done, len(topic.cases))
    return [*found, *pair_records(topic)]


def ask(topic: Topic, case: Case, passages: tuple[Span, ...], by_stage: bool = False) -> Asked:
    """Ask the product about `case`, and if so wished once more, timing each stage."""
    assistant = topic.assistant
    started = time.perf_counter()
    found = assistant.find(case.question, case.history)
    answer = assistant.answer(case.question, found)
    milliseconds = {"whole answer": round(1000 * (time.perf_counter() - started), 1)}
    return Asked(
        answer=answer,
        ranking=tuple(dict.fromkeys(span(hit) for hit in (*answer.hits, *found.query.hits))),
        passages=passages,
        resolved=tuple(map(span, assistant.retriever.search(case.standalone, 5))) if case.standalone else (),
        milliseconds=milliseconds | (stage_times(topic, case) if by_stage else {}),
    )


def stage_times(topic: Topic, case: Case) -> dict[str, float]:
    """Return the milliseconds that each stage takes for `case`."""
    clock = Stopwatch()
    found = find(topic.assistant, case, clock)
    topic.assistant.answer(case.question, found)
    clock.lap("composing and warning")
    return clock.times


def span(hit: Hit) -> Span:
    """Return where a passage that was found stands."""
    return Span(hit.passage.article, hit.passage.start, hit.passage.end)


def pair_records(topic: Topic) -> Iterator[Record]:
    """Return a record for each gold pair of `topic`: shown or not by the audit; and one for the audit itself."""
    shown = topic.assistant.retriever.disagreements()
    matched = [carried(warning, topic.pairs) for warning in shown]
    found = {pair.id for pairs in matched for pair in pairs}
    for pair in topic.pairs:
        if pair.severity == 0 or pair.severity >= REQUIRED:
            kind = "contradiction" if pair.severity else "compatible"
            right = (pair.id in found) == bool(pair.severity)
            yield _record(topic, f"pair-{pair.id}", "pair", kind, {"comparison": right}, {}, {"pair": pair.id})
    true = sum(any(pair.severity for pair in pairs) for pairs in matched)
    counts = {"audit_shown": float(len(shown)), "audit_right": float(true)}
    unjudged = [[s.quote for s in w.sides] for w, pairs in zip(shown, matched, strict=True) if not pairs]
    yield _record(topic, "audit", "audit", "", {}, counts, {"unjudged": unjudged})


def _record(
    topic: Topic, key: str, type_: str, kind: str, checks: dict[str, bool], counts: dict[str, float], shown: Any
) -> Record:
    key = f"{topic.name}-{key}".lower()
    return Record(key, topic.name, topic.split, type_, kind, checks, counts, 0.0, "", key, shown)


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
