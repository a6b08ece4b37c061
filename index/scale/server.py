"""One PostgreSQL server, or several that hold the same: connections, tries, and errors that tell no password."""

import re
import time
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from queue import Empty, LifoQueue
from typing import Any, TypeAlias

import psycopg
from pgvector.psycopg import register_vector
from psycopg.conninfo import conninfo_to_dict

from crosscheck.index.errors import StoreError

__all__ = ["GENERATION", "Connection", "Server"]

GENERATION = re.compile(r"crosscheck_[0-9a-f]{12}")
"""Name of the schema that one complete index lies in."""

Connection: TypeAlias = psycopg.Connection[tuple[Any, ...]]

_WAITS = (0.0, 0.1, 0.4, 1.0, 2.0)  # seconds before each further try: a standby is promoted in the meantime
_SECONDS = 5  # to reach one host, unless the address says
# Of the candidates that the graph is walked for; with fewer than are asked for it walks on.
_SETTINGS = "SET hnsw.ef_search = 200; SET hnsw.iterative_scan = relaxed_order"


class Server:
    """Asks whatever server of `address` answers. Any number of threads may share one.

    `address` is one for PostgreSQL, `postgresql://a,b/name?target_session_attrs=prefer-standby`, say.
    """

    def __init__(self, address: str) -> None:
        """Connect to nothing yet; raises StoreError for an address that PostgreSQL does not understand."""
        try:
            parts = conninfo_to_dict(address)
        except psycopg.ProgrammingError:  # its message repeats the address
            raise StoreError("the address of the database cannot be read: see docs/scaling.md") from None
        self.shown = _shown(parts)
        self._address = address
        self._answered = False  # once it has, it is worth waiting for
        self._idle: LifoQueue[Connection] = LifoQueue()
        weakref.finalize(self, _close, self._idle)

    def rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Return what `query` finds; asked again of another connection, or host, when one is lost.

        Raises StoreError when no host answers.
        """
        for wait in _WAITS if self._answered else _WAITS[:1]:
            time.sleep(wait)
            try:
                with self._reading() as connection:
                    found = connection.execute(query.encode(), parameters, binary=True).fetchall()
                self._answered = True
                return found
            except psycopg.OperationalError as error:
                lost = error
            except psycopg.Error as error:
                raise _failure(self.shown, error) from error
        raise _failure(self.shown, lost) from lost

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction on the one server that takes writes; raises StoreError when that fails.

        What happens inside is kept as a whole or not at all.
        """
        try:
            with self._connected(target_session_attrs="read-write") as connection:
                connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
                register_vector(connection)
                yield connection
        except psycopg.Error as error:
            raise _failure(self.shown, error) from error

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            connection = self._idle.get_nowait()
        except Empty:
            connection = self._opened()
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        self._idle.put(connection)

    def _opened(self) -> Connection:
        connection = self._connected(autocommit=True)
        try:
            connection.execute(_SETTINGS)
            with suppress(psycopg.ProgrammingError):  # nothing was published here, which the first question tells
                register_vector(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _connected(self, **options: Any) -> Connection:
        given = conninfo_to_dict(self._address)
        defaults: dict[str, Any] = {"connect_timeout": _SECONDS, "application_name": "crosscheck"}
        return psycopg.connect(**defaults | given | options)


def _close(idle: "LifoQueue[Connection]") -> None:
    while not idle.empty():
        idle.get_nowait().close()


def _failure(shown: str, error: psycopg.Error) -> StoreError:
    """Return `error` as one line that names the database."""
    if isinstance(error, psycopg.errors.UndefinedTable):
        return StoreError(f"the database {shown} has replaced this index more than once: open it again")
    lines: Sequence[str] = str(error).strip().splitlines() or [type(error).__name__]
    return StoreError(f"the database {shown}: {lines[0]}")


def _shown(parts: dict[str, Any]) -> str:
    """Return an address as people may see it: hosts and the name, no user and no password."""
    hosts = str(parts.get("host") or parts.get("hostaddr") or "localhost").split(",")
    ports = str(parts.get("port") or "").split(",")
    ports = ports if len(ports) == len(hosts) else ports[:1] * len(hosts)
    places = [f"{host}:{port}" if port else host for host, port in zip(hosts, ports, strict=True)]
    return f"{','.join(places)}/{parts.get('dbname') or ''}"
