"""Cases with their quotes found in the articles: what metrics work on."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crosscheck.evals.convert import read_json
from crosscheck.evals.schema import CaseFile, CaseRow, GoldError, Quote, load
from crosscheck.index.types import Article

__all__ = [
    "Case",
    "GoldError",
    "Span",
    "locate",
    "located",
    "places",
    "read",
    "spans",
]

_CARRIED = 0.5  # of the shorter of two spans
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


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

    def carries(self, quote: "Span") -> bool:
        """Say whether the two have at least half of the shorter in common: then this one carries the quote."""
        return self.overlap(quote) >= _CARRIED


@dataclass(frozen=True, slots=True)
class Case:
    """A question to ask and what a right answer is."""

    question: str
    history: tuple[str, ...]  # earlier questions of the conversation, oldest first
    groups: tuple[tuple[Span, ...], ...]  # all are needed, of each one span; empty when the articles do not answer
    must_include: tuple[tuple[str, ...], ...]  # of each group, one alternative belongs in the answer
    also_right: tuple[Span, ...] = ()  # right to cite, not required: sides of disagreements about the question
    id: str = ""
    type: str = "answerable"
    kind: str = ""  # of an unanswerable case: in which way
    standalone: str = ""  # a follow-up with everything filled in
    may_include: tuple[tuple[str, ...], ...] = ()
    must_not_include: tuple[str, ...] = ()
    items: tuple[tuple[str, ...], ...] = ()  # of a list case: the aliases of each thing to name
    distractors: tuple[str, ...] = ()
    warned: bool | None = False  # whether a warning is to come; None: either is right
    pairs: tuple[str, ...] = ()  # disagreements of which one is to be shown
    allowed: tuple[str, ...] = ()  # those that may be shown besides
    contrast_of: str = ""  # id of its answerable twin

    @property
    def answerable(self) -> bool:
        """Say whether the articles answer."""
        return bool(self.groups)

    @property
    def evidence(self) -> tuple[Span, ...]:
        """Every sentence that answers."""
        return tuple(span for group in self.groups for span in group)


def read(path: Path) -> CaseFile:
    """Read a file of cases, YAML or as JSON in the shape of `convert`. Raises GoldError when it cannot be used."""
    return read_json(path) if path.suffix.lower() == ".json" else load(path)


def located(rows: CaseFile, articles: Mapping[str, Article]) -> list[Case]:
    """Return the cases of `rows` with their quotes found in `articles`; raises GoldError when one is not there."""
    sides = {pair.id: (*pair.ones, *pair.others) for pair in rows.pairs}
    return [_case(row, sides, articles) for row in rows.cases]


def _case(row: CaseRow, sides: Mapping[str, Sequence[Quote]], articles: Mapping[str, Article]) -> Case:
    about = [key for key in (*row.disagreement.pairs, *row.disagreement.allowed) if key in sides]
    return Case(
        question=row.question,
        history=tuple(row.turns),
        groups=tuple(spans(group, articles) for group in row.evidence),
        must_include=_tuples(row.must_include),
        also_right=spans([*row.also_ok, *(quote for key in about for quote in sides[key])], articles),
        id=row.id,
        type=row.type,
        kind=row.kind or "",
        standalone=row.standalone_question,
        may_include=_tuples(row.may_include),
        must_not_include=tuple(row.must_not_include),
        items=tuple(tuple(item.aliases) for item in row.items),
        distractors=tuple(row.distractors),
        warned=row.disagreement.expected,
        pairs=tuple(row.disagreement.pairs),
        allowed=tuple(row.disagreement.allowed),
        contrast_of=row.contrast_of or "",
    )


def _tuples(groups: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group) for group in groups)


def spans(quotes: Sequence[Quote], articles: Mapping[str, Article]) -> tuple[Span, ...]:
    """Return where `quotes` stand; raises GoldError when one does not."""
    return tuple(_span(quote, articles) for quote in quotes)


def _span(quote: Quote, articles: Mapping[str, Article]) -> Span:
    if quote.article not in articles:
        raise GoldError(f"there is no article {quote.article!r}: a quote names the id of its article")
    return locate(quote.quote, articles[quote.article], quote.occurrence or 1)


def locate(quote: str, article: Article, occurrence: int = 1) -> Span:
    """Return where `quote` stands in `article`, whatever the white space, marks and letter case.

    Raises GoldError when it does not, or not as often as `occurrence` says.
    """
    for number, span in enumerate(places(quote, article), start=1):
        if number == occurrence:
            return span
    raise GoldError(f"{article.id} does not contain the quote {quote[:80]!r}")


def places(quote: str, article: Article) -> Iterator[Span]:
    """Return every place at which `quote` stands in `article`, in order."""
    found = [(match[0].lower(), match.start(), match.end()) for match in _WORD.finditer(article.text)]
    words = [match[0].lower() for match in _WORD.finditer(quote)]
    text = [word for word, _, _ in found]
    for i in range(len(text) - len(words) + 1):
        if words and text[i] == words[0] and text[i : i + len(words)] == words:
            yield Span(article.id, found[i][1], found[i + len(words) - 1][2])
