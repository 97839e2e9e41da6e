"""Counts the roll-ups of a version, from the rows of its engine tables."""

from collections.abc import Sequence
from datetime import UTC, datetime

import duckdb

from data.roll_ups import CUT, DAY, INDEX, LARGE, MONTH, Cut, Published, RollUp, column_name, specified, table_name
from data.store import SourceState


def roll_up(connection: duckdb.DuckDBPyConnection, sources: dict[str, SourceState]) -> None:
    """Make the roll-ups of every large source in the attached database `engine`."""
    connection.execute(f"CREATE TABLE engine.{INDEX} (content VARCHAR)")
    for item in specified():
        state = sources[item.source]
        if state.rows >= LARGE and state.data_to is not None:
            as_of = int(datetime.fromisoformat(state.data_to).replace(tzinfo=UTC).timestamp())
            published = _count(connection, item, as_of)
            connection.execute(f"INSERT INTO engine.{INDEX} VALUES (?)", [published.as_json()])


def _count(connection: duckdb.DuckDBPyConnection, item: RollUp, as_of: int) -> Published:
    """One roll-up: the fine cuts from the rows, the coarse ones from them, all in one table in the order of cut and day."""
    numbers = {cut: number for number, cut in enumerate(item.cuts)}
    daily = [cut for cut in item.fine if not cut.monthly]
    connection.execute(f"CREATE TEMP TABLE fine AS {_from_rows(item, numbers, as_of)}")
    for cut in daily:
        coarser = [other for other in item.coarse if _source_of(other, daily) == cut]
        if coarser:
            connection.execute(f"INSERT INTO fine {_from_fine(item, cut, coarser, numbers)}")
    table = f"engine.{table_name(item.source, item.axis)}"
    connection.execute(f"CREATE TABLE {table} AS SELECT * FROM fine ORDER BY {CUT}, {DAY}")
    lines = dict(connection.execute(f"SELECT {CUT}, count(*) FROM fine GROUP BY 1").fetchall())
    connection.execute("DROP TABLE fine")
    counts = tuple(lines.get(number, 0) for number in range(len(item.cuts)))
    return Published(item.source, item.axis, as_of, tuple(sql for sql, _ in item.columns), item.cuts, counts)


def _source_of(coarse: Cut, fine: Sequence[Cut]) -> Cut | None:
    """The fine cut a coarse one is counted from: the first that has its dimensions."""
    return next((cut for cut in fine if set(coarse.dimensions) <= set(cut.dimensions)), None)


def _from_rows(item: RollUp, numbers: dict[Cut, int], as_of: int) -> str:
    axis_day = f"{item.axis}_day"
    first = f"CAST(CAST(date_trunc('month', DATE '1970-01-01' + {axis_day}) AS DATE) - DATE '1970-01-01' AS INTEGER)"
    inner = [f"{axis_day} AS {DAY}", f"{first} AS {MONTH}"]
    inner += [f"{sql} AS {name}" for name, sql in item.dimensions.items()]
    inner += [f"{sql} AS {column_name(place)}" for place, (sql, _) in enumerate(item.columns)]
    populations = " OR ".join(f"({sql})" for sql in item.populations)
    rows = f"SELECT {', '.join(inner)} FROM engine.{item.source} WHERE {axis_day} IS NOT NULL AND ({populations})"
    return _grouped(item, f"({rows})", list(item.fine), numbers).replace("$as_of", str(as_of))


def _from_fine(item: RollUp, fine: Cut, cuts: list[Cut], numbers: dict[Cut, int]) -> str:
    return _grouped(item, f"(SELECT * FROM fine WHERE {CUT} = {numbers[fine]})", cuts, numbers)


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
    columns += [
        f"MIN({name}) AS {name}" if least else f"CAST(COALESCE(SUM({name}), 0) AS BIGINT) AS {name}"
        for name, least in ((column_name(place), least) for place, (_, least) in enumerate(item.columns))
    ]
    grouping = ", ".join(f"({', '.join(found)})" for found in sets.values())
    return f"SELECT {', '.join(columns)} FROM {table} GROUP BY GROUPING SETS ({grouping})"
