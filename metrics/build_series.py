"""A question → the statement that counts every day at once: one line per day and group, from the rows or from a roll-up.

Each line holds all columns of the metrics on an axis, so that every period, trend and metric with the same filters is
answered by one statement. What was not yet known at an earlier moment is told by `corrections`; what no roll-up has, by
`splits`, of all dimensions a cause may be looked for in.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from data.contracts import contract
from data.contracts.model import Type
from data.engine_columns import SETTLED, enum_name
from data.roll_ups import CUT, DAY, Published, column_name, table_name
from metrics.build import Question, Statement, condition, parts, with_moments_bound
from metrics.dialect import DUCKDB, Dialect
from metrics.dimensions import dimension
from metrics.measures import Column
from metrics.settling import limits_besides

BEFORE_ALL = -100_000
"""The day of those who have always been there: long before any record."""


def from_rows(question: Question, columns: Sequence[Column], dialect: Dialect = DUCKDB) -> Statement:
    """Day by day from the rows of a source. The metric of the question stands for its source and axis."""
    values: dict[str, Any] = {"as_of": question.as_of}
    keys = _keys(question)
    where = [f"{question.metric.axis}_day IS NOT NULL"]
    where += [condition(item, question.metric.source, values, dialect) for item in question.where]
    counted = [(column_name(place), _aggregate(column, column.sql, dialect)) for place, column in enumerate(columns)]
    return _by_day(
        f"{question.metric.axis}_day", question, keys, counted, question.metric.source, where, values, dialect
    )


def from_roll_up(
    question: Question, published: Published, cut: int, columns: Sequence[Column], dialect: Dialect = DUCKDB
) -> Statement:  # fmt: skip
    """The same from a cut of a roll-up, whose columns have the names of the dimensions."""
    values: dict[str, Any] = {"as_of": question.as_of, "cut": cut}
    keys = [(f"g{place}", name) for place, name in enumerate(question.by)]
    where = [f"{CUT} = {dialect.placeholder('cut')}"]
    where += [condition(item, question.metric.source, values, dialect, sql=item.dimension) for item in question.where]
    found = [published.place(column.sql) for column in columns]
    counted = [
        (column_name(place), _aggregate(column, column_name(stored), dialect))
        for place, (column, stored) in enumerate(zip(columns, found, strict=True))
    ]
    table = table_name(question.metric.source, question.metric.axis)
    return _by_day(DAY, question, keys, counted, table, where, values, dialect)


def corrections(
    question: Question, columns: Sequence[Column], counted_at: int, dialect: Dialect = DUCKDB
) -> Statement:  # fmt: skip
    """What the days of a question's range hold at its as-of moment more than at the moment the roll-up was counted at.

    Only rows that were not settled at the earlier of the two moments can differ, or for which a limit of a column was yet
    to come. The oldest open case is no difference: it is told of the unsettled rows, among which every open case is.
    """
    metric = question.metric
    _bucket, (population, *within), values = parts(question, dialect)
    values |= {"unsettled": min(question.as_of, counted_at), "counted_at": counted_at}
    then = dialect.placeholder("counted_at")
    before = population.replace("$as_of", then)  # a row of neither moment's population adds nothing to any column
    either = population if before == population else f"({population} OR {before})"
    limits = sorted(limits_besides(metric.source, (column.sql for column in columns)) or ())
    moments = [SETTLED, *(f"{name} + {seconds}" for name, seconds in limits)]
    unsettled = " OR ".join(f"{moment} >= {dialect.placeholder('unsettled')}" for moment in moments)
    where = [f"({unsettled})", either, *within]
    counted = [
        (
            column_name(place),
            _aggregate(column, column.sql, dialect)
            if column.least
            else f"{_aggregate(column, column.sql, dialect)} - {_aggregate(column, column.sql.replace('$as_of', then), dialect)}",
        )
        for place, column in enumerate(columns)
    ]
    return _by_day(
        f"{metric.axis}_day", question, _keys(question), counted, metric.source, where, values, dialect,
        apart=question.grain is not None,
    )  # fmt: skip


def splits(question: Question, names: Sequence[str], columns: Sequence[Column], dialect: Dialect = DUCKDB) -> Statement:
    """The rows of a question by each of several dimensions apart, in one reading; `part` is the place of a line's dimension."""
    each = replace(question, by=tuple(names), grain=None)
    _none, where, values = parts(replace(each, by=()), dialect)
    keys, numbers = _keys(each), [column_name(place) for place in range(len(columns))]
    rows = [*keys, (DAY, f"{question.metric.axis}_day")]
    rows += [(name, column.sql) for name, column in zip(numbers, columns, strict=True)]
    inner = ", ".join(f"{sql} AS {name}" for name, sql in rows)
    cases = " ".join(f"WHEN GROUPING({name}) = 0 THEN {place}" for place, (name, _) in enumerate(keys))
    found = [(name, _coded(name, each, place, dialect)) for place, (name, _) in enumerate(keys)]
    found += [("part", f"CASE {cases} END"), (DAY, f"MIN({DAY})")]
    found += [(name, _aggregate(column, name, dialect)) for name, column in zip(numbers, columns, strict=True)]
    outer = ", ".join(f"{sql} AS {name}" for name, sql in found)
    sets = ", ".join(f"({name})" for name, _ in keys)
    # each set would work out the columns of every row anew
    sql = f"WITH numbered AS MATERIALIZED (\nSELECT {inner}\nFROM {question.metric.source}\nWHERE " + "\n  AND ".join(
        where
    )
    sql += f"\n)\nSELECT {outer}\nFROM numbered\nGROUP BY GROUPING SETS ({sets})"
    return Statement(with_moments_bound(sql, values, question, dialect), values, tuple(name for name, _ in found))


