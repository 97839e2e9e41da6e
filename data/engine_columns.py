"""The columns of an engine table, as SQL over the view `whole_<source>` of its rows.

Dimensions are ENUM, moments UTC epoch seconds (`created_s`), local days are days since 1970-01-01 (`created_day`), months
year × 12 + month − 1 (`created_month`); each clock has a due moment (`answered_48h_due_s`), each row the moment after which
nothing counted of it changes (`settled_s`) and the reason why it is left out (`excluded`).
"""

import re
from datetime import date

from data.contracts.model import Clock, Contract, Type, stem
from data.organisation import Organisation
from data.settling import moments_that_matter
from data.working_spans import spans_table
from data.zones import to_local_seconds

EPOCH = date(1970, 1, 1)
SETTLED, NEVER = "settled_s", 2**62
DAY_SECONDS = 86_400


def enum_name(contract: Contract, column: str) -> str:
    """The type of a dimension in the engine file."""
    return f"{contract.name}_{column}"


def layers(contract: Contract, organisation: Organisation) -> str:
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
    """After which moment nothing counted of a row changes any more: whenever it is asked for later, the answer is the same.

    A row that counts is never settled while a clock that concerns it runs, since the oldest of these is looked for among
    the rows not settled. An excluded row, and one that no clock concerns, is settled after its last moment.
    """
    matter = moments_that_matter(contract.name)
    moments = [f"{stem(column.name)}_s" for column in contract.columns if column.type is Type.MOMENT]
    due = {f"{clock.name}_due_s": clock.concerns for clock in contract.clocks}
    dated = [name for name in moments if name in matter]
    dated += [f"CASE WHEN {concerns} THEN {name} END" for name, concerns in due.items() if name in matter]
    if not dated:
        return f", CAST({NEVER} AS BIGINT) AS {SETTLED}"
    running = " OR ".join(f"({clock.concerns}) AND {_stop(clock)} IS NULL" for clock in contract.clocks)
    latest = f"COALESCE(GREATEST({', '.join(dated)}), {NEVER})"
    return f", CASE WHEN excluded IS NULL AND ({running or 'false'}) THEN {NEVER} ELSE {latest} END AS {SETTLED}"


def _stop(clock: Clock) -> str:
    """The stop that counts in the end."""
    if clock.reopen is None:
        return f"{clock.stop}_s"
    return f"CASE WHEN {clock.reopen}_s IS NULL THEN {clock.stop}_s ELSE {clock.restop}_s END"


def with_settings(sql: str, organisation: Organisation) -> str:
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
            columns.append(f"CAST({column.name} AS engine.{enum_name(contract, column.name)}) AS {column.name}")
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
    spans = spans_table(contract, clock)
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
