"""Answer many questions in one go: one JSON object a line in, one answer a line out, in order."""

import json
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from queue import Queue
from threading import Event
from typing import Any, TypeAlias

from crosscheck.app.answer import json_line
from crosscheck.app.assistant import Assistant
from crosscheck.app.tally import Tally
from crosscheck.index.errors import BadInput
from crosscheck.index.models.runtime import threads

__all__ = ["Line", "answer_lines", "read_lines"]

_AT_ONCE = 4  # questions; each uses several processors by itself, but not all of the time

Waiting: TypeAlias = "Queue[Future[dict[str, Any]] | None]"
"""Results in order, known or not; None: there are no more."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the input that is not blank."""

    number: int  # counted from 1, blank lines included
    content: bytes


def read_lines(source: str) -> Iterator[Line]:
    """Return the lines of the file `source`, or of standard input for "-", as they come; blank ones are left out.

    Raises BadInput when there is no such file.
    """
    if source == "-":
        return _filled(sys.stdin.buffer)
    try:
        return _filled(open(source, "rb"))
    except OSError as error:
        raise BadInput(f"cannot read {source}: give a text file of JSON lines, or - for standard input") from error


def _filled(lines: Iterable[bytes]) -> Iterator[Line]:
    return (Line(number, line) for number, line in enumerate(lines, start=1) if line.strip())


def answer_lines(assistant: Assistant, lines: Iterable[Line]) -> None:
    """Print one line for each of `lines`, in order: an answer, or what is wrong with the question.

    Several are worked on at once; each is printed as soon as it and those before it are known, while the next line
    may be yet to come. How far it is stands on standard error.
    """
    workers = min(threads(), _AT_ONCE)
    waiting: Waiting = Queue(2 * workers)  # a long file is not read ahead of its answers
    over = Event()
    with ThreadPoolExecutor(workers) as pool, ThreadPoolExecutor(1) as printer:
        printing = printer.submit(_print_all, waiting, over)
        try:
            for line in lines:
                if over.is_set():
                    break
                waiting.put(pool.submit(_answer, assistant, line))
        finally:
            waiting.put(None)
        printing.result()


def _print_all(waiting: Waiting, over: Event) -> None:
    tally = Tally(sys.stderr)
    try:
        for coming in iter(waiting.get, None):
            result = coming.result()
            sys.stdout.buffer.write(json_line(result).encode() + b"\n")
            sys.stdout.buffer.flush()
            tally.add(result)
        tally.close()
    except BaseException:  # such as nobody reading any more: the reader of lines must not wait for room
        over.set()
        for _ in iter(waiting.get, None):
            pass
        raise


def _answer(assistant: Assistant, line: Line) -> dict[str, Any]:
    try:
        request = _parsed(line.content)
        return assistant.ask(request["question"], request.get("history") or []).to_json()
    except BadInput as error:
        return {"error": str(error), "line": line.number}


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        request = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # also where the bytes are not UTF-8
        raise BadInput('this line is not JSON: write {"question": "..."}') from error
    if not isinstance(request, dict) or "question" not in request:
        raise BadInput('this line has no question: write {"question": "..."}')
    return request
