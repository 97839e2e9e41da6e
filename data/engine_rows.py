"""The rows of an engine table: one SELECT over the rows of a source, all of them or the few that an import affects."""

import duckdb

from data.contracts.model import Contract, Type, stem
from data.engine_columns import DAY_SECONDS, SETTLED, layers, with_settings
from data.organisation import Organisation

WINDOW = " OVER"
"""What tells a mark that looks at other rows."""
LATE_SECONDS = 30 * DAY_SECONDS
"""A row that settles later than so long after it began settles late."""


def show_rows(connection: duckdb.DuckDBPyConnection, contract: Contract, rows: str) -> None:
    """Create the view `whole_<source>`: the table `rows`, with what they leave empty taken from the source they refer to."""
    select = f"SELECT *, rowid AS __id FROM {rows}"
    if contract.inherited is not None:
        found = contract.inherited
        filled = ", ".join(f"COALESCE(mine.{own}, theirs.{other}) AS {own}" for own, other in found.columns)
        select = (
            f"SELECT mine.* REPLACE ({filled}), mine.rowid AS __id FROM {rows} mine"
            f" LEFT JOIN rows.{found.source} theirs ON mine.{found.key} = theirs.{found.key}"
        )
    connection.execute(f"CREATE OR REPLACE TEMP VIEW whole_{contract.name} AS {select}")


def select_rows(connection: duckdb.DuckDBPyConnection, contract: Contract, organisation: Organisation) -> str:
    """The SELECT of the engine table's rows from `whole_<source>`.

    Marks that need a window over all rows are computed first, on the few columns they look at, and joined to their rows.
    """
    here, plain, windowed = layers(contract, organisation), "", ""
    for mark in contract.marks:
        sql = with_settings(mark.sql, organisation)
        if WINDOW not in sql:
            plain += f", {sql} AS {mark.name}"
            continue
        table = f"mark_{contract.name}_{mark.name}"
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT __id, {mark.name} FROM (SELECT __id, {sql} AS {mark.name}"
            f" FROM ({here}) AS here) WHERE {mark.name} IS NOT NULL"
        )
        plain += f", {table}.{mark.name}"
        windowed += f" LEFT JOIN {table} ON {table}.__id = here.__id"
    return f"SELECT here.* EXCLUDE (__id){plain} FROM ({here}) AS here{windowed}"


def forget_marks(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Remove the tables of `select_rows`."""
    for mark in contract.marks:
        connection.execute(f"DROP TABLE IF EXISTS mark_{contract.name}_{mark.name}")


def order_of(contract: Contract) -> str | None:
    """What the engine table is ordered by: time, so that a scan of a period touches few blocks; None for a source without.

    Rows that settle late stand last: a block of others then ends soon after it begins, and who asks what was not settled at
    some moment passes over all blocks before it.
    """
    axis = next((column for column in contract.columns if column.axis), None)
    if axis is None:
        return None
    if axis.type is not Type.MOMENT:
        return f"{stem(axis.name)}_day"
    return f"{SETTLED} - {stem(axis.name)}_s > {LATE_SECONDS}, {stem(axis.name)}_s"
