"""The answer as a record, and as the JSON of the contract."""

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias

from crosscheck.index.as_json import disagreement_json, hit_json
from crosscheck.index.types import Disagreement, Hit, Side

__all__ = ["Answer", "Citation", "Statement", "Status", "Wording", "disagreement_json", "hit_json", "json_line"]

Status: TypeAlias = Literal["answered", "not_in_sources"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered sentence of an article: `article.text[start:end] == quote`."""

    number: int  # 1, 2, ... in the order in which the answer uses them
    article: str
    title: str
    date: str | None
    quote: str
    start: int
    end: int
    before: str = ""  # the sentence before, where a pronoun in the quote may stand for it; no part of it
    url: str | None = None  # where the article is to be found, if it says so

    def quotes(self, side: Side) -> bool:
        """Whether this is the sentence, or a part of it, that is one side of a disagreement."""
        return self.article == side.article and side.start < self.end and self.start < side.end


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the answer."""

    text: str
    citations: tuple[int, ...]  # numbers of the citations behind it
    articles: int  # how many articles say so
    disputed: bool = False  # whether one of the answer's disagreements is about what it cites


@dataclass(frozen=True, slots=True)
class Wording:
    """What came of asking a language model to put an answer in other words."""

    model: str
    statements: int = 0  # of the answer are in its words: the first ones
    dropped: int = 0  # sentences that it wrote and that their sources do not support
    problem: str = ""  # why it gave nothing, such as "cannot be reached"; empty when it did

    @property
    def note(self) -> str:
        """What a reader has to know of it, one or two sentences."""
        if self.problem:
            return f"The language model {self.model} {self.problem}: these are the articles' own sentences."
        if not self.statements:
            return f"Nothing that {self.model} wrote was supported: these are the articles' own sentences."
        sentences = f"{self.dropped} unsupported {'sentence' if self.dropped == 1 else 'sentences'}"
        left_out = f"; {sentences} left out" if self.dropped else ""
        return f"Put in other words by {self.model} and checked against the sentences cited{left_out}."


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sources say about a question, or that they do not say."""

    question: str
    standalone_question: str  # the question with what a follow-up leaves out filled in
    status: Status
    confidence: float  # 0 to 1: calibrated probability that the sources answer the question
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    hits: tuple[Hit, ...] = ()
    wording: Wording | None = None  # None: no language model was asked

    def to_json(self) -> dict[str, Any]:
        """Return the object of the contract, ready for `json.dumps`."""
        return {
            "question": self.question,
            "standalone_question": self.standalone_question,
            "status": self.status,
            "confidence": round(self.confidence, 4),
            "statements": [
                {
                    "text": s.text,
                    "citations": list(s.citations),
                    "articles": s.articles,
                    "disputed": s.disputed,
                }
                for s in self.statements
            ],
            "citations": [_citation_json(c) for c in self.citations],
            "disagreements": [disagreement_json(d) for d in self.disagreements],
            "passages": [hit_json(h) for h in self.hits],
        } | ({"wording": asdict(self.wording) | {"note": self.wording.note}} if self.wording else {})


def _citation_json(citation: Citation) -> dict[str, Any]:
    return {
        "number": citation.number,
        "article": citation.article,
        "title": citation.title,
        "date": citation.date,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
    }


def json_line(value: object) -> str:
    """Return `value` as JSON that is one line to every reader: some end a line at other characters than ours."""
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
