"""Ask the product every question of a gold file, as a user would, and print the figures."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crosscheck.app import Answer, Assistant
from crosscheck.evals.gold import Case, cases
from crosscheck.evals.metrics import Share, auroc, measure

__all__ = ["Run", "run", "table"]


@dataclass(frozen=True, slots=True)
class Run:
    """What was asked, what came, and the figures."""

    cases: tuple[Case, ...]
    answers: tuple[Answer, ...]
    shares: dict[str, Share]
    auroc: float

    def to_json(self) -> dict[str, Any]:
        """Return the figures, ready for `json.dumps`."""
        rows = {
            name: {"value": round(s.value, 4), "n": s.n, "interval": [round(x, 4) for x in s.interval]}
            for name, s in self.shares.items()
        }
        return {"figures": rows, "answerable_auroc": round(self.auroc, 4)}


def run(assistant: Assistant, gold: Path, progress: Callable[[int, int], None]) -> Run:
    """Ask every question of `gold`. Raises GoldError when its quotes are not in the articles."""
    asked = cases(gold, assistant.retriever.articles)
    answers: list[Answer] = []
    for done, case in enumerate(asked, start=1):
        answers.append(assistant.ask(case.question, case.history))
        progress(done, len(asked))
    return Run(tuple(asked), tuple(answers), measure(asked, answers), auroc(asked, answers))


def table(result: Run) -> str:
    """Return the figures as a Markdown table: share, how many, 95 % interval."""
    lines = ["| figure | share | n | 95 % interval |", "|---|---|---|---|"]
    for name, share in result.shares.items():
        low, high = share.interval
        lines.append(f"| {name} | {share.value:.3f} | {share.n} | {low:.3f} to {high:.3f} |")
    unanswerable = sum(not case.answerable for case in result.cases)
    lines.append(
        f"| answerable_auroc | {result.auroc:.3f} | {len(result.cases)} ({unanswerable} unanswerable) | |"
    )
    return "\n".join(lines)
