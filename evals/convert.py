"""Turn cases that somebody has as JSON into ours: `python -m crosscheck.evals.convert x.json > x.yaml`.

The one reader of that shape: lists of `questions`, `unanswerable`, `conversations` and `disagreements`.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from crosscheck.evals.schema import CaseFile, GoldError, parse

__all__ = ["dump", "read_json"]

_REQUIRED = 2  # severity from which a disagreement has to be found
_UNANSWERABLE = {"off-topic": "out_of_domain", "near-miss": "missing_detail"}
_NEGATIVES = ("agreements", "hard_negatives", "hard_negatives_same_article")
Row = Mapping[str, Any]


def read_json(path: Path, corpus: str = "", split: str = "dev") -> CaseFile:
    """Read the gold file `path` as cases; raises GoldError for a file that is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        rows = {
            "corpus": corpus or path.stem,
            "split": split,
            "cases": list(_cases(data)),
            "pairs": list(_pairs(data)),
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GoldError(f"{path} is no gold file ({error}): see evals/README.md") from error
    return parse(rows, str(path))


def _cases(data: Row) -> Iterator[Row]:
    severity = {row["id"]: row.get("severity", _REQUIRED) for row in data["disagreements"]}
    for number, row in enumerate(data["questions"], start=1):
        yield _case(row, f"q{number:03}", severity)
    for number, row in enumerate(data["unanswerable"], start=1):
        yield _case(row | {"answerable": False}, f"u{number:03}", severity)
    for number, conversation in enumerate(data["conversations"], start=1):
        history: list[str] = []
        for turn in conversation["turns"]:
            key = f"c{number:03}-{len(history) + 1}"
            yield _case(turn | {"question": turn["user"]}, key, severity, history)
            history = [*history, turn["user"]]


def _case(row: Row, key: str, severity: Mapping[str, int], history: list[str] | None = None) -> Row:
    case: dict[str, Any] = {"id": str(row.get("id", key)).lower(), "question": row["question"]}
    if history:
        case |= {"turns": history, "standalone_question": row.get("standalone", "")}
    if not (row.get("answerable", True) and row.get("evidence")):
        kind = _UNANSWERABLE.get(str(row.get("kind")), "missing_detail")
        why = row.get("reason") or row.get("note") or "the articles do not say"
        return case | {"type": "unanswerable", "kind": kind, "why": why}
    warned = _warned(row, severity)
    quotes = [_quote(quote) for quote in row["evidence"]]
    every = row.get("evidence_mode") == "all"
    return case | {
        "type": "multi_turn" if history else "disagreement" if warned["expected"] else "answerable",
        "evidence": [[quote] for quote in quotes] if every else [quotes],
        "must_include": [g if isinstance(g, list) else [g] for g in row.get("must_include") or []],
        "disagreement": warned,
    }


def _warned(row: Row, severity: Mapping[str, int]) -> Row:
    named = [key for key in row.get("disagreement_ids") or [] if key in severity]
    more = row.get("warning_acceptable_ids") or row.get("optional_disagreement_ids") or []
    required = [key for key in named if severity[key] >= _REQUIRED]
    allowed = [key for key in dict.fromkeys([*named, *more]) if key in severity and key not in required]
    expected = True if required else None if allowed else False
    return {"expected": expected, "pairs": required, "allowed": allowed}


def _pairs(data: Row) -> Iterator[Row]:
    for row in data["disagreements"]:
        more = {"label": "contradiction", "severity": row.get("severity", _REQUIRED), "kind": row.get("kind", "")}
        yield _pair(row, more)
    for name in _NEGATIVES:
        yield from (_pair(row, {"label": "compatible"}) for row in data.get(name, ()))


def _pair(row: Row, more: Row) -> Row:
    why = row.get("why") or row.get("topic") or ""
    return {"id": row["id"], **more, "ones": _side(row, "a"), "others": _side(row, "b"), "why": why}


def _side(row: Row, side: str) -> list[Row]:
    value = row[side]
    first = value if isinstance(value, list) else [value]
    return [_quote(quote) for quote in [*first, *(row.get(f"more_{side}") or [])]]


def _quote(quote: Row) -> Row:
    return {"article": quote["article"], "quote": quote["quote"]}


def dump(cases: CaseFile) -> str:
    """Return `cases` as YAML, without what is at its default."""
    data = cases.model_dump(mode="json", exclude_defaults=True)
    text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110)
    return text.replace("\n- id:", "\n\n- id:")


def main(
    gold: Annotated[Path, typer.Argument(help="Gold file in JSON.")],
    corpus: Annotated[str, typer.Option(help="Name of the folder of articles.")] = "",
    split: Annotated[str, typer.Option(help="dev or test.")] = "test",
) -> None:
    """Print the cases of a gold file as YAML."""
    typer.echo(dump(read_json(gold, corpus, split)), nl=False)


if __name__ == "__main__":
    typer.run(main)
