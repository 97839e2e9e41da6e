"""An engine table changed by the difference: the affected rows are taken out, computed anew and put in again.

They stand at the end then, out of the order of time; when a tenth of the rows do, `change.py` has the table built anew.
"""

import duckdb

from data.affected import affected_table
from data.change import Change
from data.contracts.model import Contract, Type
from data.engine_columns import SETTLED, enum_name
from data.engine_rows import forget_marks, order_of, select_rows, show_rows
from data.organisation import Organisation
from data.settling import limits_after


def change_table(
    connection: duckdb.DuckDBPyConnection, contract: Contract, organisation: Organisation, change: Change
) -> None:
    """Bring the engine table of a source up to `rows`, and create the tables that `change` names."""
    name, keys, part = contract.name, ", ".join(contract.key), f"part_{contract.name}"
    connection.execute(
        f"CREATE TEMP TABLE {part} AS SELECT * FROM rows.{name} SEMI JOIN {affected_table(name)} USING ({keys})"
    )
    show_rows(connection, contract, part)
    _widen_enums(connection, contract)
    connection.execute(
        f"CREATE TEMP TABLE gone AS SELECT rowid AS place FROM engine.{name} SEMI JOIN {affected_table(name)} USING ({keys})"
    )
    taken = f"FROM engine.{name} WHERE rowid IN (SELECT place FROM gone)"
    connection.execute(f"CREATE TEMP TABLE {change.before} AS SELECT * {taken}")
    connection.execute(f"DELETE {taken}")
    _find_passed(connection, contract, change)
    select, order = select_rows(connection, contract, organisation), order_of(contract)
    connection.execute(
        f"CREATE TEMP TABLE {change.after} AS {select} {f'ORDER BY {order}' if order is not None else ''}"
    )
    connection.execute(f"INSERT INTO engine.{name} SELECT * FROM {change.after}")
    connection.execute(f"DROP VIEW whole_{name}; DROP TABLE gone; DROP TABLE {part}")
    forget_marks(connection, contract)


def _find_passed(connection: duckdb.DuckDBPyConnection, contract: Contract, change: Change) -> None:
    """The rows left in the engine table for which a moment, or a limit after one, lies where the data have come to reach."""
    found = connection.execute(f"SELECT column_name FROM (DESCRIBE engine.{contract.name})").fetchall()
    moments = [(str(name), 0) for (name,) in found if str(name).endswith("_s") and name != SETTLED]
    moments += sorted(limits_after(contract.name))
    between = "false"
    if moments and change.then is not None and change.now is not None and change.then != change.now:
        first, last = sorted((change.then, change.now))
        between = " OR ".join(f"{name} BETWEEN {first - limit} AND {last - limit}" for name, limit in moments)
    # the few rows are found by their moments alone: reading every column of every row would take many times longer
    connection.execute(
        f"CREATE TEMP TABLE {change.passed} AS SELECT * FROM engine.{contract.name}"
        f" WHERE rowid IN (SELECT rowid FROM engine.{contract.name} WHERE {between})"
    )


def _widen_enums(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Let every dimension take the values that are new, in the order of all of them."""
    for column in contract.dimensions:
        if column.type is not Type.TEXT:
            continue
        kind = f"engine.{enum_name(contract, column.name)}"
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE found AS SELECT DISTINCT {column.name} AS value FROM whole_{contract.name}"
            f" WHERE {column.name} IS NOT NULL AND TRY_CAST({column.name} AS {kind}) IS NULL"
        )
        if connection.execute("SELECT 1 FROM found LIMIT 1").fetchone() is None:
            continue
        connection.execute(f"INSERT INTO found SELECT CAST(unnest(enum_range(CAST(NULL AS {kind}))) AS VARCHAR)")
        connection.execute(f"DROP TYPE {kind}")
        connection.execute(f"CREATE TYPE {kind} AS ENUM (SELECT value FROM found ORDER BY 1)")
        for table in _tables_with(connection, contract, column.name):
            connection.execute(f"ALTER TABLE engine.{table} ALTER {column.name} SET DATA TYPE {kind}")
    connection.execute("DROP TABLE IF EXISTS found")


def _tables_with(connection: duckdb.DuckDBPyConnection, contract: Contract, column: str) -> list[str]:
    """The engine table of a source and what was counted of it, as far as they have a column."""
    found = connection.execute(
        "SELECT table_name FROM duckdb_columns() WHERE database_name = 'engine' AND column_name = $column"
        " AND data_type LIKE 'ENUM%' AND (table_name = $source OR contains(table_name, '_' || $source || '_'))",
        {"column": column, "source": contract.name},
    ).fetchall()
    return [str(name) for (name,) in found]
