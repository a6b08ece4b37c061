"""An index that lies in PostgreSQL, read as it is asked for: only what was read last is in memory.

Vectors are searched by pgvector; everything else is looked up by primary key.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from crosscheck.index.compare.opinions import Opinions
from crosscheck.index.compare.pairs import Pair, Verdict
from crosscheck.index.errors import IndexCorrupt, IndexIncompatible, StoreError
from crosscheck.index.index import Index
from crosscheck.index.load import FORMAT, Stamp
from crosscheck.index.scale.lookups import Articles, Found, Numbered, Query, Table, Words
from crosscheck.index.scale.server import GENERATION, Server
from crosscheck.index.types import Article, Passage, Sentence

__all__ = ["Published"]

_SPAN = 'article, start, "end", headings'
_SENTENCE = f"{_SPAN}, is_heading"
_VERDICT = "contradicts, contradicts_back, entails, entails_back"
_PAIR = f"first, second, {_VERDICT}, cosine, score, support, kind, topic, shown"

Span = TypeVar("Span", Sentence, Passage)


class Published:
    """The index that is in force in a database."""

    def __init__(self, address: str) -> None:
        """Connect to nothing yet."""
        self._server = Server(address)

    def stamp(self) -> Stamp:
        """Return what the generation in force was made from; raises StoreError when there is none."""
        return Stamp(**self._force()[1]["stamp"])

    def load(self) -> tuple[Index, Stamp]:
        """Return the index in force, which stays as it is whatever is published later, and its stamp.

        Raises StoreError when there is none or no host answers.
        """
        generation, about = self._force()
        return _index(self._server, generation, about), Stamp(**about["stamp"])

    def _force(self) -> tuple[str, dict[str, Any]]:
        found = self._server.rows("SELECT to_regclass('crosscheck.force') IS NOT NULL")
        rows = self._server.rows("SELECT generation, about FROM crosscheck.force") if found[0][0] else []
        if not rows:
            raise StoreError(f"no index in the database {self._server.shown}: run `crosscheck publish`")
        generation, about = rows[0]
        version, where = about["stamp"].get("format"), f"the index in {self._server.shown}"
        if version != FORMAT:
            raise IndexIncompatible(f"{where} has format {version}, this program reads {FORMAT}: publish it again")
        if not GENERATION.fullmatch(generation):
            raise IndexCorrupt(f"{where} has no valid name: publish it again")
        return generation, about


def _index(server: Server, generation: str, about: dict[str, Any]) -> Index:
    def ask(query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        return server.rows(query.format(g=generation), *parameters)

    counts, stamp, opinions = about["counts"], Stamp(**about["stamp"]), about["opinions"]
    articles = Articles(ask, counts["articles"])
    return _Index(
        articles=articles,
        sentences=Numbered(ask, "sentences", _SENTENCE, counts["sentences"], _spans(Sentence, articles)),
        passages=Numbered(ask, "passages", _SPAN, counts["passages"], _spans(Passage, articles)),
        sentence_vectors=Table(ask, "sentences", about["dimensions"], counts["sentences"]),
        passage_vectors=Table(ask, "passages", about["dimensions"], counts["passages"]),
        words=Words(ask, counts["passages"]),
        encoder=stamp.encoder,
        pairs=Numbered(ask, "pairs", _PAIR, counts["pairs"], _pair),
        judge=about["judge"],
        opinions=Opinions(
            **opinions | {"disagree": {(one, two): said is True for one, two, said in opinions["disagree"]}}
        ),
        ask=ask,
    )


@dataclass(frozen=True)
class _Index(Index):
    """An index whose look-ups are questions to the database."""

    ask: Query = field(default=lambda query, *_: [], kw_only=True)

    @cached_property
    def first_sentence(self) -> Mapping[tuple[str, int], int]:
        query = 'SELECT "row" FROM {g}.sentences WHERE article = %s AND start = %s'
        return Found(lambda key: self.ask(query, *key))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(word for (word,) in self.ask("SELECT word FROM {g}.vocabulary"))

    @cached_property
    def passage_of(self) -> Sequence[int]:
        return Numbered(self.ask, "sentences", "passage", len(self.sentences), lambda row: int(row[0]))

    def passages_of(self, rows: Sequence[int]) -> Sequence[int]:
        query = 'SELECT "row", passage FROM {g}.sentences WHERE "row" = ANY(%s)'
        passage: dict[int, int] = dict(self.ask(query, list(rows)))
        return [passage[row] for row in rows]

    @cached_property
    def pairs_of(self) -> Mapping[int, Sequence[Pair]]:
        query = f'SELECT {_PAIR} FROM {{g}}.pairs WHERE first = %s OR second = %s ORDER BY "row"'
        return Found(lambda row: [(tuple(map(_pair, self.ask(query, row, row))),)])


def _pair(row: tuple[Any, ...]) -> Pair:
    first, second, *verdict = row[:6]
    return Pair(first, second, Verdict(*verdict), *row[6:])


def _spans(kind: type[Span], articles: Mapping[str, Article]) -> Callable[[tuple[Any, ...]], Span]:
    """Return what makes sentences or passages; their text is cut anew from the article, as it is from a file."""

    def span(row: tuple[Any, ...]) -> Span:
        article, start, end, headings, *more = row
        return kind(article, start, end, articles[article].text[start:end], tuple(headings), *more)

    return span
