"""A table or view of a PostgreSQL database → a CSV file of the rows since the last run, in one read-only transaction.

Rows whose cursor is the largest one seen come again, and so do those a little older: a transaction may have been
longer on its way than the row that was read before it. They count as duplicates. A row without a cursor comes each time.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
from psycopg import IsolationLevel

from data.mapping import Mapping
from data.readers import Layout
from data.sync.memory import Place
from data.sync.postgres_errors import no_connection, no_variable, translated
from data.sync.postgres_table import Table
from data.sync.settings import PostgresFeed
from data.sync.ways import Way

CONNECT_SECONDS = 10
LAYOUT = Layout(encoding="utf-8", delimiter=",")
SETTINGS = """
SELECT set_config('statement_timeout', %s, true), set_config('TimeZone', 'UTC', true),
set_config('DateStyle', 'ISO, YMD', true)"""


@dataclass(frozen=True)
class Fetched:
    """The rows as read into `path`, the mapping that reads them, and how far the table is read once they are imported."""

    path: Path
    mapping: Mapping
    rows: int
    news: bool
    place: Place


def fetch(feed: PostgresFeed, way: Way, known: Place | None, path: Path) -> Fetched:
    """Read what is new of a feed's table into `path`. Raises ImportRefused or UnknownName with one sentence."""
    begun = Place(feed.table, feed.cursor, way.mark)
    if known is None or (known.table, known.cursor, known.way) != (begun.table, begun.cursor, begun.way):
        known = begun
    with _session(feed) as cursor:
        table = Table(cursor, feed)
        mapping = way.mapping(tuple(table.types))
        columns = table.wanted(mapping)
        with path.open("wb") as file:
            rows, content = table.copy(columns, known.last, file.write)
        last = table.newest(known.last)
        _, again = table.copy(columns, last, lambda _line: None)
    return Fetched(
        path, replace(mapping, layout=LAYOUT), rows, rows > 0 and content != known.again,
        Place(feed.table, feed.cursor, way.mark, last, again),
    )  # fmt: skip


@contextmanager
def _session(feed: PostgresFeed) -> Iterator[psycopg.Cursor]:
    """A cursor in one read-only transaction, in which every question sees the same moment of the database."""
    try:
        connection = psycopg.connect(
            _conninfo(feed), connect_timeout=CONNECT_SECONDS, application_name="kept", client_encoding="UTF8"
        )
    except (psycopg.Error, UnicodeError):
        raise no_connection(feed) from None  # what the driver says may quote the connection, password and all
    with translated(feed), connection:
        connection.read_only, connection.isolation_level = True, IsolationLevel.REPEATABLE_READ
        with connection.cursor() as cursor:
            cursor.execute(SETTINGS, [f"{feed.timeout_seconds}s"])
            yield cursor


def _conninfo(feed: PostgresFeed) -> str:
    if feed.variable is None:
        return psycopg.conninfo.make_conninfo(service=feed.service)
    value = os.environ.get(feed.variable, "").strip()
    if not value:
        raise no_variable(feed)
    return value
