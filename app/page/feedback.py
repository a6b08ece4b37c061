"""What people think of an answer, kept as JSON lines on this machine for the eval suite."""

import json
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TypeAlias

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, ConfigDict, Field

from crosscheck.index.retriever import MAX_QUERY

__all__ = ["REASONS", "Feedback", "feedback"]

_MOST_BYTES = 10_000_000  # of the file: nobody who can reach the page can fill the disk
_MOST_SOURCES = 50
Reason: TypeAlias = Literal[
    "",
    "wrong",
    "incomplete",
    "off topic",
    "should not answer",
    "should answer",
    "missed conflict",
    "false warning",
]
REASONS: dict[Reason, str] = {
    "wrong": "It is wrong",
    "incomplete": "Something is missing",
    "off topic": "It answers something else",
    "should not answer": "The articles do not say that",
    "should answer": "The articles do answer it",
    "missed conflict": "It misses a disagreement",
    "false warning": "The warning is wrong",
}
"""What can be wrong with an answer, as kept and as shown."""


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Record):
    """A cited run of an article."""

    article: str = Field(max_length=500)
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Feedback(_Record):
    """One person's word on one answer."""

    question: str = Field(max_length=MAX_QUERY)
    standalone_question: str = Field(max_length=2 * MAX_QUERY)
    status: Literal["answered", "not_in_sources"]
    citations: list[Source] = Field(max_length=_MOST_SOURCES)
    vote: Literal["up", "down"]
    reason: Reason = ""
    comment: str = Field(default="", max_length=2_000)


def feedback(file: Path, folder: str) -> APIRouter:
    """Return the route that appends to `file`; `folder` is the name of the articles asked."""
    router = APIRouter()
    writing = threading.Lock()

    @router.post("/feedback", status_code=204)
    def keep(given: Feedback) -> None:
        record = {
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
            "articles": folder,
            **given.model_dump(),
        }
        with writing:
            _append(file, json.dumps(record, ensure_ascii=False) + "\n")

    return router


def _append(file: Path, line: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists() and file.stat().st_size > _MOST_BYTES:
            raise HTTPException(507, "The file of feedback is full.")
        with file.open("a", encoding="utf-8") as lines:
            lines.write(line)
    except OSError:
        raise HTTPException(507, "The feedback could not be written.") from None
