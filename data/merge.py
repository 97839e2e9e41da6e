"""Candidate rows → the rows of a source, with every record read counted once.

A record is *accepted* when it brings a new key, *updated* when it changes a known row, *duplicate* when it brings
nothing new. Records are counted as if they came one after the other; a whole import that leaves a row as it was
counts all of that row's records as duplicates, so importing a file twice changes nothing.
"""

from dataclasses import dataclass

import duckdb

from data.changed_rows import remember
from data.contracts.model import Column
from data.folding import content
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


def compare(connection: duckdb.DuckDBPyConnection, mapping: Mapping, target: str, *, correct: bool = False) -> None:
    """Create `delta`: each candidate with what the table `target` already knows of it, and the rule it breaks, if any.

    Columns the mapping does not fill keep their stored value; so do columns that hold what was so when the case was
    received, unless `correct`. The rules between columns hold for the row as it will be.
    """
    rows = _Columns(mapping, correct)
    merged = ", ".join(f"{rows.merged(column)} AS {column.name}" for column in mapping.contract.columns)
    same = " AND ".join(
        f"{rows.merged(column)} IS NOT DISTINCT FROM old.{column.name}" for column in mapping.contract.columns
    )
    on = " AND ".join(f"new.{name} = old.{name}" for name in mapping.contract.key)
    known = f"old.{mapping.contract.key[0]} IS NOT NULL"
    first = (
        "true"
        if mapping.fold
        else f"new.__first IS NULL OR new.__first IS DISTINCT FROM {content(mapping.columns, 'old.')}"
    )
    checks = "".join(f" WHEN NOT ({check.sql}) THEN '{check.name}'" for check in mapping.contract.checks)
    connection.execute(
        f"CREATE TABLE delta AS SELECT *, {f'CASE{checks} END' if checks else 'NULL'} AS __reason FROM (SELECT {merged},"
        f" new.__n, new.__changes, {known} AS __known, {known} AND {same} AS __same, ({first})::INTEGER AS __first"
        f" FROM candidate new LEFT JOIN {target} old ON {on})"
    )


def merge(connection: duckdb.DuckDBPyConnection, mapping: Mapping, target: str, read: int, misfits: int) -> Counts:
    """Bring the good rows of `delta` into `target`; returns how every record ended."""
    key = mapping.contract.key
    counts = _count(connection, read, misfits)
    if counts.changes:
        columns = ", ".join(column.name for column in mapping.contract.columns)
        on = " AND ".join(f"new.{name} = old.{name}" for name in key)
        changed = "NOT new.__same AND new.__reason IS NULL"
        remember(connection, mapping.contract, target, changed)
        if counts.updated:
            connection.execute(f"DELETE FROM {target} old USING delta new WHERE {on} AND new.__known AND {changed}")
        connection.execute(f"INSERT INTO {target} ({columns}) SELECT {columns} FROM delta new WHERE {changed}")
    return counts


@dataclass(frozen=True)
class _Columns:
    """What becomes of each column when a candidate meets the row that is known."""

    mapping: Mapping
    correct: bool

    def merged(self, column: Column) -> str:
        """The column's value in the row as it will be, as SQL over `new` and `old`."""
        name = column.name
        if name not in self.mapping.columns:
            return self._relabelled(name) or f"old.{name}"
        if any(cell.column == name and cell.first is not None for cell in self.mapping.cells):
            # a `first` moment of an event log never gets later: the log's beginning may be in an earlier import
            return f"coalesce(least(new.{name}, old.{name}), new.{name}, old.{name})"
        if column.as_received and not self.correct:
            return f"coalesce(old.{name}, new.{name})"
        return f"new.{name}"

    def _relabelled(self, name: str) -> str | None:
        """A column that takes the later value of another one, which keeps what was received."""
        received = next((item for item in self.mapping.contract.columns if item.later == name), None)
        if received is None or received.name not in self.mapping.columns or self.correct:
            return None
        new, old = f"new.{received.name}", f"old.{received.name}"
        return f"CASE WHEN {new} <> {old} THEN {new} ELSE old.{name} END"


def _count(connection: duckdb.DuckDBPyConnection, read: int, misfits: int) -> Counts:
    """New key: 1 accepted, then its changes. Known and unchanged: all duplicates. Else its changes, the first included."""
    row = connection.execute(
        "SELECT count(*) FILTER (WHERE NOT __known),"
        " coalesce(sum(CASE WHEN NOT __known THEN __changes WHEN NOT __same THEN __changes + __first ELSE 0 END), 0),"
        " coalesce(sum(__n), 0) FROM delta WHERE __reason IS NULL"
    ).fetchone()
    accepted, updated, good = (int(value) for value in row) if row else (0, 0, 0)
    return Counts(read + misfits, accepted, updated, good - accepted - updated, read + misfits - good)
