"""Typed records → one candidate row per key.

`candidate` holds the contract's columns, __n (records behind the row), __changes (how often the row changed within
the import) and __first (the content of the first record, where it can differ from the last one's).
"""

import duckdb

from data.mapping import Mapping


def fold(connection: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    """Create `candidate` from the good records of `typed`: a view, where no key occurs twice."""
    key = ", ".join(mapping.contract.key)
    columns = [column.name for column in mapping.contract.columns]
    if not find_repeated(connection, mapping):
        alone = f"SELECT {', '.join(columns)}, 1 AS __n, 0 AS __changes, NULL AS __first FROM good"
        connection.execute(f"CREATE VIEW candidate AS {alone}")
        return
    latest = _folded(mapping, columns) if mapping.fold else last_of_repeated(mapping, columns)
    single = f"SELECT {', '.join(columns)}, 1 AS __n, 0 AS __changes, NULL AS __first FROM good ANTI JOIN repeated USING ({key})"
    connection.execute(f"CREATE TABLE candidate AS {latest} UNION ALL BY NAME {single}")


def content(columns: tuple[str, ...], of: str = "") -> str:
    """What a mapping says of a record, as one value to compare."""
    return "row(" + ", ".join(f"{of}{name}" for name in columns) + ")"


def find_repeated(connection: duckdb.DuckDBPyConnection, mapping: Mapping) -> bool:
    """Create `good`, the good records, and `repeated`, the keys that occur several times; whether there are any."""
    key = ", ".join(mapping.contract.key)
    connection.execute("CREATE VIEW good AS SELECT * FROM typed WHERE __defect IS NULL")
    connection.execute(f"CREATE TABLE repeated AS SELECT {key} FROM good GROUP BY {key} HAVING count(*) > 1")
    return connection.execute("SELECT count(*) FROM repeated").fetchone() != (0,)


def last_of_repeated(mapping: Mapping, columns: list[str]) -> str:
    """Keys that occur several times: the last record counts; the others are changes or mere repetitions."""
    key = ", ".join(mapping.contract.key)
    said = content(mapping.columns)
    window = f"PARTITION BY {key} ORDER BY __file, __row"
    return (
        f"SELECT {', '.join(columns)}, __n, __changes, __first FROM (SELECT *, count(*) OVER (PARTITION BY {key}) AS __n,"
        f" sum(__changed) OVER (PARTITION BY {key}) AS __changes FROM (SELECT *, CASE WHEN {said}"
        f" IS DISTINCT FROM lag({said}) OVER ({window}) AND row_number() OVER ({window}) > 1 THEN 1 ELSE 0 END"
        f" AS __changed, row_number() OVER ({window}) AS __place, first_value({said}) OVER ({window}) AS __first"
        f" FROM good SEMI JOIN repeated USING ({key}))) WHERE __place = __n"
    )


def _folded(mapping: Mapping, columns: list[str]) -> str:
    """Event logs: the state with the largest order, and for `first` columns the earliest event that qualifies."""
    assert mapping.fold is not None  # noqa: S101 - for the type checker; the caller has looked
    order = "__order" if mapping.fold.kind == "text" else "TRY_CAST(__order AS DOUBLE)"
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
        f"SELECT {', '.join(columns)}, __n, __n - 1 AS __changes, NULL AS __first FROM (SELECT {', '.join(states)},"
        f" count(*) OVER (PARTITION BY {key}) AS __n, row_number() OVER ({window}) AS __place"
        f" FROM good SEMI JOIN repeated USING ({key})) WHERE __place = __n"
    )
