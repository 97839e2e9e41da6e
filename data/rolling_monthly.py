"""Counts the monthly tables of a version from the rows of its engine tables, or changes those of the version before.

A change is the lines of the rows that tell something else now, less the lines they had: it is appended, and readers add up.
Different things do not add up: they are counted anew in the months of those rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import duckdb

from data.change import Change, How
from data.different_things import forget, once_and_repeated
from data.monthly import CODE, DIFFERENT, INDEX, MONTH, Monthly, PublishedMonthly, specified
from data.roll_up_index import APPENDED, indexed, write_index
from data.roll_ups import CUT, is_large


def roll_up_months(connection: duckdb.DuckDBPyConnection, changes: Mapping[str, Change]) -> None:
    """Bring the monthly tables of every large source in the attached database `engine` up to its engine tables."""
    known = {one.item: one for one in map(PublishedMonthly.from_json, indexed(connection, INDEX))}
    published = []
    for item in specified():
        change, before = changes[item.source], known.get(item)
        if change.how is How.KEPT:
            published += [before] if before is not None else []
        elif is_large(change.rows) and change.now is not None:
            published.append(_brought_up(connection, item, before, change, change.now))
        else:
            connection.execute(f"DROP TABLE IF EXISTS engine.{item.table}")
    write_index(connection, INDEX, (one.as_json() for one in published))


def _brought_up(
    connection: duckdb.DuckDBPyConnection, item: Monthly, before: PublishedMonthly | None, change: Change, now: int
) -> PublishedMonthly:  # fmt: skip
    if before is not None and change.how is How.DIFFERENCE:
        lines = (_count_months_anew if item.different else _append)(connection, item, before, change, now)
        appended = before.appended + lines
        if appended <= APPENDED * _lines(connection, item):
            return replace(before, as_of=now, appended=appended)
    connection.execute(f"DROP TABLE IF EXISTS engine.{item.table}")
    rows = _selected(item, f"engine.{item.source}", now)
    _put(connection, item, rows, f"CREATE TABLE engine.{item.table} AS")
    return PublishedMonthly(item, now)


def _append(
    connection: duckdb.DuckDBPyConnection, item: Monthly, before: PublishedMonthly, change: Change, now: int
) -> int:  # fmt: skip
    """Append the difference; returns how many lines it has."""
    added = [_selected(item, table, now) for table in (change.after, change.passed)]
    taken = [_selected(item, table, before.as_of, "-") for table in (change.before, change.passed)]
    lines = _lines(connection, item)
    some = " OR ".join(f"{name} <> 0" for name in item.column_names)
    connection.execute(
        f"INSERT INTO engine.{item.table} SELECT * FROM ({_grouped(item, ' UNION ALL '.join((*added, *taken)))})"
        f" WHERE {some} ORDER BY {_order(item)}"
    )
    return _lines(connection, item) - lines


def _count_months_anew(
    connection: duckdb.DuckDBPyConnection, item: Monthly, _before: PublishedMonthly, change: Change, now: int
) -> int:  # fmt: skip
    """Count the months of the changed rows anew; no line is appended beside another one."""
    month, tables = f"{item.axis}_month", (change.before, change.after, change.passed)
    rows = " UNION ALL ".join(f"SELECT {month} FROM {table}" for table in tables)
    connection.execute(
        f"CREATE TEMP TABLE months AS SELECT DISTINCT {month} AS {MONTH} FROM ({rows}) WHERE {month} IS NOT NULL"
    )
    here = f"SELECT {MONTH} FROM months"
    connection.execute(f"DELETE FROM engine.{item.table} WHERE {MONTH} IN ({here})")
    whole = _selected(item, f"(SELECT * FROM engine.{item.source} WHERE {month} IN ({here}))", now)
    _put(connection, item, whole, f"INSERT INTO engine.{item.table}")
    connection.execute("DROP TABLE months")
    return 0


def _put(connection: duckdb.DuckDBPyConnection, item: Monthly, rows: str, into: str) -> None:
    """The lines of selected rows into the table; different things with the sets of values they occur in."""
    if not item.different:
        connection.execute(f"{into} {_grouped(item, rows)} ORDER BY {_order(item)}")
        return
    once, parts = once_and_repeated(connection, item, rows)
    sums = [f"CAST(SUM({name}) AS BIGINT) AS {name}" for name in (*item.column_names, DIFFERENT)]
    keys = ", ".join((CUT, *_keys(item)))
    lines = " UNION ALL ".join((_grouped(item, once), *parts))
    connection.execute(
        f"{into} SELECT {keys}, {', '.join(sums)} FROM ({lines}) GROUP BY {keys} ORDER BY {_order(item)}"
    )
    forget(connection)


def _selected(item: Monthly, table: str, as_of: int, sign: str = "") -> str:
    """What each row of a table adds at a moment, or takes away."""
    month = f"{item.axis}_month"
    columns = [f"{month} AS {MONTH}", *(f"{sql} AS {name}" for name, sql in item.dimensions)]
    columns.append(f"CAST({item.code} AS INTEGER) AS {CODE}")
    columns += [f"{sign}({sql}) AS {name}" for name, sql in zip(item.column_names, item.columns, strict=True)]
    columns += [f"{item.different} AS {DIFFERENT}"] if item.different else []
    select = f"SELECT {', '.join(columns)} FROM {table} WHERE {month} IS NOT NULL AND ({item.where})"
    return select.replace("$as_of", str(as_of))


def _grouped(item: Monthly, rows: str) -> str:
    """The lines of selected rows, a grouping set per cut; which keys a line is grouped by tells its cut.

    Of different things only those that occur in one row each are counted like that.
    """
    keys = _keys(item)
    sets = [(MONTH, CODE, *cut) for cut in item.cuts]
    masks = [sum(1 << place for place, key in enumerate(reversed(keys)) if key not in found) for found in sets]
    cases = " ".join(f"WHEN {mask} THEN {number}" for number, mask in enumerate(masks))
    columns = [f"CAST(CASE GROUPING({', '.join(keys)}) {cases} END AS INTEGER) AS {CUT}", *keys]
    columns += [f"CAST(SUM({name}) AS BIGINT) AS {name}" for name in item.column_names]
    columns += [f"COUNT({DIFFERENT}) AS {DIFFERENT}"] if item.different else []
    grouping = ", ".join(f"({', '.join(found)})" for found in sets)
    return f"SELECT {', '.join(columns)} FROM ({rows}) GROUP BY GROUPING SETS ({grouping})"


def _keys(item: Monthly) -> Sequence[str]:
    return [MONTH, CODE, *(name for name, _ in item.dimensions)]


def _order(item: Monthly) -> str:
    """A cut together, in it the groups, in those the months: most questions read one cut, many one group."""
    return ", ".join((CUT, *(name for name, _ in item.dimensions), MONTH, CODE))


def _lines(connection: duckdb.DuckDBPyConnection, item: Monthly) -> int:
    row = connection.execute(f"SELECT count(*) FROM engine.{item.table}").fetchone()
    return int(row[0]) if row else 0
