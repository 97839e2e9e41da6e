"""Counts the roll-ups of a version from the rows of its engine tables, or changes those of the version before.

A change is the lines of the rows that tell something else now, less the lines they had: it is appended, and readers add up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from data.change import Change, How
from data.roll_up_index import APPENDED, indexed, write_index
from data.roll_ups import CUT, DAY, INDEX, MONTH, Cut, Published, RollUp, column_name, is_large, specified, table_name


@dataclass(frozen=True)
class _Rows:
    """Rows to count: a table, the moment at which they are counted, and whether they are added or taken away."""

    table: str
    as_of: int
    sign: int = 1


def roll_up(connection: duckdb.DuckDBPyConnection, changes: Mapping[str, Change]) -> None:
    """Bring the roll-ups of every large source in the attached database `engine` up to its engine tables."""
    found = [Published.from_json(text) for text in indexed(connection, INDEX)]
    known = {(item.source, item.axis): item for item in found}
    published = []
    for item in specified():
        change, before = changes[item.source], known.get((item.source, item.axis))
        if change.how is How.KEPT:
            published += [before] if before is not None else []
        elif change.how is How.DIFFERENCE and before is not None and change.now is not None:
            published.append(_change(connection, item, before, change, change.now))
        else:
            connection.execute(f"DROP TABLE IF EXISTS engine.{table_name(item.source, item.axis)}")
            if is_large(change.rows) and change.now is not None:
                published.append(_count(connection, item, change.now))
    write_index(connection, INDEX, (one.as_json() for one in published))


def _count(connection: duckdb.DuckDBPyConnection, item: RollUp, as_of: int) -> Published:
    """One roll-up: the fine cuts from the rows, the coarse ones from them, all in one table in the order of cut and day."""
    _count_fine(connection, item, f"({_counted(item, _Rows(f'engine.{item.source}', as_of))})")
    table = f"engine.{table_name(item.source, item.axis)}"
    connection.execute(f"CREATE TABLE {table} AS SELECT * FROM fine ORDER BY {CUT}, {DAY}")
    lines = _lines(connection, item, "fine")
    connection.execute("DROP TABLE fine")
    return Published(item.source, item.axis, as_of, tuple(sql for sql, _ in item.columns), item.cuts, lines)


def _change(
    connection: duckdb.DuckDBPyConnection, item: RollUp, before: Published, change: Change, now: int
) -> Published:  # fmt: skip
    """One roll-up by the difference. The least of a column is no sum: it is told anew of the days on which it can differ."""
    then, table = before.as_of, f"engine.{table_name(item.source, item.axis)}"
    added, taken = [_Rows(name, now) for name in (change.after, change.passed)], [
        _Rows(name, then, -1) for name in (change.before, change.passed)
    ]  # fmt: skip
    parts = [_counted(item, rows, with_least=False) for rows in (*added, *taken)]
    if _least(item):
        _forget_least(connection, item, [*added, *taken])
        parts.append(_least_anew(item, _Rows(f"engine.{item.source}", now)))
    _count_fine(connection, item, f"({' UNION ALL '.join(parts)})")
    sums = " OR ".join(f"{name} <> 0" for name in _names(item, least=False))
    told = " OR ".join(f"{name} IS NOT NULL AND {_on_days(item)}" for name in _names(item, least=True))
    connection.execute(f"CREATE TEMP TABLE more AS SELECT * FROM fine WHERE {sums}{told and f' OR {told}'}")
    connection.execute(f"INSERT INTO {table} SELECT * FROM more ORDER BY {CUT}, {DAY}")
    lines = tuple(map(sum, zip(before.lines, _lines(connection, item, "more"), strict=True)))
    appended = before.appended + sum(_lines(connection, item, "more"))
    connection.execute("DROP TABLE fine; DROP TABLE more; DROP TABLE IF EXISTS days")
    if appended > APPENDED * sum(lines):
        _add_up(connection, item, table)
        lines, appended = _lines(connection, item, table), 0
    return replace(before, as_of=now, lines=lines, appended=appended)


def _add_up(connection: duckdb.DuckDBPyConnection, item: RollUp, table: str) -> None:
    """Make one line of the several a group has, and none of those that add up to nothing."""
    keys = ", ".join((CUT, DAY, *item.dimensions))
    columns = ", ".join(_aggregated(item))
    some = " OR ".join(f"{name} <> 0" for name in _names(item, least=False))
    connection.execute(f"CREATE TEMP TABLE whole AS SELECT {keys}, {columns} FROM {table} GROUP BY {keys}")
    connection.execute(f"DROP TABLE {table}")
    connection.execute(f"CREATE TABLE {table} AS SELECT * FROM whole WHERE {some} ORDER BY {CUT}, {DAY}")
    connection.execute("DROP TABLE whole")


def _forget_least(connection: duckdb.DuckDBPyConnection, item: RollUp, changed: Sequence[_Rows]) -> None:
    """Create `days`, those of the rows that may change a least, and empty the columns of the least on them."""
    day, some = f"{item.axis}_day", " OR ".join(f"({sql}) IS NOT NULL" for sql in _least(item))
    rows = " UNION ALL ".join(
        f"SELECT {day} FROM {rows.table} WHERE {some}".replace("$as_of", str(rows.as_of)) for rows in changed
    )
    connection.execute(
        f"CREATE TEMP TABLE days AS SELECT DISTINCT {day} AS {DAY}, {_first_of_month(day)} AS {MONTH} FROM ({rows})"
        f" WHERE {day} IS NOT NULL"
    )
    names = _names(item, least=True)
    connection.execute(
        f"UPDATE engine.{table_name(item.source, item.axis)} SET {', '.join(f'{name} = NULL' for name in names)}"
        f" WHERE ({' OR '.join(f'{name} IS NOT NULL' for name in names)}) AND {_on_days(item)}"
    )


def _on_days(item: RollUp) -> str:
    """Whether a line is of one of the `days`, or of their months in a monthly cut."""
    monthly = [str(number) for number, cut in enumerate(item.cuts) if cut.monthly]
    by_day = f"{DAY} IN (SELECT {DAY} FROM days)"
    if not monthly:
        return by_day
    is_monthly = f"{CUT} IN ({', '.join(monthly)})"
    return f"(({is_monthly} AND {DAY} IN (SELECT {MONTH} FROM days)) OR (NOT {is_monthly} AND {by_day}))"


def _least_anew(item: RollUp, rows: _Rows) -> str:
    """The columns of the least alone, of all rows in the months of the `days`."""
    some = " OR ".join(f"({sql}) IS NOT NULL" for sql in _least(item))
    columns = [sql if least else "0" for sql, least in item.columns]
    where = f"{_first_of_month(f'{item.axis}_day')} IN (SELECT {MONTH} FROM days) AND ({some})"
    return _selected(item, rows, columns, where)


def _counted(item: RollUp, rows: _Rows, *, with_least: bool = True) -> str:
    """What each row adds, or takes away."""
    columns = [
        (sql if with_least else "NULL") if least else (sql if rows.sign > 0 else f"-({sql})")
        for sql, least in item.columns
    ]
    return _selected(item, rows, columns, " OR ".join(f"({sql})" for sql in item.populations))


def _selected(item: RollUp, rows: _Rows, columns: Sequence[str], where: str) -> str:
    """Rows of a table with day, first of the month, dimensions and columns."""
    axis_day = f"{item.axis}_day"
    inner = [f"{axis_day} AS {DAY}", f"{_first_of_month(axis_day)} AS {MONTH}"]
    inner += [f"{sql} AS {name}" for name, sql in item.dimensions.items()]
    inner += [f"{sql} AS {column_name(place)}" for place, sql in enumerate(columns)]
    select = f"SELECT {', '.join(inner)} FROM {rows.table} WHERE {axis_day} IS NOT NULL AND ({where})"
    return select.replace("$as_of", str(rows.as_of))


def _first_of_month(day: str) -> str:
    return f"CAST(CAST(date_trunc('month', DATE '1970-01-01' + {day}) AS DATE) - DATE '1970-01-01' AS INTEGER)"


def _count_fine(connection: duckdb.DuckDBPyConnection, item: RollUp, rows: str) -> None:
    """Create `fine`, the lines of every cut: of the fine cuts from `rows`, of the coarse ones from those."""
    numbers = {cut: number for number, cut in enumerate(item.cuts)}
    daily = [cut for cut in item.fine if not cut.monthly]
    connection.execute(f"CREATE TEMP TABLE fine AS {_grouped(item, rows, list(item.fine), numbers)}")
    for cut in daily:
        coarser = [other for other in item.coarse if _source_of(other, daily) == cut]
        if coarser:
            lines = f"(SELECT * FROM fine WHERE {CUT} = {numbers[cut]})"
            connection.execute(f"INSERT INTO fine {_grouped(item, lines, coarser, numbers)}")


def _source_of(coarse: Cut, fine: Sequence[Cut]) -> Cut | None:
    """The fine cut a coarse one is counted from: the first that has its dimensions."""
    return next((cut for cut in fine if set(coarse.dimensions) <= set(cut.dimensions)), None)


def _grouped(item: RollUp, table: str, cuts: list[Cut], numbers: dict[Cut, int]) -> str:
    """One SELECT with a grouping set per cut; the number of a line's cut comes from which keys it is grouped by."""
    sets = {cut: [MONTH if cut.monthly else DAY, *cut.dimensions] for cut in cuts}
    used = {key for found in sets.values() for key in found}
    keys = [key for key in (DAY, MONTH, *item.dimensions) if key in used]
    places = {cut: sum(1 << place for place, key in enumerate(reversed(keys)) if key not in sets[cut]) for cut in cuts}
    cases = " ".join(f"WHEN {mask} THEN {numbers[cut]}" for cut, mask in places.items())
    day = f"COALESCE({DAY}, {MONTH})" if MONTH in used else DAY
    columns = [
        f"CAST(CASE GROUPING({', '.join(keys)}) {cases} END AS INTEGER) AS {CUT}",
        f"CAST({day} AS INTEGER) AS {DAY}",
    ]
    columns += [name if name in used else f"NULL AS {name}" for name in item.dimensions]
    grouping = ", ".join(f"({', '.join(found)})" for found in sets.values())
    return f"SELECT {', '.join([*columns, *_aggregated(item)])} FROM {table} GROUP BY GROUPING SETS ({grouping})"


def _aggregated(item: RollUp) -> list[str]:
    return [
        f"MIN({name}) AS {name}" if least else f"CAST(COALESCE(SUM({name}), 0) AS BIGINT) AS {name}"
        for name, least in ((column_name(place), least) for place, (_, least) in enumerate(item.columns))
    ]


def _names(item: RollUp, *, least: bool) -> list[str]:
    """The columns that are summed, or of which the least is taken."""
    return [column_name(place) for place, (_, lowest) in enumerate(item.columns) if lowest is least]


def _least(item: RollUp) -> list[str]:
    return [sql for sql, least in item.columns if least]


def _lines(connection: duckdb.DuckDBPyConnection, item: RollUp, table: str) -> tuple[int, ...]:
    """How many lines a table has of each cut."""
    lines = dict(connection.execute(f"SELECT {CUT}, count(*) FROM {table} GROUP BY 1").fetchall())
    return tuple(lines.get(number, 0) for number in range(len(item.cuts)))
