"""Gold cases: questions with the quotes that answer them, and questions that the articles do not answer."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from crosscheck.index.errors import CrosscheckError
from crosscheck.index.types import Article

__all__ = ["Case", "GoldError", "Span", "cases", "default_gold", "locate"]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class GoldError(CrosscheckError):
    """A gold file that cannot be used, or a quote that its articles lack."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of an article: `article.text[start:end]`."""

    article: str
    start: int
    end: int

    def overlap(self, other: "Span") -> float:
        """Return the share of the shorter span that lies in the other, 0 to 1."""
        common = min(self.end, other.end) - max(self.start, other.start)
        if self.article != other.article or common <= 0:
            return 0.0
        return common / max(1, min(self.end - self.start, other.end - other.start))


@dataclass(frozen=True, slots=True)
class Case:
    """A question to ask and what a right answer is."""

    question: str
    history: tuple[str, ...]  # earlier questions of the conversation, oldest first
    evidence: tuple[Span, ...]  # sentences that answer; empty when the articles do not
    all_needed: bool  # every piece of evidence is needed, not any one of them
    must_include: tuple[tuple[str, ...], ...]  # of each group, one alternative belongs in the answer
    also_right: tuple[Span, ...]  # sides of disagreements about the question: right to cite, not required

    @property
    def answerable(self) -> bool:
        """Say whether the articles answer."""
        return bool(self.evidence)


def default_gold() -> Path:
    """Return the gold file of the packaged articles."""
    return Path(str(files("crosscheck.evals") / "corpora" / "netflix.json"))


def cases(gold: Path, articles: Mapping[str, Article]) -> list[Case]:
    """Read the cases of `gold` and find their quotes in `articles`.

    Raises GoldError for a file that is no gold file, and for a quote that its article lacks.
    """
    try:
        data = json.loads(gold.read_text(encoding="utf-8"))
        disagreements = {row["id"]: row for row in data["disagreements"]}
        return [_case(row, history, disagreements, articles) for row, history in _rows(data)]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GoldError(f"{gold} is no gold file ({error}): see evals/README.md") from error


def _rows(data: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], tuple[str, ...]]]:
    for row in [*data["questions"], *data["unanswerable"]]:
        yield row, ()
    for conversation in data["conversations"]:
        history: tuple[str, ...] = ()
        for turn in conversation["turns"]:
            yield turn | {"question": turn["user"]}, history
            history = (*history, turn["user"])


def _case(
    row: Mapping[str, Any],
    history: tuple[str, ...],
    disagreements: Mapping[str, Any],
    articles: Mapping[str, Article],
) -> Case:
    about = [*(row.get("disagreement_ids") or []), *(row.get("warning_acceptable_ids") or [])]
    sides = [side for key in about if key in disagreements for side in _sides(disagreements[key])]
    return Case(
        question=row["question"],
        history=history,
        evidence=_spans(row.get("evidence") or [] if row.get("answerable", True) else [], articles),
        all_needed=row.get("evidence_mode") == "all",
        must_include=tuple(tuple(g) if isinstance(g, list) else (g,) for g in row.get("must_include") or []),
        also_right=_spans(sides, articles),
    )


def _sides(disagreement: Mapping[str, Any]) -> Iterator[Mapping[str, str]]:
    for key in ("a", "b", "more_a", "more_b"):
        value = disagreement.get(key) or []
        yield from value if isinstance(value, list) else [value]


def _spans(quotes: Sequence[Mapping[str, str]], articles: Mapping[str, Article]) -> tuple[Span, ...]:
    return tuple(locate(quote["quote"], articles[quote["article"]]) for quote in quotes)


def locate(quote: str, article: Article) -> Span:
    """Return where `quote` stands in `article`, whatever the white space, marks and letter case.

    Raises GoldError when it does not.
    """
    places = [(match[0].lower(), match.start(), match.end()) for match in _WORD.finditer(article.text)]
    words = [match[0].lower() for match in _WORD.finditer(quote)]
    text = [word for word, _, _ in places]
    for i in range(len(text) - len(words) + 1):
        if text[i : i + len(words)] == words:
            return Span(article.id, places[i][1], places[i + len(words) - 1][2])
    raise GoldError(f"{article.id} does not contain the quote {quote[:80]!r}")
