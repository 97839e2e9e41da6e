"""Typed records → one candidate row per key, with the rules between columns checked.

`candidate` holds the contract's columns, __n (records behind the row), __changes (how often the row changed within
the import), __first_same (internal), and __reason where a check between columns fails.
"""

import duckdb

from data.mapping import Mapping


def fold(connection: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    """Create `candidate` from the good records of `typed`."""
    key = ", ".join(mapping.contract.key)
    columns = [column.name for column in mapping.contract.columns]
    connection.execute("CREATE VIEW good AS SELECT * FROM typed WHERE __reason IS NULL")
    connection.execute(f"CREATE TABLE repeated AS SELECT {key} FROM good GROUP BY {key} HAVING count(*) > 1")
    latest = _folded(mapping, columns) if mapping.fold else _last_of_repeated(mapping, columns)
    single = f"SELECT {', '.join(columns)}, 1 AS __n, 0 AS __changes FROM good ANTI JOIN repeated USING ({key})"
    checks = "".join(f" WHEN NOT ({check.sql}) THEN '{check.name}'" for check in mapping.contract.checks)
    reason = f"CASE{checks} END" if checks else "NULL"
    connection.execute(
        f"CREATE TABLE candidate AS SELECT *, {reason} AS __reason FROM ({single} UNION ALL BY NAME {latest})"
    )


def _last_of_repeated(mapping: Mapping, columns: list[str]) -> str:
    """Keys that occur several times: the last record counts; the others are changes or mere repetitions."""
    key = ", ".join(mapping.contract.key)
    content = "row(" + ", ".join(mapping.columns) + ")"
    window = f"PARTITION BY {key} ORDER BY __file, __row"
    return (
        f"SELECT {', '.join(columns)}, __n, __changes FROM (SELECT *, count(*) OVER (PARTITION BY {key}) AS __n,"
        f" sum(__changed) OVER (PARTITION BY {key}) AS __changes FROM (SELECT *, CASE WHEN {content}"
        f" IS DISTINCT FROM lag({content}) OVER ({window}) AND row_number() OVER ({window}) > 1 THEN 1 ELSE 0 END"
        f" AS __changed, row_number() OVER ({window} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS __place"
        f" FROM good SEMI JOIN repeated USING ({key}))) WHERE __place = __n"
    )


def _folded(mapping: Mapping, columns: list[str]) -> str:
    """Event logs: the state with the largest order, and for `first` columns the earliest event that qualifies."""
    assert mapping.fold is not None  # noqa: S101 - for the type checker; the caller has looked
    order = {
        "number": "TRY_CAST(__order AS DOUBLE)",
        "moment": "TRY_CAST(__order AS TIMESTAMP)",
        "text": "__order",
    }[mapping.fold.kind]
    key = ", ".join(mapping.contract.key)
    window = f"PARTITION BY {key} ORDER BY {order} NULLS FIRST, __file, __row"
    firsts = {cell.column for cell in mapping.cells if cell.first is not None}
    states = [
        f"first_value({name} IGNORE NULLS) OVER ({window} ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"
        f" AS {name}"
        if name in firsts
        else name
        for name in columns
    ]
    return (
        f"SELECT {', '.join(columns)}, __n, __n - 1 AS __changes FROM (SELECT {', '.join(states)},"
        f" count(*) OVER (PARTITION BY {key}) AS __n, row_number() OVER ({window}) AS __place"
        f" FROM good SEMI JOIN repeated USING ({key})) WHERE __place = __n"
    )
