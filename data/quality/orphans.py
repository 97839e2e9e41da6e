"""Rows that name what another source does not know: counted over all rows, or told from the change since they were counted."""

import duckdb

from data.changed_rows import changed_table, holds, replaced_table
from data.contracts import contract as contract_named
from data.contracts.model import Contract


def count_orphans(connection: duckdb.DuckDBPyConnection, contract: Contract, column: str, other: str) -> int:
    """How many rows of a source name by `column` a row that `other` does not have."""
    return _count(connection, f"rows.{contract.name} mine {_unknown(column, other)}")


def count_orphans_since(
    connection: duckdb.DuckDBPyConnection, contract: Contract, column: str, other: str, known: int
) -> int | None:  # fmt: skip
    """The same from the `known` number of the version before; None where it cannot be told from the change.

    Rows are never removed by an import: those that are replaced cease to be orphans, those that name a new row of the
    other source too, and those that are changed are looked at again.
    """
    if contract_named(other).key != (column,):
        return None
    new, keys = "SELECT NULL WHERE false", ", ".join(contract.key)
    if holds(connection, changed_table(other)):
        new = f"SELECT {column} FROM {changed_table(other)} ANTI JOIN {replaced_table(other)} USING ({column})"
        unchanged = f"rows.{contract.name}"
        if holds(connection, changed_table(contract.name)):
            unchanged = f"(SELECT * FROM {unchanged} ANTI JOIN {changed_table(contract.name)} USING ({keys}))"
        known -= _count(connection, f"{unchanged} mine WHERE {column} IN ({new})")
    if holds(connection, changed_table(contract.name)):
        replaced, unknown = replaced_table(contract.name), _unknown(column, other)
        known -= _count(connection, f"{replaced} mine {unknown}")
        known -= _count(connection, f"{replaced} mine WHERE {column} IN ({new})")
        changed = f"(SELECT * FROM rows.{contract.name} SEMI JOIN {changed_table(contract.name)} USING ({keys}))"
        known += _count(connection, f"{changed} mine {unknown}")
    return known


def _unknown(column: str, other: str) -> str:
    return f"ANTI JOIN rows.{other} theirs ON mine.{column} = theirs.{column} WHERE mine.{column} IS NOT NULL"


def _count(connection: duckdb.DuckDBPyConnection, rows: str) -> int:
    return int((connection.execute(f"SELECT count(*) FROM {rows}").fetchone() or (0,))[0])
