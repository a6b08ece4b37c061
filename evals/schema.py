"""Cases as files: what may be written in one, checked when it is read."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, TypeAlias

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from crosscheck.index.errors import CrosscheckError

__all__ = [
    "CaseFile",
    "CaseRow",
    "GoldError",
    "PairRow",
    "Quote",
    "Warned",
    "load",
    "of_packaged_articles",
    "packaged",
    "parse",
]

Kind: TypeAlias = Literal[
    "out_of_domain",
    "in_domain_absent",
    "wrong_entity",
    "false_premise",
    "missing_detail",
    "future_or_live",
    "underspecified",
    "not_a_question",
]
CaseType: TypeAlias = Literal["answerable", "list", "disagreement", "unanswerable", "multi_turn"]
Split: TypeAlias = Literal["dev", "test"]


class GoldError(CrosscheckError):
    """A file of cases that cannot be used, or a quote that its articles lack."""


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Quote(_Row):
    """Words of an article; mark-up, letter case and white space do not matter."""

    article: str  # its id
    quote: str = Field(min_length=1)
    occurrence: int | None = Field(
        default=None, ge=1
    )  # which one, from 1, of a quote that stands there repeatedly


class Item(_Row):
    """One thing that a list answer names."""

    name: str
    aliases: list[str] = Field(min_length=1)


class Warned(_Row):
    """Which warning an answer is to carry."""

    expected: bool | None = False  # None: a warning may come, of `allowed`, and none is right as well
    pairs: list[str] = []  # ids of the file's pairs, of which one has to be shown when a warning is expected
    allowed: list[str] = []  # ids of those that may be shown besides
    note: str = ""


class CaseRow(_Row):
    """One question and what a right answer is."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")  # unique, and kept for ever: the baseline goes by it
    type: CaseType
    question: str = Field(min_length=1, max_length=2000)
    turns: list[str] = []  # earlier questions, oldest first, of a multi_turn case
    standalone_question: str = ""  # of a multi_turn case: the question with everything filled in
    evidence: list[list[Quote]] = []  # every group is needed; the quotes of a group are alternatives
    must_include: list[list[str]] = []  # of each, one alternative belongs in the answer
    may_include: list[list[str]] = []  # likewise welcome, and not required
    must_not_include: list[str] = []
    items: list[Item] = []  # of a list case
    distractors: list[str] = []  # what a list answer might name by mistake
    disagreement: Warned = Warned()
    also_ok: list[Quote] = []  # right to cite, not required
    kind: Kind | None = None  # of an unanswerable case
    why: str = ""  # of an unanswerable case: what the articles lack
    contrast_of: str | None = None  # id of the answerable case that differs from this one by a word or two
    note: str = ""


class PairRow(_Row):
    """Two sides that disagree, or that do not though they look like it."""

    id: str
    label: Literal["contradiction", "compatible"]
    kind: str = ""
    severity: int = Field(default=0, ge=0, le=3)  # from 2 it has to be found; 0 for what is no contradiction
    ones: list[Quote] = Field(min_length=1)
    others: list[Quote] = Field(min_length=1)
    why: str = ""


class CaseFile(_Row):
    """The cases of one corpus."""

    corpus: str  # folder of articles in evals/corpora; "netflix" is the packaged articles
    split: Split
    provenance: str = ""  # who wrote the cases, from what
    cases: list[CaseRow]
    pairs: list[PairRow] = []


def load(path: Path) -> CaseFile:
    """Read a file of cases; raises GoldError, which names the field, when it cannot be used."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), _loader())
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise GoldError(f"cannot read {path}: {' '.join(str(error).split())}") from error
    return parse(data, str(path))


@cache
def _loader() -> Any:
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(data: object, name: str) -> CaseFile:
    """Return the cases in `data`, read from the file `name`; raises GoldError as `load` does."""
    try:
        return CaseFile.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise GoldError(f"{name}: {where}: {first['msg']} ({error.error_count()} in all)") from error


def packaged() -> Sequence[Path]:
    """Return the packaged files of cases, dev before test."""
    return sorted(Path(str(files("crosscheck.evals") / "cases")).glob("*/*.yaml"))


def of_packaged_articles() -> Path:
    """Return the file of cases on the packaged articles."""
    return next(path for path in packaged() if path.stem == "netflix")
