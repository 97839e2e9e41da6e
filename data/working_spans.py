"""The working spans that clocks in business hours run over: one temporary table per clock, as long as the data reach."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb

from data.calendar import WorkingTime, is_covered, working_time
from data.contracts.model import Clock, Contract, Type, stem
from data.organisation import CalendarRules, Organisation

AROUND = timedelta(days=60)


@dataclass(frozen=True)
class Range:
    """The first and the last day on which something happened; None where nothing did."""

    first: date | None
    last: date | None


def spans_table(contract: Contract, clock: Clock) -> str:
    """The name of a clock's table."""
    return f"working_{contract.name}_{clock.name}"


def calendars(contract: Contract, organisation: Organisation) -> Iterator[tuple[Clock, CalendarRules]]:
    """The clocks of a source that run in business hours, with their calendars."""
    for clock in contract.clocks:
        name = organisation.clock_calendars.get(f"{contract.name}.{clock.name}")
        if name is not None:
            yield clock, organisation.calendars[name]


def working_spans(rules: CalendarRules, clock: Clock, days: Range, organisation: Organisation) -> WorkingTime:
    """The spans that every limit of a clock fits into, for cases of these days; none where there are no cases."""
    if days.first is None or days.last is None:
        return WorkingTime(())
    return working_time(rules, days.first - AROUND, _end(clock, days.last), organisation.zone)


def create_spans(
    connection: duckdb.DuckDBPyConnection, contract: Contract, organisation: Organisation, days: Range
) -> list[str]:
    """Create the tables of a source's clocks for cases of these days; notes on years that are not covered."""
    notes = []
    for clock, rules in calendars(contract, organisation):
        table = spans_table(contract, clock)
        connection.execute(f"CREATE TEMP TABLE {table} (opens_s BIGINT, closes_s BIGINT, worked_before BIGINT)")
        if days.last is None:
            continue
        working, last, name = working_spans(rules, clock, days, organisation), _end(clock, days.last), clock.name
        if working.spans:
            connection.executemany(
                f"INSERT INTO {table} VALUES (?, ?, ?)",
                [(*span, before) for span, before in zip(working.spans, working.worked_before, strict=True)],
            )
        else:
            notes.append(f"{contract.name}.{name}: the calendar {rules.name} has no working time up to {last}")
        if not is_covered(rules, last):
            notes.append(
                f"{contract.name}.{name}: public holidays are not known up to {last}; ordinary weeks are assumed"
            )
    return notes


def _end(clock: Clock, last: date) -> date:
    return last + AROUND + timedelta(days=3 * clock.limit_hours)


def range_of(connection: duckdb.DuckDBPyConnection, contract: Contract, table: str) -> Range:
    """The days of a table of rows, by the moments that are no plans."""
    names = [column.name for column in contract.moments if not column.planned]
    return _range(connection, table, [f"CAST({name} AS DATE)" for name in names])


def range_before(connection: duckdb.DuckDBPyConnection, contract: Contract) -> Range:
    """The days of the rows an engine table was made of, while it is as it was."""
    return _range(connection, f"engine.{contract.name}", [
        f"DATE '1970-01-01' + CAST({stem(column.name)}_day AS INTEGER)" if column.type is Type.DAY
        else f"CAST(make_timestamp({stem(column.name)}_s * 1000000) AS DATE)"
        for column in contract.moments if not column.planned
    ])  # fmt: skip


def _range(connection: duckdb.DuckDBPyConnection, table: str, days: list[str]) -> Range:
    if not days:
        return Range(None, None)
    lows, highs = (", ".join(f"{least}({day})" for day in days) for least in ("min", "max"))
    row = connection.execute(f"SELECT least({lows}), greatest({highs}) FROM {table}").fetchone() or (None, None)
    return Range(*row)
