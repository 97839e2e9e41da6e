"""The first rows of a source: the typed records become its table as they stand, since a copy costs as much as reading.

Nothing is known yet, so no row can differ from what is known; where a key occurs several times, the last record stays.
"""

import duckdb

from data.folding import find_repeated, last_of_repeated
from data.mapping import Mapping
from data.merge import Counts

INCOMING = "rows.incoming"
BESIDES = ("__file", "__row", "__order", "__screened", "__defect")
"""What `typed` has besides the contract's columns."""


def is_first(connection: duckdb.DuckDBPyConnection, mapping: Mapping) -> bool:
    """Whether the table of the mapping's source is empty, and a record is a row and not an event of one."""
    empty = connection.execute(f"SELECT count(*) FROM rows.{mapping.contract.name}").fetchone() == (0,)
    return empty and mapping.fold is None


def compare_among_themselves(
    connection: duckdb.DuckDBPyConnection, mapping: Mapping, read: int, misfits: int
) -> Counts:
    """Create `latest`, the records that count of keys that occur several times; returns how every record ended."""
    if find_repeated(connection, mapping):
        select = last_of_repeated(mapping, ["__id"])
        connection.execute(f"CREATE TABLE latest AS SELECT __id, __n, __changes FROM ({select})")
    else:
        connection.execute("CREATE TABLE latest (__id BIGINT, __n BIGINT, __changes BIGINT)")
    row = connection.execute(
        "SELECT (SELECT count(*) FROM good), coalesce(sum(__n - 1), 0), coalesce(sum(__changes), 0) FROM latest"
    ).fetchone()
    good, more, updated = (int(value) for value in row) if row else (0, 0, 0)
    return Counts(read + misfits, good - more, updated, more - updated, read + misfits - good)


def take_over(connection: duckdb.DuckDBPyConnection, mapping: Mapping, counts: Counts) -> None:
    """Make the good records of `typed` the table of their source; `delta` then shows what has come in."""
    source, key = mapping.contract.name, ", ".join(mapping.contract.key)
    if counts.updated + counts.duplicate:
        connection.execute(
            f"DELETE FROM {INCOMING} WHERE rowid IN"
            f" (SELECT __id FROM good SEMI JOIN repeated USING ({key}) ANTI JOIN latest USING (__id))"
        )
    if counts.rejected:
        connection.execute(f"DELETE FROM {INCOMING} WHERE __defect IS NOT NULL")
    connection.execute(f"DROP VIEW good; DROP VIEW typed; DROP TABLE rows.{source}")
    for column in BESIDES:
        connection.execute(f"ALTER TABLE {INCOMING} DROP COLUMN {column}")
    connection.execute(f"ALTER TABLE {INCOMING} RENAME TO {source}")
    connection.execute(f"CREATE VIEW delta AS SELECT *, CAST(NULL AS VARCHAR) AS __reason FROM rows.{source}")
