"""Which rows an import changes: their keys and, of those it replaces, what they were before it."""

import duckdb

from data.contracts.model import Contract


def changed_table(source: str) -> str:
    """The temporary table of the keys that are new or changed; there is none of a source that had no rows before."""
    return f"changed_{source}"


def replaced_table(source: str) -> str:
    """The temporary table of the rows that are replaced, as they were before the import."""
    return f"replaced_{source}"


def remember(connection: duckdb.DuckDBPyConnection, contract: Contract, target: str, changed: str) -> None:
    """Keep what the rows of `delta` that are `changed` (SQL) do to the table `target`, before it is done.

    Of a row that several files of one import change, the state before all of them stays.
    """
    keys, name = ", ".join(contract.key), contract.name
    for table, columns in ((changed_table(name), keys), (replaced_table(name), "*")):
        connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table} AS SELECT {columns} FROM {target} LIMIT 0")
    connection.execute(
        f"INSERT INTO {replaced_table(name)} SELECT * FROM {target}"
        f" SEMI JOIN (SELECT {keys} FROM delta new WHERE new.__known AND {changed}) found USING ({keys})"
        f" ANTI JOIN {changed_table(name)} USING ({keys})"
    )
    connection.execute(
        f"INSERT INTO {changed_table(name)} SELECT {keys} FROM delta new ANTI JOIN {changed_table(name)} USING ({keys})"
        f" WHERE {changed}"
    )


def holds(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Whether there is such a table."""
    found = connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [table]).fetchone()
    return found is not None
