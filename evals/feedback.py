"""What people said of answers, as cases to review."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crosscheck.evals.convert import dump
from crosscheck.evals.schema import CaseFile, GoldError, parse
from crosscheck.evals.topics import articles_of
from crosscheck.index.types import Article

__all__ = ["as_cases", "import_lines"]

_SAID = frozenset({"time", "vote", "reason", "comment"})


def import_lines(feedback: Path, target: Path, articles: Path | None = None) -> str:
    """Write the cases that the lines of `feedback` make to `target`, and say how many; raises GoldError.

    A file that is there already is never overwritten: somebody may have reviewed it.
    """
    try:
        lines = [json.loads(line) for line in feedback.read_text(encoding="utf-8").splitlines() if line.strip()]
        cases = as_cases(lines, articles_of(articles), target.stem)
        with target.open("x", encoding="utf-8") as file:
            file.write(
                f"# To be reviewed: what is right and wrong here was said by readers.{os.linesep}{dump(cases)}"
            )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GoldError(f"cannot import {feedback} to {target}: {error}") from error
    return f"{len(cases.cases)} cases to review in {target}"


def as_cases(lines: list[dict[str, Any]], articles: dict[str, Article], corpus: str) -> CaseFile:
    """Return a case for each answer: what was cited is its evidence, unless a reader said that nothing answers.

    Of several votes on the same answer the last one counts: who changes their mind votes again.
    """
    latest = {_answer_of(line): line for line in lines}
    rows = [_case(number, line, articles) for number, line in enumerate(latest.values(), start=1)]
    return parse({"corpus": corpus, "split": "dev", "cases": rows, "provenance": "readers"}, corpus)


def _answer_of(line: dict[str, Any]) -> str:
    """Return what tells the answer that a line is about from others: all but what the reader said."""
    answer = {name: value for name, value in line.items() if name not in _SAID}
    return json.dumps(answer, sort_keys=True)


def _case(number: int, line: dict[str, Any], articles: dict[str, Article]) -> dict[str, Any]:
    question = line.get("standalone_question") or line["question"]
    note = " ".join(text for text in (line["vote"], line.get("reason", ""), line.get("comment", "")) if text)
    case = {"id": f"reader-{number:03}", "question": question, "note": note}
    quotes = list(_quotes(line, articles))
    if line.get("reason") == "should not answer" or not quotes:
        return case | {"type": "unanswerable", "kind": "missing_detail", "why": "a reader said so: to be reviewed"}
    return case | {"type": "answerable", "evidence": [quotes]}


def _quotes(line: dict[str, Any], articles: dict[str, Article]) -> Iterator[dict[str, str]]:
    for source in line.get("citations", ()):
        if article := articles.get(source["article"]):
            yield {"article": article.id, "quote": article.text[source["start"] : source["end"]]}
