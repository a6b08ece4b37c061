"""Answer many questions in one go: one JSON object a line in, one answer a line out, in order."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from crosscheck.app.assistant import Assistant
from crosscheck.index.errors import BadInput

__all__ = ["answer_lines", "read_lines"]


def read_lines(source: str) -> Iterator[str]:
    """Return the lines of the file `source`, or of standard input for "-"; blank lines are left out.

    Raises BadInput when there is no such file.
    """
    if source == "-":
        return _filled(sys.stdin)
    try:
        return _filled(Path(source).read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"cannot read {source}: give a text file of JSON lines, or - for standard input") from error


def _filled(lines: Iterable[str]) -> Iterator[str]:
    return (line for line in lines if line.strip())


def answer_lines(assistant: Assistant, lines: Iterable[str]) -> None:
    """Print one line for each of `lines` as soon as it is known: an answer, or what is wrong with the question."""
    for number, line in enumerate(lines, start=1):
        sys.stdout.write(json.dumps(_answer(assistant, line, number), ensure_ascii=False) + "\n")
        sys.stdout.flush()


def _answer(assistant: Assistant, line: str, number: int) -> dict[str, Any]:
    try:
        request = _parsed(line)
        return assistant.ask(request.get("question", ""), request.get("history") or []).to_json()
    except BadInput as error:
        return {"error": str(error), "line": number}


def _parsed(line: str) -> dict[str, Any]:
    try:
        request = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadInput('this line is not JSON: write {"question": "..."}') from error
    if not isinstance(request, dict) or "question" not in request:
        raise BadInput('this line has no question: write {"question": "..."}')
    return request
