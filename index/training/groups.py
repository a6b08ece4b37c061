"""Claims written for training: sentences that give one attribute different values, and some that only seem to.

Each file in `groups/` holds groups. A line `## ATTRIBUTE` opens one; `a`, `b` and `c` lines are sentences of
different articles that hold one value each, `n` lines look alike and go with all of them, `q` lines are questions
that the former answer and the latter do not, `u` lines questions that no line answers.
`python -m crosscheck.index.training.groups FILE` checks a file.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from crosscheck.index.training.examples import CONTRADICTION, ENTAILMENT, NEUTRAL, Example
from crosscheck.index.training.question_data import Row

__all__ = ["Group", "claim_pairs", "groups", "parse", "question_rows"]

_LINE = re.compile(r"([abcnqu]) (\S.*\S)")
_VALUES = "abc"


@dataclass(slots=True)
class Group:
    """One attribute: its lines by letter."""

    attribute: str
    lines: dict[str, list[str]] = field(default_factory=dict)

    def of(self, letters: str) -> list[str]:
        """Return the lines of these letters."""
        return [line for letter in letters for line in self.lines.get(letter, ())]


def groups() -> list[Group]:
    """Return the packaged groups."""
    folder = Path(__file__).with_name("groups")
    return [
        group
        for path in sorted(folder.glob("*.txt"))
        for group in parse(path.read_text(encoding="utf-8"), path.stem)
    ]


def parse(text: str, name: str) -> list[Group]:
    """Read one file. Raises ValueError for a line that cannot be read."""
    found: list[Group] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("## "):
            found.append(Group(line[3:].strip()))
        elif (match := _LINE.fullmatch(line.strip())) and found:
            found[-1].lines.setdefault(match[1], []).append(match[2])
        elif line.strip() and not line.startswith("# "):
            raise ValueError(f"{name}, line {number}: cannot read {line[:60]!r}")
    return found


def claim_pairs(group: Group) -> Iterator[Example]:
    """Yield the pairs of a group: one value twice agrees, two values contradict, look-alikes are neutral."""
    for letter in _VALUES:
        yield from (Example(a, b, ENTAILMENT) for a, b in combinations(group.of(letter), 2))
    for one, other in combinations(_VALUES, 2):
        yield from (Example(a, b, CONTRADICTION) for a in group.of(one) for b in group.of(other))
    yield from (Example(a, n, NEUTRAL) for a in group.of(_VALUES) for n in group.of("n"))
    yield from (Example(a, b, NEUTRAL) for a, b in combinations(group.of("n"), 2))


def question_rows(group: Group) -> Iterator[Row]:
    """Yield each question of a group with the sentences that answer it and those that do not."""
    for letter in "qu":
        for question in group.of(letter):
            answers = group.of(_VALUES)
            yield from (Row(question, sentence, int(letter == "q")) for sentence in answers)
            yield from (Row(question, sentence, 0) for sentence in group.of("n"))


def problems(group: Group) -> Iterator[str]:
    """Yield what is wrong with a group, a line each."""
    least = {"a": 2, "b": 1, "n": 3, "q": 1}
    for letter, count in least.items():
        if len(group.of(letter)) < count:
            yield f"{group.attribute}: only {len(group.of(letter))} {letter} lines"
    lines = group.of("abcn")
    yield from (
        f"{group.attribute}: twice: {line[:60]!r}" for line in sorted({x for x in lines if lines.count(x) > 1})
    )


def main(paths: Sequence[str]) -> int:
    """Check files, print what is wrong and how much there is."""
    wrong = 0
    for path in map(Path, paths):
        found = parse(path.read_text(encoding="utf-8"), path.stem)
        lines = [line for group in found for line in problems(group)]
        wrong += len(lines)
        conflicts = sum(pair.label == CONTRADICTION for group in found for pair in claim_pairs(group))
        sys.stdout.write(f"{path.stem}: {len(found)} groups, {conflicts} contradicting pairs\n")
        sys.stdout.writelines(f"  {line}\n" for line in lines)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
