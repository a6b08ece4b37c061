"""The stages that evals tell apart, and what the product did with a case."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from crosscheck.app import Answer
from crosscheck.evals.gold import Span

__all__ = ["STAGES", "Asked"]

STAGES = (
    *("reading", "splitting", "follow-up", "retrieval", "relevance"),
    *("threshold", "comparison", "selection", "warning", "citation"),
)
"""In the order of the pipeline: reading and splitting articles, filling in a follow-up, retrieving passages,
judging how relevant their sentences are, deciding by a threshold, comparing sentences (done when the index is
built, and of use from here on), selecting what to say, warning, citing to the character."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the product did with a case."""

    answer: Answer
    ranking: tuple[Span, ...]  # ten passages as they are shown, best first
    passages: tuple[Span, ...]  # all there are
    resolved: tuple[Span, ...] = ()  # passages found for the standalone form of a follow-up
    retrieved: tuple[Span, ...] = ()  # ten passages before relevance counts
    read: tuple[Span, ...] = ()  # the sentences that were judged, most relevant first
    trace: Mapping[str, str] = field(default_factory=dict)  # by stage: a digest of what it made
    milliseconds: Mapping[str, float] = field(default_factory=dict)  # by stage
