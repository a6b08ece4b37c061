"""The corpora of the suite, opened: articles, cases and the product that is asked."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from crosscheck import corpus
from crosscheck.app import Assistant
from crosscheck.evals.check import problems
from crosscheck.evals.disagreements import GoldPair
from crosscheck.evals.gold import Case, located, spans
from crosscheck.evals.memory import Memory, RememberedNli, RememberedRelevance, RememberedRivals
from crosscheck.evals.schema import CaseFile, GoldError, PairRow, load, packaged
from crosscheck.index.compare.compare import Judge
from crosscheck.index.compare.nli import LazyNli
from crosscheck.index.read import read_folder
from crosscheck.index.retriever import default_cache
from crosscheck.index.types import Article

__all__ = [
    "Opener",
    "Source",
    "Topic",
    "articles_folder",
    "articles_of",
    "located_pairs",
    "opened",
    "remembering",
    "validated",
    "with_cases",
]

Opener: TypeAlias = Callable[[Path | None], Assistant]
"""Opens the product on a folder of articles; None is the packaged one."""
_PACKAGED = "netflix"


@dataclass(frozen=True, slots=True)
class Source:
    """The cases of a topic and the folder of its articles; None is the packaged one."""

    rows: CaseFile
    articles: Path | None


@dataclass(frozen=True, slots=True)
class Topic:
    """A corpus with its cases."""

    name: str
    split: str
    assistant: Assistant  # remembers what its models said before
    fresh: Assistant  # the same, asking its models again
    nli: Judge  # remembers as well
    cases: tuple[Case, ...]
    pairs: tuple[GoldPair, ...]
    digest: str  # sha256 of the articles


def validated(
    wanted: Sequence[str] = (), folder: Path | None = None, articles: Path | None = None
) -> list[CaseFile]:
    """Return the files of cases in `folder` (default: the packaged ones), those of the corpora or splits `wanted`.

    Raises GoldError for the first mistake in one of them.
    """
    paths = sorted(folder.glob("**/*.yaml")) if folder else packaged()
    found = [rows for rows in map(load, paths) if not wanted or {rows.corpus, rows.split} & set(wanted)]
    if not found:
        raise GoldError(f"no cases for {', '.join(wanted) or folder}: name a split, a corpus or a folder of .yaml")
    for rows in found:
        for line in problems(rows, articles_of(articles_folder(rows, articles))):
            raise GoldError(f"{rows.corpus}: {line}; `crosscheck eval check` lists everything")
    return found


def articles_folder(rows: CaseFile, articles: Path | None = None) -> Path | None:
    """Return the folder of the articles that `rows` ask about; None is the packaged one."""
    own = Path(__file__).parent / "corpora" / rows.corpus
    return articles or (None if rows.corpus == _PACKAGED else own)


def articles_of(folder: Path | None) -> dict[str, Article]:
    """Return the articles of a folder by id, without an index."""
    return {article.id: article for article in read_folder(folder or corpus.folder()).articles}


def opened(rows: CaseFile, opener: Opener, articles: Path | None = None) -> Topic:
    """Open the product on the articles of `rows`."""
    return with_cases(rows, opener, articles_folder(rows, articles))


def located_pairs(rows: Sequence[PairRow], articles: Mapping[str, Article]) -> tuple[GoldPair, ...]:
    """Return the pairs of a file of cases with their quotes found in `articles`."""
    return tuple(
        GoldPair(row.id, row.severity, spans(row.ones, articles), spans(row.others, articles)) for row in rows
    )


def with_cases(rows: CaseFile, opener: Opener, articles: Path | None = None) -> Topic:
    """Open the product on `articles`, which `rows` ask about; None is the packaged ones, whatever `rows` say."""
    fresh = opener(articles)
    assistant = remembering(fresh)
    known = assistant.retriever.articles
    digest = hashlib.sha256("\0".join(f"{key}\0{article.text}" for key, article in known.items()).encode())
    return Topic(
        name=rows.corpus,
        split=rows.split,
        assistant=assistant,
        fresh=fresh,
        nli=RememberedNli(LazyNli(), _memory()),
        cases=tuple(located(rows, known)),
        pairs=located_pairs(rows.pairs, known),
        digest=digest.hexdigest(),
    )


def remembering(fresh: Assistant) -> Assistant:
    """Return `fresh` with models that are asked about each pair once, in this run or an earlier one."""
    relevance = RememberedRelevance(fresh.relevance, _memory())
    return replace(fresh, relevance=relevance, rivals=RememberedRivals(fresh.rivals, _memory()))


def _memory() -> Memory:
    return Memory(default_cache() / "eval" / "said.sqlite")
