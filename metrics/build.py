"""Query + Metric → one SELECT and its bound values: the only place where SQL is composed.

Values are always bound; names come from the registry and the contracts. The portable subset: explicit GROUP BY,
integer sums of CASE, counts cast to BIGINT; what engines spell differently stands in `dialect.py`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from data.contracts import contract as contract_named
from metrics.dialect import DUCKDB, Dialect
from metrics.dimensions import Dimension, dimension
from metrics.model import Filter, Grain, Kind, Metric
from metrics.periods import EPOCH

COUNTED = ("numerator", "denominator", "undecided", "stopped")
"""Measures of a rate or a count that are conditions to be counted over the rows that are not excluded."""


@dataclass(frozen=True)
class Statement:
    """One SELECT, its bound values, and the names of its columns in order."""

    sql: str
    values: dict[str, Any]
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """What a single metric is asked: the query with everything resolved (as-of moment, scope, fiscal year)."""

    metric: Metric
    as_of: int
    start: date | None = None
    end: date | None = None
    grain: Grain | None = None
    by: tuple[str, ...] = ()
    where: tuple[Filter, ...] = ()
    fiscal_start: int = 1


def build(question: Question, dialect: Dialect = DUCKDB) -> Statement:
    """The statement that answers one question."""
    metric = question.metric
    values: dict[str, Any] = {"as_of": question.as_of}
    groups = [dimension(metric.source, name) for name in question.by]
    keys = [(f"g{number}", _bind_as_of(group.sql, dialect)) for number, group in enumerate(groups)]
    if question.grain is not None:
        keys.insert(0, ("bucket", bucket_sql(metric.axis, question.grain, question.fiscal_start, dialect)))
    measures = _measures(metric, dialect)
    conditions = [f"({metric.where})", f"{metric.axis}_day IS NOT NULL"]
    conditions += _range(question, metric.axis, values, dialect)
    conditions += [condition(item, metric.source, values, dialect) for item in question.where]
    listed = ", ".join(f"{sql} AS {name}" for name, sql in [*keys, *measures])
    sql = f"SELECT {listed}\nFROM {metric.source}\nWHERE " + "\n  AND ".join(conditions)
    if keys:
        names = ", ".join(sql_ for _, sql_ in keys)
        sql += f"\nGROUP BY {names}\nORDER BY {', '.join(str(number) for number in range(1, len(keys) + 1))}"
    return Statement(_bind_as_of(sql, dialect), values, tuple(name for name, _ in [*keys, *measures]))


def values_statement(source: str, item: Dimension, within: tuple[Filter, ...] = ()) -> Statement:
    """The distinct values of a dimension, for filters and for checking what people type, within a row scope."""
    values: dict[str, Any] = {}
    conditions = [condition(clause, source, values) for clause in within]
    where = "\nWHERE " + "\n  AND ".join(conditions) if conditions else ""
    return Statement(f"SELECT DISTINCT {item.sql} AS g0\nFROM {source}{where}\nORDER BY 1", values, ("g0",))


def bucket_sql(axis: str, grain: Grain, fiscal_start: int, dialect: Dialect = DUCKDB) -> str:
    """The number of the period a row falls in: integer arithmetic on local days and months."""
    months = f"{axis}_month" if fiscal_start == 1 else f"({axis}_month - {fiscal_start - 1})"
    match grain:
        case Grain.WEEK:
            return dialect.div(f"({axis}_day + 3)", 7)
        case Grain.MONTH:
            return months
        case Grain.QUARTER:
            return dialect.div(months, 3)
        case Grain.HALF:
            return dialect.div(months, 6)
        case Grain.YEAR:
            return dialect.div(months, 12)
    return f"{axis}_day"  # days, and the days a rolling window is summed from


def condition(item: Filter, source: str, values: dict[str, Any], dialect: Dialect = DUCKDB) -> str:
    """The WHERE clause of a filter; an empty filter keeps nothing."""
    sql = dimension(source, item.dimension).sql
    parts = []
    given = [value for value in item.values if value is not None]
    if given:
        names = []
        for value in given:
            name = f"f{len(values)}"
            values[name] = value
            names.append(dialect.placeholder(name))
        parts.append(f"{sql} IN ({', '.join(names)})")
    if None in item.values:
        parts.append(f"{sql} IS NULL")
    return f"({' OR '.join(parts)})" if parts else "false"


def _measures(metric: Metric, dialect: Dialect) -> list[tuple[str, str]]:
    """Result field → SQL. Excluded rows are counted apart and take part in nothing else."""
    kept = "excluded IS NULL"
    measures = []
    for name, sql in metric.measures.items():
        if name in COUNTED:
            measures.append((name, dialect.count_if(f"{kept} AND ({sql})")))
        elif name == "oldest_open":
            measures.append((name, f"MIN(CASE WHEN {kept} AND ({metric.measures['open']}) THEN {sql} END)"))
        elif name == "seconds":
            value = f"CASE WHEN {kept} THEN {sql} END"
            measures.append(("quantile", dialect.quantile_of(value, metric.quantile or 0.5)))
            measures.append(("n", f"CAST(COUNT({value}) AS BIGINT)"))
    if contract_named(metric.source).exclusions and metric.kind is not Kind.STOCK:
        measures.append(("excluded", dialect.count_if("NOT (excluded IS NULL)")))
    return measures


def _range(question: Question, axis: str, values: dict[str, Any], dialect: Dialect) -> list[str]:
    conditions = []
    for name, day, sign in (("from_day", question.start, ">="), ("to_day", question.end, "<=")):
        if day is not None:
            values[name] = (day - EPOCH).days
            conditions.append(f"{axis}_day {sign} {dialect.placeholder(name)}")
    return conditions


def _bind_as_of(sql: str, dialect: Dialect) -> str:
    return sql.replace("$as_of", dialect.placeholder("as_of"))
