"""What each stage is worth: the same cases without it, or with a perfect one in its place."""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crosscheck.app import Assistant
from crosscheck.evals.figures import figures
from crosscheck.evals.gold import Case
from crosscheck.evals.oracles import gold_decision, gold_pairs, gold_passages, gold_sentences
from crosscheck.evals.pipeline import Asked
from crosscheck.evals.record import Record, judged
from crosscheck.evals.run import Progress, asked
from crosscheck.evals.stages import PASSAGES, Stopwatch, find
from crosscheck.evals.stats import holm, mcnemar
from crosscheck.evals.topics import Opener, Topic, opened, validated
from crosscheck.evals.variants import with_articles
from crosscheck.index.index import Index
from crosscheck.index.search import WEIGHTS, search
from crosscheck.index.split import MAX_PASSAGE
from crosscheck.index.types import FloatVector, Hit

__all__ = ["SETUPS", "Setup", "ablated", "ablation"]

_SEED = 3
_COLUMNS: tuple[str, ...] = (
    *("recall@1", "recall@5", "recall@2000_characters", "mrr", "ndcg@10", "must_include"),
    *("citation_precision", "citation_recall", "answerable_auroc", "warning_recall", "passed"),
)


@dataclass(frozen=True, slots=True)
class Setup:
    """One row of the table."""

    name: str
    weights: Mapping[str, float] | None = None  # of the rankings; None: as they are
    relevance: bool = True  # whether relevance counts in the order of passages
    max_passage: int = MAX_PASSAGE
    gold: str = ""  # the stage that is perfect: follow-ups, passages, sentences, decision or pairs


SETUPS = (
    Setup("fused with relevance: as it is"),
    Setup("BM25", {"passage": 0.0, "sentence": 0.0, "words": 1.0}, relevance=False),
    Setup("dense", {"passage": 3 / 7, "sentence": 4 / 7, "words": 0.0}, relevance=False),
    Setup("fused", relevance=False),
    Setup("no BM25", {"passage": 3 / 7, "sentence": 4 / 7, "words": 0.0}),
    Setup("passages of 250", max_passage=250),
    Setup("passages of 500", max_passage=500),
    Setup("passages of 1000", max_passage=1000),
    *(Setup(f"gold {gold}", gold=gold) for gold in ("follow-ups", "passages", "sentences", "decision", "pairs")),
)


def ablation(wanted: Sequence[str], opener: Opener, progress: Progress) -> str:
    """Return the table for the topics `wanted`."""
    return ablated([opened(rows, opener) for rows in validated(wanted)], progress)


def ablated(topics: Sequence[Topic], progress: Progress, sample: int = 20) -> str:
    """Return the table for `sample` cases of each of `topics`, the same cases in every row.

    p compares the cases that pass with those of the first row (McNemar, corrected by Holm). The threshold is the
    same in every row.
    """
    found: list[list[Record]] = []
    for done, setup in enumerate(SETUPS, start=1):
        found.append([record for topic in topics for record in _records(topic, setup, sample)])
        progress("Ablating", done, len(SETUPS))
    ps = holm([_p(found[0], other) for other in found[1:]])
    head = f"| | {' | '.join(_COLUMNS)} | n | p |"
    lines = [_row(setup, rows, p) for setup, rows, p in zip(SETUPS, found, [math.nan, *ps], strict=True)]
    return "\n".join([head, "|---" * (len(_COLUMNS) + 3) + "|", *lines])


def _row(setup: Setup, found: Sequence[Record], p: float) -> str:
    every = figures(found)
    cells = [f"{every[name].value:.3f}" if name in every else "" for name in _COLUMNS]
    cells += [str(len(found)), "" if math.isnan(p) else f"{p:.3f}"]
    return f"| {setup.name} | {' | '.join(cells)} |"


def _p(one: Sequence[Record], other: Sequence[Record]) -> float:
    pairs = list(zip(one, other, strict=True))
    return mcnemar(sum(b.passed > a.passed for a, b in pairs), sum(a.passed > b.passed for a, b in pairs))


def _records(topic: Topic, setup: Setup, sample: int) -> list[Record]:
    assistant = _assistant(topic, setup)
    cases = sorted(topic.cases, key=lambda case: case.id)
    chosen = random.Random(_SEED).sample(cases, min(sample, len(cases)))
    articles = assistant.retriever.articles
    return [
        judged(case, _asked(assistant, case, setup), topic.pairs, articles, topic.name, topic.split)
        for case in chosen
    ]


def _assistant(topic: Topic, setup: Setup) -> Assistant:
    assistant = gold_pairs(topic) if setup.gold == "pairs" else topic.assistant
    if not setup.relevance:
        assistant = replace(assistant, calibration=replace(assistant.calibration, rerank_weight=0.0))
    if setup.max_passage != MAX_PASSAGE:
        articles = list(assistant.retriever.articles.values())
        assistant = with_articles(assistant, articles, topic.nli, max_passage=setup.max_passage)
    return assistant


def _asked(assistant: Assistant, case: Case, setup: Setup) -> Asked:
    def retrieved(index: Index, text: str, vector: FloatVector) -> list[Hit]:
        if setup.gold == "passages" and case.answerable:
            return gold_passages(index, case)
        return search(index, text, vector, PASSAGES, setup.weights or WEIGHTS)

    found = find(assistant, case, Stopwatch(), retrieved, in_full=setup.gold == "follow-ups")
    if setup.gold == "sentences":
        found = gold_sentences(found, case, assistant.retriever.index)
    if setup.gold == "decision":
        assistant = gold_decision(assistant, case)
    return asked(assistant, found, assistant.answer(case.question, found))
