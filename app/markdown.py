"""An answer as Markdown, to be kept or sent on with its sources."""

import re

from crosscheck.app.answer import Answer, Citation
from crosscheck.app.understood import understood
from crosscheck.index.read_front_matter import web_address
from crosscheck.index.types import Disagreement, Side

__all__ = ["answer_markdown"]

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")


def answer_markdown(answer: Answer) -> str:
    """Return the question, the statements with their numbers, the sources quoted, and where they disagree."""
    parts = [f"## {_plain(answer.question)}"]
    if question := understood(answer):
        parts.append(f"*Understood as: {_plain(question)}*")
    parts += _said(answer)
    parts += [_disagreement(disagreement) for disagreement in answer.disagreements]
    if answer.citations:
        parts.append("\n".join(["Sources:", "", *(_source(citation) for citation in answer.citations)]))
    return "\n\n".join(parts) + "\n"


def _said(answer: Answer) -> list[str]:
    if answer.status == "not_in_sources":
        return ["*Not in the sources: the articles do not answer this question.*"]
    statements = [
        f"{_plain(statement.text)} {''.join(f'[{number}]' for number in statement.citations)}"
        for statement in answer.statements
    ]
    return [*statements, f"*{_plain(answer.wording.note)}*"] if answer.wording else statements


def _source(citation: Citation) -> str:
    return f"- [{citation.number}] {_byline(citation, citation.url or '')}: “{_plain(citation.quote)}”"


def _disagreement(disagreement: Disagreement) -> str:
    sides = [f"> - {_byline(side)}: “{_plain(side.quote)}”" for side in disagreement.sides]
    # The empty line before a note keeps it out of the item above.
    notes = [line for note in disagreement.notes for line in (">", f"> {_plain(note)}")]
    return "\n".join([f"> **The sources disagree** about {_plain(disagreement.topic)}", ">", *sides, *notes])


def _byline(source: Citation | Side, url: str = "") -> str:
    title = f"*{_plain(source.title)}*"
    address = web_address(url)  # programs may have made the article
    linked = f"[{title}](<{address}>)" if address else title
    return linked + (f" ({source.date})" if source.date else "")


def _plain(text: str) -> str:
    """Return text that Markdown shows as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
