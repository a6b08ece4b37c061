"""What the gate says when a stage is broken on purpose: `python -m crosscheck.evals.breaks [TOPIC]`.

Asks every case of a topic as it is, takes that for the baseline, breaks one stage after the other, and prints what
the report says then. Exit code 1 when a break leaves the gate green, or another stage is named.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Annotated, TypeAlias
from unittest.mock import patch

import typer

from crosscheck.app import Assistant
from crosscheck.app.progress import progress_bars
from crosscheck.evals.baseline import Comparison, blessed, compare
from crosscheck.evals.gold import Case
from crosscheck.evals.report import verdict
from crosscheck.evals.run import Progress, case_records, pair_records
from crosscheck.evals.suite import Result
from crosscheck.evals.topics import Topic, opened, validated
from crosscheck.evals.variants import with_articles
from crosscheck.index import Retriever
from crosscheck.index.compare.compare import Judge
from crosscheck.index.search import WEIGHTS
from crosscheck.index.types import FloatMatrix

__all__ = ["BREAKS", "Break", "broken", "moved_threshold", "no_bm25", "passages_of", "swapped_labels"]

Broken: TypeAlias = AbstractContextManager[Topic]


@dataclass(frozen=True, slots=True)
class Break:
    """Something done to a stage, and the name that the report has to give."""

    name: str
    stage: str
    broken: Callable[[Topic], Broken]


@contextmanager
def passages_of(characters: int, topic: Topic) -> Iterator[Topic]:
    """Cut the articles of `topic` into passages of another size."""
    articles = list(topic.assistant.retriever.articles.values())
    yield replace(topic, assistant=with_articles(topic.assistant, articles, topic.nli, max_passage=characters))


@contextmanager
def no_bm25(topic: Topic) -> Iterator[Topic]:
    """Leave what BM25 says out of the ranking of passages."""
    with patch.dict(WEIGHTS, words=0.0):
        yield topic


@contextmanager
def moved_threshold(by: float, topic: Topic) -> Iterator[Topic]:
    """Answer from another confidence on."""
    fitted = topic.assistant.calibration
    moved = replace(fitted, answer_threshold=fitted.answer_threshold + by)
    yield replace(topic, assistant=replace(topic.assistant, calibration=moved))


@contextmanager
def swapped_labels(topic: Topic) -> Iterator[Topic]:
    """Take for a contradiction what the NLI model calls an entailment, and the other way round."""
    articles = list(topic.assistant.retriever.articles.values())
    yield replace(topic, assistant=with_articles(topic.assistant, articles, _Swapped(topic.nli)))


@dataclass(frozen=True, slots=True)
class _Swapped:
    model: Judge

    @property
    def fingerprint(self) -> str:
        return f"swapped {self.model.fingerprint}"

    def judge(self, pairs: Sequence[tuple[str, str]]) -> FloatMatrix:
        return self.model.judge(pairs)[:, ::-1]


BREAKS = (
    Break("passages of 250 characters", "splitting", partial(passages_of, 250)),
    Break("passages of 4,000 characters", "splitting", partial(passages_of, 4000)),
    Break("no BM25", "retrieval", no_bm25),
    Break("threshold + 0.1", "threshold", partial(moved_threshold, 0.1)),
    Break("threshold - 0.1", "threshold", partial(moved_threshold, -0.1)),
    Break("NLI labels swapped", "comparison", swapped_labels),
)


def _outcome(topic: Topic, cases: Sequence[Case]) -> Result:
    records = (*case_records(topic, cases), *pair_records(topic))
    return Result(records, {record.id: topic.digest for record in records}, {})


def broken(topic: Topic, cases: Sequence[Case], breaks: Sequence[Break], progress: Progress) -> list[Comparison]:
    """Return what the gate finds after each of `breaks`, the unbroken `topic` being the baseline."""
    threshold = topic.assistant.calibration.answer_threshold
    baseline = blessed(_outcome(topic, cases), "unbroken", None)
    found = []
    for number, each in enumerate(breaks, start=1):
        with each.broken(topic) as other:
            found.append(compare(_outcome(other, cases), baseline, threshold))
        progress("Breaking", number, len(breaks))
    return found


def main(
    # On this one every break loses something; on the others some do not, as a threshold .1 higher on "sourdough".
    topic: Annotated[str, typer.Argument(help="Name of a topic.")] = "dam",
) -> None:
    """Break each stage, and print what the gate says."""
    with progress_bars() as bars:
        open_ = opened(validated([topic])[0], _assistant)
        found = broken(open_, open_.cases, BREAKS, bars)
    for each, comparison in zip(BREAKS, found, strict=True):
        fell = ", ".join(row.stage for row in comparison.by_stage if row.fell) or "none"
        typer.echo(f"{each.name}: {verdict(comparison)} Own measure fell: {fell}.")
    if any(c.suspect != b.stage or not c.regressed for b, c in zip(BREAKS, found, strict=True)):
        raise SystemExit(1)


def _assistant(folder: Path | None) -> Assistant:
    return Assistant(Retriever.open(folder))


if __name__ == "__main__":
    typer.run(main)
