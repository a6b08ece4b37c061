"""How an index lies in PostgreSQL, and how it gets there.

    crosscheck.force              one row: the generation in force, and what it was made from
    crosscheck_<12 hex>.*         one complete index, the tables below; written once and then only read

A generation is written, and put in force, in one transaction: nobody ever sees a part of one,
not on a standby either. The one before it is kept for those who are reading it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any, cast
from uuid import uuid4

import numpy as np
from pgvector import HalfVector
from psycopg.types.json import Jsonb

from crosscheck.index.bm25 import BM25
from crosscheck.index.compare.pairs import Pair
from crosscheck.index.errors import IndexBusy
from crosscheck.index.index import Index, Progress, silent
from crosscheck.index.load import Stamp
from crosscheck.index.scale.server import Connection, Server
from crosscheck.index.types import Vectors

__all__ = ["publish"]

_BLOCK = 1024  # rows between two reports of progress
_LOCK = 0x63726F7373  # "cross": one publisher at a time

_COMMON = """
CREATE SCHEMA IF NOT EXISTS crosscheck;
CREATE TABLE IF NOT EXISTS crosscheck.force (
    lone boolean PRIMARY KEY DEFAULT true CHECK (lone),
    generation text NOT NULL, previous text, about jsonb NOT NULL
);
"""
_TABLES = """
CREATE SCHEMA {g};
CREATE TABLE {g}.articles (
    id text COLLATE "C" PRIMARY KEY, text text NOT NULL, title text NOT NULL, date text, author text, url text
);
CREATE TABLE {g}.sentences (
    "row" int PRIMARY KEY, article text COLLATE "C" NOT NULL, start int NOT NULL, "end" int NOT NULL,
    headings text[] NOT NULL, is_heading boolean NOT NULL, passage int NOT NULL, vector halfvec({d}) NOT NULL
);
CREATE TABLE {g}.passages (
    "row" int PRIMARY KEY, article text COLLATE "C" NOT NULL, start int NOT NULL, "end" int NOT NULL,
    headings text[] NOT NULL, vector halfvec({d}) NOT NULL
);
CREATE TABLE {g}.pairs (
    "row" int PRIMARY KEY, first int NOT NULL, second int NOT NULL,
    contradicts float8 NOT NULL, contradicts_back float8 NOT NULL,
    entails float8 NOT NULL, entails_back float8 NOT NULL,
    cosine float8 NOT NULL, score float8 NOT NULL, support float8 NOT NULL,
    kind text NOT NULL, topic text NOT NULL, shown int8 NOT NULL
);
CREATE TABLE {g}.terms (
    term text COLLATE "C" PRIMARY KEY, passages int NOT NULL, "rows" bytea NOT NULL, scores bytea NOT NULL
);
ALTER TABLE {g}.terms ALTER "rows" SET STORAGE EXTERNAL, ALTER scores SET STORAGE EXTERNAL;
CREATE TABLE {g}.vocabulary (word text COLLATE "C" PRIMARY KEY);
"""
_INDEXES = (
    "CREATE UNIQUE INDEX ON {g}.sentences (article, start)",
    "CREATE INDEX ON {g}.pairs (first)",
    "CREATE INDEX ON {g}.pairs (second)",
    "CREATE INDEX ON {g}.passages USING hnsw (vector halfvec_ip_ops)",
    "CREATE INDEX ON {g}.sentences USING hnsw (vector halfvec_ip_ops)",
)
_TYPES = {
    "articles": ("text",) * 6,
    "sentences": ("int4", "text", "int4", "int4", "text[]", "bool", "int4", "halfvec"),
    "passages": ("int4", "text", "int4", "int4", "text[]", "halfvec"),
    "pairs": ("int4", "int4", "int4", *("float8",) * 7, "text", "text", "int8"),
    "terms": ("text", "int4", "bytea", "bytea"),
    "vocabulary": ("text",),
}


def publish(index: Index, stamp: Stamp, address: str, progress: Progress = silent) -> None:
    """Write `index` to the database at `address` as a new generation, and put that in force.

    Raises StoreError when the database cannot be reached or refuses, IndexBusy while another one publishes there;
    the generation in force then stays.
    """
    generation = f"crosscheck_{uuid4().hex[:12]}"
    tables = _contents(index, cast(BM25, index.words))
    with Server(address).writing() as connection:
        if connection.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK]).fetchone() != (True,):
            raise IndexBusy("another process is publishing to this database: try again when it is done")
        connection.execute(_COMMON)
        connection.execute(_TABLES.format(g=generation, d=index.passage_vectors.d).encode())
        steps = len(tables) + len(_INDEXES)
        for done, (name, rows) in enumerate(tables.items(), start=1):
            _copy(connection, f"{generation}.{name}", _TYPES[name], rows)
            progress("Publishing", done, steps)
        for done, command in enumerate(_INDEXES, start=len(tables) + 1):
            connection.execute(command.format(g=generation).encode())
            progress("Publishing", done, steps)
        _switch(connection, generation, _about(index, stamp))


def _contents(index: Index, words: BM25) -> dict[str, Iterable[tuple[Any, ...]]]:
    """Return the rows of each table, made while they are sent."""
    return {
        "articles": ((a.id, a.text, a.title, a.date, a.author, a.url) for a in index.articles.values()),
        "sentences": (
            (row, s.article, s.start, s.end, list(s.headings), s.is_heading, passage, vector)
            for row, (s, passage, vector) in enumerate(
                zip(index.sentences, index.passage_of, _halves(index.sentence_vectors), strict=True)
            )
        ),
        "passages": (
            (row, p.article, p.start, p.end, list(p.headings), vector)
            for row, (p, vector) in enumerate(zip(index.passages, _halves(index.passage_vectors), strict=True))
        ),
        "pairs": (
            (row, p.first, p.second, *_numbers(p), p.kind, p.topic, p.shown) for row, p in enumerate(index.pairs)
        ),
        "terms": (
            (term, len(rows), rows.astype("<i4").tobytes(), scores.astype("<f4").tobytes())
            for term in words.vocab_dict
            for rows, scores in [words.column(term)]
        ),
        "vocabulary": ((word,) for word in sorted(index.vocabulary)),
    }


def _numbers(pair: Pair) -> tuple[float, ...]:
    return (*asdict(pair.verdict).values(), pair.cosine, pair.score, pair.support)


def _halves(vectors: Vectors) -> Iterator[HalfVector]:
    for start in range(0, vectors.ntotal, _BLOCK):
        block = vectors.reconstruct_n(start, min(_BLOCK, vectors.ntotal - start))
        yield from map(HalfVector, block.astype(np.float16))


def _copy(connection: Connection, table: str, types: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} FROM STDIN WITH (FORMAT BINARY)".encode()) as copy,
    ):
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)
    connection.execute(f"ANALYZE {table}".encode())


def _about(index: Index, stamp: Stamp) -> dict[str, Any]:
    counts = ("articles", "sentences", "passages", "pairs")
    opinions = asdict(index.opinions)
    opinions["disagree"] = [[*rows, said] for rows, said in sorted(index.opinions.disagree.items())]
    return {
        "stamp": asdict(stamp),
        "counts": {name: len(getattr(index, name)) for name in counts},
        "dimensions": index.passage_vectors.d,
        "judge": index.judge,
        "opinions": opinions,
    }


def _switch(connection: Connection, generation: str, about: dict[str, Any]) -> None:
    connection.execute(
        "INSERT INTO crosscheck.force (generation, about) VALUES (%s, %s) ON CONFLICT (lone) DO UPDATE SET "
        "previous = crosscheck.force.generation, generation = excluded.generation, about = excluded.about",
        (generation, Jsonb(about)),
    )
    kept = connection.execute("SELECT generation, previous FROM crosscheck.force").fetchone() or ()
    there = connection.execute("SELECT nspname FROM pg_namespace WHERE nspname ~ '^crosscheck_[0-9a-f]{12}$'")
    for (old,) in there.fetchall():
        if old not in kept:
            connection.execute(f"DROP SCHEMA {old} CASCADE".encode())
