"""Counts the monthly tables of a version, from the rows of its engine tables."""

from datetime import UTC, datetime

import duckdb

from data.monthly import CODE, DIFFERENT, INDEX, MONTH, Monthly, PublishedMonthly, specified
from data.roll_ups import CUT, LARGE, column_name
from data.store import SourceState


def roll_up_months(connection: duckdb.DuckDBPyConnection, sources: dict[str, SourceState]) -> None:
    """Make the monthly tables of every large source in the attached database `engine`."""
    connection.execute(f"CREATE TABLE engine.{INDEX} (content VARCHAR)")
    for item in specified():
        state = sources[item.source]
        if state.rows >= LARGE and state.data_to is not None:
            as_of = int(datetime.fromisoformat(state.data_to).replace(tzinfo=UTC).timestamp())
            lines = grouped(item, f"engine.{item.source}", as_of)
            names = ", ".join(name for name, _ in item.dimensions)
            order = ", ".join(part for part in (CUT, names, MONTH, CODE) if part)
            connection.execute(f"CREATE TABLE engine.{item.table} AS {lines} ORDER BY {order}")
            connection.execute(f"INSERT INTO engine.{INDEX} VALUES (?)", [PublishedMonthly(item, as_of).as_json()])


def grouped(item: Monthly, rows: str, as_of: int) -> str:
    """The lines of a monthly table as one SELECT over rows of the engine table, a grouping set per cut."""
    names = [name for name, _ in item.dimensions]
    inner = [f"{item.axis}_month AS {MONTH}", *(f"{sql} AS {name}" for name, sql in item.dimensions)]
    inner += [f"CAST({item.code} AS INTEGER) AS {CODE}"]
    inner += [f"{sql} AS {column_name(place)}" for place, sql in enumerate(item.columns)]
    inner += [f"{item.different} AS {DIFFERENT}"] if item.different else []
    sets = [(MONTH, CODE, *cut) for cut in item.cuts]
    keys = (MONTH, CODE, *names)
    masks = [sum(1 << place for place, key in enumerate(reversed(keys)) if key not in found) for found in sets]
    cases = " ".join(f"WHEN {mask} THEN {number}" for number, mask in enumerate(masks))
    outer = [f"CAST(CASE GROUPING({', '.join(keys)}) {cases} END AS INTEGER) AS {CUT}", *keys]
    outer += [
        f"CAST(SUM({column_name(place)}) AS BIGINT) AS {column_name(place)}" for place in range(len(item.columns))
    ]
    outer += [f"CAST(COUNT(DISTINCT {DIFFERENT}) AS BIGINT) AS {DIFFERENT}"] if item.different else []
    grouping = ", ".join(f"({', '.join(found)})" for found in sets)
    return (
        f"SELECT {', '.join(outer)} FROM (SELECT {', '.join(inner)} FROM {rows} WHERE {item.axis}_month IS NOT NULL AND ({item.where}))"
        f" GROUP BY GROUPING SETS ({grouping})"
    ).replace("$as_of", str(as_of))
