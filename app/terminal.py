"""Answers, passages and disagreements as text for a terminal."""

import re
import textwrap
from collections.abc import Sequence

import typer

from crosscheck.app.answer import Answer, Citation, Statement
from crosscheck.app.understood import understood
from crosscheck.index.types import Disagreement, Hit, Side

__all__ = ["print_answer", "print_audit", "print_disagreements", "print_hits"]

_WIDTH = 100
# An article could move the cursor or change colours with these.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def print_answer(answer: Answer) -> None:
    """Print statements with their numbers, then the sources; or that the sources do not answer."""
    if question := understood(answer):
        _line(f"(understood as: {question})", dim=True)
    if answer.status == "not_in_sources":
        _line("Not in the sources: the articles do not answer this question.", bold=True)
        return
    for statement in answer.statements:
        _line(_statement(statement))
    if answer.wording:
        _line(f"({answer.wording.note})", dim=True)
    typer.echo()
    for citation in answer.citations:
        _line(_citation(citation), dim=True)
    print_disagreements(answer.disagreements)


def print_hits(hits: Sequence[Hit]) -> None:
    """Print passages, best first, each with where it stands."""
    for hit in hits:
        place = " > ".join([hit.passage.article, *hit.passage.headings])
        _line(f"{hit.rank}. {place}  ({hit.score:.2f})", bold=True)
        _line(" ".join(hit.passage.text.split()), indent="   ")


def print_disagreements(disagreements: Sequence[Disagreement]) -> None:
    """Print both sides of each disagreement."""
    for disagreement in disagreements:
        typer.echo()
        _line(f"{_heading(disagreement)} ({disagreement.kind}): {disagreement.topic}", bold=True)
        for side in disagreement.sides:
            _line(_side(side), indent="   ")
        for note in disagreement.notes:
            _line(note, indent="   ", dim=True)


def _heading(disagreement: Disagreement) -> str:
    opinion = disagreement.opinion
    return f"In the opinion of {opinion.model} only" if opinion and opinion.alone else "The sources disagree"


def print_audit(disagreements: Sequence[Disagreement], opinions: Sequence[Disagreement] = ()) -> None:
    """Print all disagreements of a folder, or that none were found; then those of a language model's opinion."""
    count = len(disagreements)
    _line(f"{count or 'No'} {'disagreement' if count == 1 else 'disagreements'} found.", bold=True)
    print_disagreements(disagreements)
    print_disagreements(opinions)


def _statement(statement: Statement) -> str:
    numbers = "".join(f"[{number}]" for number in statement.citations)
    agreed = f" ({statement.articles} articles)" if statement.articles > 1 else ""
    disputed = " (the sources disagree: see below)" if statement.disputed else ""
    return f"{statement.text} {numbers}{agreed}{disputed}"


def _citation(citation: Citation) -> str:
    date = f", {citation.date}" if citation.date else ""
    return f"[{citation.number}] {citation.title}{date} ({citation.article}, {citation.start}-{citation.end})"


def _side(side: Side) -> str:
    date = f", {side.date}" if side.date else ""
    more = side.articles - 1
    others = f" and {more} more {'article' if more == 1 else 'articles'}" if more else ""
    return f"“{' '.join(side.quote.split())}” — {side.title}{date}{others}"


def _line(text: str, indent: str = "", dim: bool = False, bold: bool = False) -> None:
    wrapped = textwrap.fill(_CONTROL.sub("", text), _WIDTH, initial_indent=indent, subsequent_indent=indent + "  ")
    typer.secho(wrapped, dim=dim, bold=bold)