def presence(question: Question, dialect: Dialect = DUCKDB) -> Statement:
    """Day by day how many came (`c0`), and how many more came than had left the day before (`c1`); see `Presence`."""
    source, values = question.metric.source, dict[str, Any]()
    kept = ["excluded IS NULL", "COALESCE(left_day >= joined_day, true)"]
    kept += [condition(item, source, values, dialect) for item in question.where]
    keys = _keys(question)
    listed = "".join(f"{sql} AS {name}, " for name, sql in keys)
    rows = f"FROM {source}\nWHERE " + "\n  AND ".join(kept)
    events = (
        f"(SELECT {listed}COALESCE(joined_day, {BEFORE_ALL}) AS event_day, 1 AS came, 1 AS net {rows}\nUNION ALL\n"
        f"SELECT {listed}left_day + 1, 0, -1 {rows}\n  AND left_day IS NOT NULL) AS events"
    )
    counted = [("c0", dialect.sum_of("came")), ("c1", dialect.sum_of("net"))]
    named = [(name, name) for name, _ in keys]
    return _by_day("event_day", question, named, counted, events, ["true"], {"as_of": question.as_of} | values, dialect)


def _keys(question: Question) -> list[tuple[str, str]]:
    return [(f"g{place}", dimension(question.metric.source, name).sql) for place, name in enumerate(question.by)]


def _aggregate(column: Column, sql: str, dialect: Dialect) -> str:
    return f"MIN({sql})" if column.least else dialect.sum_of(sql)


def _by_day(
    day: str, question: Question, keys: list[tuple[str, str]], counted: list[tuple[str, str]], table: str,
    where: list[str], values: dict[str, Any], dialect: Dialect, *, apart: bool = True,
) -> Statement:  # fmt: skip
    """One SELECT: groups, day, columns; in the order of the groups and, within them, of the days.

    Without `apart` all days of a group are one line, at its first day.
    """
    shown = [(name, _coded(sql, question, place, dialect)) for place, (name, sql) in enumerate(keys)]
    found = [*shown, (DAY, day if apart else f"MIN({day})"), *counted]
    listed = ", ".join(f"{sql} AS {name}" for name, sql in found)
    grouped = [*(sql for _, sql in keys), *([day] if apart else [])]
    groups = f"\nGROUP BY {', '.join(grouped)}" if grouped else ""
    order = ", ".join([*(sql for _, sql in keys), str(len(keys) + 1)])
    sql = f"SELECT {listed}\nFROM {table}\nWHERE " + "\n  AND ".join(where) + f"{groups}\nORDER BY {order}"
    return Statement(with_moments_bound(sql, values, question, dialect), values, tuple(name for name, _ in found))


def _coded(sql: str, question: Question, place: int, dialect: Dialect) -> str:
    """A key as it is fetched: a text by its code, the place of its value among those of its type (`listed`)."""
    return dialect.code_of(sql) if has_codes(question.metric.source, question.by[place]) else sql


def has_codes(source: str, name: str) -> bool:
    """Whether the values of a dimension are texts of one type, so that lines can tell them by their codes."""
    column = contract(source).by_name.get(name)
    return column is not None and column.type is Type.TEXT


def listed(source: str, name: str, dialect: Dialect = DUCKDB) -> str:
    """The values of a text dimension, in the order of their codes."""
    return f"SELECT {dialect.listed(enum_name(contract(source), name))} AS value"
