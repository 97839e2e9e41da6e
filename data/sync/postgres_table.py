"""One table or view of a database, looked up in the catalogue: what it has, its rows as CSV, its largest cursor."""

import hashlib
from collections.abc import Callable

import psycopg
from psycopg import sql

from data.errors import UnknownName
from data.joined import columns_read
from data.mapping import Mapping
from data.sync.settings import PostgresFeed
from data.words import Text

Line = bytes | bytearray | memoryview
TIMES = ("timestamp with time zone", "timestamp without time zone", "date")
AS_TEXT = {
    "boolean": sql.SQL("CAST({0} AS text)"),  # true and false; COPY would write t and f
    "interval": sql.SQL("EXTRACT(EPOCH FROM {0})"),  # seconds
    "money": sql.SQL("CAST({0} AS numeric)"),  # without the sign of the server's currency
}
"""Types whose usual text no mapping would expect."""

RELATION = """
SELECT c.oid, n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname = %(name)s
AND (n.nspname = %(schema)s OR %(schema)s = '' AND pg_catalog.pg_table_is_visible(c.oid))"""
RELATIONS = """
SELECT n.nspname || '.' || c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
ORDER BY 1 LIMIT 10000"""
COLUMNS = """
SELECT a.attname, coalesce(nullif(t.typbasetype, 0), t.oid)::regtype::text
FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
WHERE a.attrelid = %s AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"""


class Table:
    """The table or view of a feed, looked up in the catalogue."""

    def __init__(self, cursor: psycopg.Cursor, feed: PostgresFeed) -> None:
        self.cursor, self.feed = cursor, feed
        schema, _, name = feed.table.partition(".") if "." in feed.table else ("", "", feed.table)
        found = cursor.execute(RELATION, {"schema": schema, "name": name}).fetchone()
        if found is None:
            names = [str(one) for (one,) in cursor.execute(RELATIONS).fetchall()]
            raise UnknownName(Text("table or view", "表或视图"), feed.table, names)
        self.name = sql.Identifier(found[1], found[2])
        self.types: dict[str, str] = dict(cursor.execute(COLUMNS, [found[0]]).fetchall())
        if feed.cursor not in self.types:
            raise UnknownName(_column_of(feed), feed.cursor, self.types)
        self.by = sql.Identifier("rows_read", feed.cursor)

    def wanted(self, mapping: Mapping) -> list[str]:
        """The columns the mapping reads; no other leaves the database. Raises UnknownName when one is not there."""
        if any(cell.row == "content" for cell in mapping.cells):
            return list(self.types)
        spelt = {name.strip().lower(): name for name in reversed(self.types)}
        for cell in mapping.cells:
            if cell.source and not mapping.lenient and not any(name.strip().lower() in spelt for name in cell.source):
                raise UnknownName(_column_of(self.feed), cell.source[0], self.types)
        used = {name.strip().lower() for name in columns_read(mapping)}
        return [name for name in self.types if name.strip().lower() in used] or list(self.types)

    def copy(self, columns: list[str], last: str | None, write: Callable[[Line], object]) -> tuple[int, str]:
        """Hand the rows since `last`, oldest first, to `write` as lines of CSV: their number, and a digest of their content."""
        shown = [
            sql.SQL("{} AS {}").format(
                AS_TEXT.get(self.types[name], sql.SQL("{0}")).format(sql.Identifier("rows_read", name)),
                sql.Identifier(name),
            )
            for name in columns
        ]
        # COPY takes no bound values: the literal is quoted by the driver
        statement = sql.SQL(
            "COPY (SELECT {columns} FROM {table} AS rows_read WHERE {by} >= {since} OR {by} IS NULL OR {all_rows}"
            " ORDER BY {by} NULLS FIRST) TO STDOUT (FORMAT csv, HEADER, ENCODING 'UTF8')"
        ).format(
            columns=sql.SQL(", ").join(shown), table=self.name, by=self.by, since=sql.Literal(self._since(last)),
            all_rows=sql.Literal(last is None),
        )  # fmt: skip
        total = 0
        with self.cursor.copy(statement) as lines:
            for line in lines:
                write(line)
                # a sum, since rows of one moment have no order among themselves
                total = (total + int.from_bytes(hashlib.sha256(line).digest())) % (1 << 256)
        return self.cursor.rowcount, f"{total:064x}"

    def newest(self, last: str | None) -> str | None:
        """The largest cursor now; a moment further ahead than tomorrow is a mistake that would hide all rows after it."""
        sane = sql.SQL("{by} <= now() + interval '1 day'") if self._is_time else sql.SQL("true")
        statement = sql.SQL(
            "SELECT CAST({by} AS text) FROM {table} AS rows_read"
            " WHERE {by} IS NOT NULL AND ({all_rows} OR {by} >= {last}) AND {sane} ORDER BY {by} DESC LIMIT 1"
        ).format(
            by=self.by, table=self.name, all_rows=sql.Literal(last is None), last=sql.Literal(last),
            sane=sane.format(by=self.by),
        )  # fmt: skip
        found = self.cursor.execute(statement).fetchone()
        return last if found is None else str(found[0])

    @property
    def _is_time(self) -> bool:
        return self.types[self.feed.cursor] in TIMES

    def _since(self, last: str | None) -> str | None:
        """The cursor from which rows are read again."""
        if last is None or not self._is_time:
            return last
        earlier = self.cursor.execute(
            "SELECT CAST(CAST(%s AS timestamptz) - make_interval(secs => %s) AS text)",
            [last, self.feed.overlap_seconds],
        ).fetchone()
        return str(earlier[0]) if earlier else last


def _column_of(feed: PostgresFeed) -> Text:
    return Text(f"column of {feed.table}", f"{feed.table} 字段")
