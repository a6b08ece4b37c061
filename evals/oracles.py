"""Perfect stages, which know the gold answers: what is lost with one in place is lost elsewhere."""

from dataclasses import replace

from crosscheck.app import Assistant
from crosscheck.app.assistant import Findings
from crosscheck.app.decide import signals
from crosscheck.app.judge import Judged, log_odds
from crosscheck.evals.gold import Case, Span
from crosscheck.evals.topics import Topic
from crosscheck.index import Retriever
from crosscheck.index.index import Index
from crosscheck.index.types import Hit

__all__ = ["gold_decision", "gold_pairs", "gold_passages", "gold_sentences"]


def gold_passages(index: Index, case: Case) -> list[Hit]:
    """Return the passages that hold the evidence."""
    held = [
        p for p in index.passages if any(Span(p.article, p.start, p.end).overlap(q) > 0 for q in case.evidence)
    ]
    return [Hit(passage, 1.0, rank) for rank, passage in enumerate(held, start=1)]


def gold_sentences(found: Findings, case: Case, index: Index) -> Findings:
    """Return `found` with the evidence among the sentences that were read for certain, all others not at all."""
    judged = [_known(item, case) for item in found.judged]
    judged.sort(key=lambda item: -item.relevance)
    return replace(found, judged=tuple(judged), signals=signals(found.query.text, judged, index))


def _known(item: Judged, case: Case) -> Judged:
    span = Span(item.sentence.article, item.sentence.start, item.sentence.end)
    is_evidence = float(any(span.carries(quote) for quote in case.evidence))
    return replace(item, relevance=is_evidence, signals=replace(item.signals, model=log_odds(is_evidence)))


def gold_decision(assistant: Assistant, case: Case) -> Assistant:
    """Return `assistant` answering, or refusing, as is right for `case`."""
    threshold = 0.0 if case.answerable else 2.0
    return replace(assistant, calibration=replace(assistant.calibration, answer_threshold=threshold))


def gold_pairs(topic: Topic) -> Assistant:
    """Return the assistant of `topic` with its gold disagreements for certain, and no other pair."""
    index, encoder = topic.assistant.retriever.index, topic.assistant.retriever.encoder
    spans = [Span(s.article, s.start, s.end) for s in index.sentences]
    gold = [pair for pair in topic.pairs if pair.severity]
    pairs = tuple(
        replace(p, score=float(any(g.carries(spans[p.first], spans[p.second]) for g in gold))) for p in index.pairs
    )
    return replace(topic.assistant, retriever=Retriever(replace(index, pairs=pairs), encoder))
