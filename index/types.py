"""The records that pass between the stages. Data only: no stage's logic lives here."""

from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = [
    "Article",
    "Disagreement",
    "FloatMatrix",
    "FloatVector",
    "Hit",
    "Kind",
    "Opinion",
    "Passage",
    "Rows",
    "Sentence",
    "Side",
    "Vectors",
]

FloatVector: TypeAlias = npt.NDArray[np.float32]  # (n,)
FloatMatrix: TypeAlias = npt.NDArray[np.float32]  # (n, d)

Rows: TypeAlias = npt.NDArray[np.int64]  # (n,) or (n, k)

Kind: TypeAlias = Literal["number", "date", "entity", "negation", "opinion"]


@dataclass(frozen=True, slots=True)
class Article:
    """One source file. Every offset in Crosscheck is a character offset into `text`."""

    id: str  # the file's stem, unique in its folder
    text: str
    title: str
    date: str | None = None  # ISO 8601, as precise as the source gives it: "2019-10-31", "2019"
    author: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """The unit of citing and comparing: `article.text[start:end] == text`."""

    article: str
    start: int
    end: int
    text: str
    headings: tuple[str, ...] = ()  # outermost first
    is_heading: bool = False  # headings give context and are never cited as an answer


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of retrieval, made of whole sentences: `article.text[start:end] == text`."""

    article: str
    start: int
    end: int
    text: str
    headings: tuple[str, ...] = ()  # those in force where the passage starts, outermost first


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found."""

    passage: Passage
    score: float  # 0 to 1, comparable within one search only
    rank: int  # 1 is the best


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two sentences of a disagreement, with where it stands."""

    article: str
    title: str
    date: str | None
    quote: str
    start: int
    end: int
    articles: int = 1  # how many articles say so, this one included


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a language model thinks of a pair of sentences: no part of what Crosscheck itself finds."""

    model: str
    disagree: bool  # whether it thinks that they do
    alone: bool = False  # whether Crosscheck's own models do not think so

    @property
    def note(self) -> str:
        """What a reader has to know of it, one sentence."""
        if self.alone:
            return f"Only the language model {self.model} thinks that these disagree."
        thinks = "thinks so too" if self.disagree else "sees no disagreement here"
        return f"The language model {self.model} {thinks}."


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two sentences that cannot both be wholly true, or that a reader would want side by side."""

    kind: Kind
    score: float  # 0 to 1: how sure Crosscheck is
    topic: str
    sides: tuple[Side, Side]
    note: str = ""  # what to know of the sources: dates that differ, or both in one article
    opinion: Opinion | None = None  # of a language model, where one was asked when the index was built

    @property
    def notes(self) -> list[str]:
        """What a reader has to know besides the two sides."""
        return [note for note in (self.note, self.opinion.note if self.opinion else "") if note]


class Vectors(Protocol):
    """Vectors by row, of unit length, that can be searched: an index of FAISS, or a table of PostgreSQL."""

    @property
    def d(self) -> int:
        """The numbers in each."""

    @property
    def ntotal(self) -> int:
        """How many there are."""

    def search(self, queries: FloatMatrix, k: int, /) -> tuple[FloatMatrix, Rows]:
        """Return the cosines and the rows, `(n, k)` each, of the nearest to each of `(n, d)`; row -1: no more."""

    def reconstruct(self, row: int, /) -> FloatVector:
        """Return the vector of a row."""

    def reconstruct_n(self, first: int, count: int, /) -> FloatMatrix:
        """Return those of `count` rows from `first` on."""

    def reconstruct_batch(self, rows: Rows, /) -> FloatMatrix:
        """Return those of `rows`, in their order."""
