"""The engine tables: everything awkward computed once, at publish.

For each source one table that pages query: dimensions as ENUM, moments as UTC epoch seconds (`created_s`), local days
as days since 1970-01-01 (`created_day`) and months as year × 12 + month − 1 (`created_month`), due moments per clock
(`answered_48h_due_s`), the moment after which nothing about a row changes (`settled_s`), and the reason why a row is left
out (`excluded`). Metrics over it are sums of integers.
"""

import re
from datetime import date, timedelta

import duckdb

from data.calendar import is_covered, working_time
from data.contracts import contracts
from data.contracts.model import Clock, Contract, Type, stem
from data.organisation import Organisation
from data.store import SourceState
from data.zones import to_local_seconds

EPOCH = date(1970, 1, 1)
SETTLED, NEVER = "settled_s", 2**62
DAY_SECONDS = 86_400


def build(connection: duckdb.DuckDBPyConnection, organisation: Organisation) -> list[str]:
    """Create the engine tables in the attached database `engine` from `rows`; returns notes for the manifest."""
    notes: list[str] = []
    for contract in contracts().values():
        _rows_with_inherited(connection, contract)
        for clock in contract.clocks:
            notes += _working_time(connection, contract, clock, organisation)
        _create_enums(connection, contract)
        _create_table(connection, contract, organisation)
    return notes


def _create_table(connection: duckdb.DuckDBPyConnection, contract: Contract, organisation: Organisation) -> None:
    """The engine table of a source, in order of time: a scan of a period then touches few blocks.

    Rows that come in this order are not sorted again; the marks that need a window over all rows are computed on the
    few columns they look at and joined to their rows. The joins are done as they are written, which keeps the order.
    """
    axis = next((column for column in contract.columns if column.axis), None)
    order = ""
    if axis is not None and (contract.inherited or not _is_in_order(connection, contract, axis.name)):
        order = f"ORDER BY {stem(axis.name)}_{'s' if axis.type is Type.MOMENT else 'day'}"
    here, plain, windowed = _layers(contract, organisation), "", ""
    for mark in contract.marks:
        sql = _with_settings(mark.sql, organisation)
        if " OVER" not in sql:
            plain += f", {sql} AS {mark.name}"
            continue
        table = f"mark_{contract.name}_{mark.name}"
        connection.execute(
            f"CREATE TEMP TABLE {table} AS SELECT __id, {mark.name} FROM (SELECT __id, {sql} AS {mark.name}"
            f" FROM ({here}) AS here) WHERE {mark.name} IS NOT NULL"
        )
        plain += f", {table}.{mark.name}"
        windowed += f" LEFT JOIN {table} ON {table}.__id = here.__id"
    if not order:
        connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
    connection.execute(
        f"CREATE TABLE engine.{contract.name} AS SELECT here.* EXCLUDE (__id){plain} FROM ({here}) AS here{windowed} {order}"
    )
    connection.execute("RESET disabled_optimizers")
    for mark in contract.marks:
        connection.execute(f"DROP TABLE IF EXISTS mark_{contract.name}_{mark.name}")


def _is_in_order(connection: duckdb.DuckDBPyConnection, contract: Contract, axis: str) -> bool:
    """Whether the rows of a source stand in order of time, those without one last."""
    found = connection.execute(
        f"SELECT 1 FROM (SELECT {axis}, lag({axis}) OVER () AS before, row_number() OVER () AS place"
        f" FROM rows.{contract.name}) WHERE place > 1 AND ({axis} < before OR (before IS NULL AND {axis} IS NOT NULL)) LIMIT 1"
    ).fetchone()
    return found is None


def state(connection: duckdb.DuckDBPyConnection, contract: Contract, organisation: Organisation) -> SourceState:
    """How far a source's rows reach, and which of its moments carry no time of day."""
    table = f"rows.{contract.name}"
    past = [column for column in contract.moments if not column.planned]
    firsts = [column for column in past if column.axis]
    latest = "greatest(" + ", ".join(f"max({column.name})::TIMESTAMP" for column in past) + ")" if past else "NULL"
    first = "least(" + ", ".join(f"min({column.name})::TIMESTAMP" for column in firsts) + ")" if firsts else "NULL"
    moments = [column.name for column in contract.columns if column.type is Type.MOMENT]
    zone = organisation.time_zone
    whole_days = "".join(f", bool_and({to_local_seconds(f'epoch({name})::BIGINT', zone)} % {DAY_SECONDS} = 0)"
                         for name in moments)  # fmt: skip
    row = connection.execute(f"SELECT count(*), {first}, {latest}{whole_days} FROM {table}").fetchone()
    rows, begins, ends, *flags = row or (0, None, None)
    return SourceState(
        rows,
        begins.isoformat() if begins else None,
        ends.isoformat() if ends else None,
        day_only=tuple(name for name, flag in zip(moments, flags, strict=False) if flag),
    )


