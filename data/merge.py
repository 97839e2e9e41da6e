"""Candidate rows → the rows of a source, with every record read counted once.

A record is *accepted* when it brings a new key, *updated* when it changes a known row, *duplicate* when it brings
nothing new. Records are counted as if they came one after the other; a whole import that leaves a row as it was
counts all of that row's records as duplicates, so importing a file twice changes nothing.
"""

from dataclasses import dataclass

import duckdb

from data.mapping import Mapping


@dataclass(frozen=True)
class Counts:
    """How the records of an import ended; read = accepted + updated + duplicate + rejected."""

    read: int
    accepted: int
    updated: int
    duplicate: int
    rejected: int

    @property
    def changes(self) -> bool:
        """Whether the rows differ from before."""
        return self.accepted + self.updated > 0


def merge(connection: duckdb.DuckDBPyConnection, mapping: Mapping, target: str, read: int, misfits: int) -> Counts:
    """Merge `candidate` into the table `target`. Columns the mapping does not fill keep their stored value."""
    key = ", ".join(mapping.contract.key)
    firsts = {cell.column for cell in mapping.cells if cell.first is not None}
    merged = ", ".join(_merged(column.name, mapping, firsts) for column in mapping.contract.columns)
    same = " AND ".join(f"{_incoming(name, firsts)} IS NOT DISTINCT FROM old.{name}" for name in mapping.columns)
    on = " AND ".join(f"new.{name} = old.{name}" for name in mapping.contract.key)
    is_known = f"old.{mapping.contract.key[0]} IS NOT NULL"
    connection.execute(
        f"CREATE TABLE delta AS SELECT {merged}, new.__n, new.__changes, {is_known} AS __known,"
        f" {is_known} AND {same} AS __same FROM candidate new LEFT JOIN {target} old ON {on}"
        " WHERE new.__reason IS NULL"
    )
    counts = _count(connection, read, misfits)
    if counts.changes:
        columns = ", ".join(column.name for column in mapping.contract.columns)
        connection.execute(
            f"DELETE FROM {target} WHERE ({key}) IN (SELECT ({key}) FROM delta WHERE __known AND NOT __same)"
            if len(mapping.contract.key) == 1
            else f"DELETE FROM {target} old USING delta new WHERE {on} AND new.__known AND NOT new.__same"
        )
        connection.execute(f"INSERT INTO {target} ({columns}) SELECT {columns} FROM delta WHERE NOT __same")
    return counts


def _incoming(name: str, firsts: set[str]) -> str:
    """A `first` moment of an event log never gets later: the log's beginning may be in an earlier import."""
    return f"coalesce(least(new.{name}, old.{name}), new.{name}, old.{name})" if name in firsts else f"new.{name}"


def _merged(name: str, mapping: Mapping, firsts: set[str]) -> str:
    return f"{_incoming(name, firsts) if name in mapping.columns else f'old.{name}'} AS {name}"


def _count(connection: duckdb.DuckDBPyConnection, read: int, misfits: int) -> Counts:
    """New key: 1 accepted, then its changes. Known and unchanged: all duplicates. Known and changed: at least 1."""
    row = connection.execute(
        "SELECT count(*) FILTER (WHERE NOT __known),"
        " coalesce(sum(CASE WHEN NOT __known THEN __changes WHEN NOT __same THEN greatest(__changes, 1) ELSE 0 END), 0),"
        " coalesce(sum(__n), 0) FROM delta"
    ).fetchone()
    accepted, updated, good = (int(value) for value in row) if row else (0, 0, 0)
    return Counts(read + misfits, accepted, updated, good - accepted - updated, read + misfits - good)