def _rows_with_inherited(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """The view `whole_<source>`: the rows, with what they leave empty taken from the source they refer to."""
    select = f"SELECT *, rowid AS __id FROM rows.{contract.name}"
    if contract.inherited is not None:
        found = contract.inherited
        filled = ", ".join(f"COALESCE(mine.{own}, theirs.{other}) AS {own}" for own, other in found.columns)
        select = (
            f"SELECT mine.* REPLACE ({filled}), mine.rowid AS __id FROM rows.{contract.name} mine"
            f" LEFT JOIN rows.{found.source} theirs ON mine.{found.key} = theirs.{found.key}"
        )
    connection.execute(f"CREATE OR REPLACE TEMP VIEW whole_{contract.name} AS {select}")


def _create_enums(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    for column in contract.dimensions:
        if column.type is Type.TEXT:
            values = f"SELECT DISTINCT {column.name} FROM whole_{contract.name} WHERE {column.name} IS NOT NULL"
            connection.execute(f"CREATE TYPE engine.{_enum(contract, column.name)} AS ENUM ({values} ORDER BY 1)")


def _enum(contract: Contract, column: str) -> str:
    return f"{contract.name}_{column}"


def _layers(contract: Contract, organisation: Organisation) -> str:
    """Three layers: moments as seconds, what is computed from them and due moments, local days."""
    plain, excluded = _plain_columns(contract), _excluded(contract)
    window = str(organisation.reopen_window_days * DAY_SECONDS)
    computed = "".join(
        f", {item.sql.replace('{reopen_window_s}', window)} AS {item.name}" for item in contract.computed
    )
    base = f"SELECT __id, {', '.join(plain)} FROM whole_{contract.name}"
    middle = f"SELECT *{computed}, {excluded} AS excluded FROM ({base})"
    for clock in contract.clocks:
        middle = _with_due(middle, contract, clock, organisation)
    return f"SELECT *{_local_columns(contract, organisation)}{_settled(contract)} FROM ({middle})"


def _settled(contract: Contract) -> str:
    """From which moment on nothing about a row can change any more: what was asked later, or is, has the same answer.

    A row with a clock that has not stopped is never settled.
    """
    moments = [f"{stem(column.name)}_s" for column in contract.columns if column.type is Type.MOMENT]
    moments += [f"{clock.name}_due_s" for clock in contract.clocks]
    if not moments:
        return f", CAST({NEVER} AS BIGINT) AS {SETTLED}"
    open_ = " OR ".join(
        f"{clock.stop}_s IS NULL"
        if clock.reopen is None
        else f"CASE WHEN {clock.reopen}_s IS NULL THEN {clock.stop}_s ELSE {clock.restop}_s END IS NULL"
        for clock in contract.clocks
    )
    latest = f"COALESCE(GREATEST({', '.join(moments)}), {NEVER})"
    return f", CASE WHEN {open_ or 'false'} THEN {NEVER} ELSE {latest} END AS {SETTLED}"


def _with_settings(sql: str, organisation: Organisation) -> str:
    """The SQL of a mark with the organisation's settings in it."""
    shift = organisation.fiscal_year_start_month - 1
    sql = re.sub(r"\{quarter_of:(\w+)\}", rf"(\1_month - {shift}) // 3", sql)
    return sql.replace("{composite}", _composite(organisation))


def _composite(organisation: Organisation) -> str:
    """The weighted mean of the four scores in hundredths; NULL where one is missing. Weights may differ by category."""

    def weighted(weights: dict[str, float]) -> str:
        total = sum(weights.values())
        return " + ".join(f"{name} * {weight / total * 100!r}" for name, weight in weights.items())

    cases = "".join(
        f" WHEN category = '{category.replace(chr(39), chr(39) * 2)}' THEN {weighted(weights)}"
        for category, weights in organisation.service_weights_by_category.items()
    )
    default = weighted(organisation.service_weights)
    return f"CAST(round(CASE{cases} ELSE {default} END) AS BIGINT)" if cases else f"CAST(round({default}) AS BIGINT)"


def _plain_columns(contract: Contract) -> list[str]:
    columns = []
    for column in contract.columns:
        if column.type is Type.MOMENT:
            columns.append(f"CAST(epoch({column.name}) AS BIGINT) AS {stem(column.name)}_s")
        elif column.type is Type.DAY:
            columns.append(f"CAST({column.name} - DATE '{EPOCH}' AS INTEGER) AS {stem(column.name)}_day")
        elif column.type is Type.TEXT and column.dimension:
            columns.append(f"CAST({column.name} AS engine.{_enum(contract, column.name)}) AS {column.name}")
        else:
            columns.append(column.name)
    return columns


def _excluded(contract: Contract) -> str:
    cases = "".join(f" WHEN {item.sql} THEN '{item.reason}'" for item in contract.exclusions)
    return f"CASE{cases} END" if cases else "CAST(NULL AS VARCHAR)"


def _with_due(select: str, contract: Contract, clock: Clock, organisation: Organisation) -> str:
    due, start, limit = f"{clock.name}_due_s", f"{clock.start}_s", clock.limit_seconds
    if f"{contract.name}.{clock.name}" not in organisation.clock_calendars:
        return f"SELECT *, {start} + {limit} AS {due} FROM ({select})"
    spans = f"working_{contract.name}_{clock.name}"
    begun = f"least(greatest(t.{start} - w.opens_s, 0), w.closes_s - w.opens_s)"
    needed = (
        f"SELECT t.*, w.worked_before + {begun} + {limit} AS __needed"
        f" FROM ({select}) t ASOF LEFT JOIN {spans} w ON t.{start} >= w.opens_s"
    )
    return (
        f"SELECT n.* EXCLUDE (__needed), w.opens_s + n.__needed - w.worked_before AS {due}"
        f" FROM ({needed}) n ASOF LEFT JOIN {spans} w ON n.__needed > w.worked_before"
    )


def _local_columns(contract: Contract, organisation: Organisation) -> str:
    zone, columns = organisation.time_zone, ""
    axes = [stem(column.name) for column in contract.columns if column.axis and column.type is Type.MOMENT]
    axes += [item.name.removesuffix("_s") for item in contract.computed if item.axis]
    axes += [f"{clock.name}_due" for clock in contract.clocks]
    for axis in axes:
        columns += _day_and_month(axis, f"({to_local_seconds(f'{axis}_s', zone)}) // {DAY_SECONDS}")
    for column in contract.columns:
        if column.axis and column.type is Type.DAY:
            columns += f", {_month(f'{stem(column.name)}_day')} AS {stem(column.name)}_month"
    if axes:
        local = to_local_seconds(f"{axes[0]}_s", zone)
        columns += f", CAST(({local}) % {DAY_SECONDS} // 3600 AS INTEGER) AS hour"
        columns += f", CAST((({local}) // {DAY_SECONDS} + 3) % 7 + 1 AS INTEGER) AS weekday"
    return columns


def _day_and_month(axis: str, day: str) -> str:
    return f", CAST({day} AS INTEGER) AS {axis}_day, {_month(day)} AS {axis}_month"


def _month(day: str) -> str:
    local = f"(DATE '{EPOCH}' + CAST({day} AS INTEGER))"
    return f"CAST(year({local}) * 12 + month({local}) - 1 AS INTEGER)"


def _working_time(
    connection: duckdb.DuckDBPyConnection, contract: Contract, clock: Clock, organisation: Organisation
) -> list[str]:
    """The working spans a clock in business hours needs, as a temporary table; notes on years not covered."""
    calendar = organisation.clock_calendars.get(f"{contract.name}.{clock.name}")
    if calendar is None:
        return []
    rules = organisation.calendars[calendar]
    starts = [column.name for column in contract.moments if not column.planned]
    lows = ", ".join(f"min({name})" for name in starts)
    highs = ", ".join(f"max({name})" for name in starts)
    row = connection.execute(
        f"SELECT least({lows})::DATE, greatest({highs})::DATE FROM rows.{contract.name}"
    ).fetchone()
    name = f"working_{contract.name}_{clock.name}"
    connection.execute(f"CREATE TEMP TABLE {name} (opens_s BIGINT, closes_s BIGINT, worked_before BIGINT)")
    first, last = row or (None, None)
    if first is None or last is None:
        return []
    first -= timedelta(days=60)
    last += timedelta(days=60 + 3 * clock.limit_hours)
    spans = working_time(rules, first, last, organisation.zone)
    clock_name, notes = f"{contract.name}.{clock.name}", []
    if spans.spans:
        connection.executemany(
            f"INSERT INTO {name} VALUES (?, ?, ?)",
            [(*span, before) for span, before in zip(spans.spans, spans.worked_before, strict=True)],
        )
    else:
        notes.append(f"{clock_name}: the calendar {calendar} has no working time up to {last}")
    if not is_covered(rules, last):
        notes.append(f"{clock_name}: public holidays are not known up to {last}; ordinary weeks are assumed")
    return notes
