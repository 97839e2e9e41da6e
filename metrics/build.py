"""Query + Metric → one SELECT and its bound values: the only place where SQL is composed.

Values are always bound; names come from the registry and the contracts. The portable subset: explicit GROUP BY,
integer sums of CASE, counts cast to BIGINT; what engines spell differently stands in `dialect.py`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from data.contracts import contract as contract_named
from data.contracts.model import Type
from metrics.dialect import DUCKDB, Dialect
from metrics.dimensions import Dimension, dimension
from metrics.model import Filter, Grain, Kind, Metric
from metrics.periods import day_number

QUANTILES = (0.5, 0.9, 0.95)
COUNTED = ("numerator", "denominator", "undecided", "stopped")
"""Measures that are conditions, to be counted over the rows that are not excluded."""


@dataclass(frozen=True)
class Statement:
    """One SELECT, its bound values, and the names of its columns in order."""

    sql: str
    values: dict[str, Any]
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """What a single metric is asked: the query with everything resolved (as-of moment, scope, fiscal year).

    `day` is the local day of the as-of moment; of a state, the last day the question covers. `within` is the most a value
    may be off that is read from bins, as a fraction of it; 0 asks for none from bins.
    """

    metric: Metric
    as_of: int
    start: date | None = None
    end: date | None = None
    grain: Grain | None = None
    by: tuple[str, ...] = ()
    where: tuple[Filter, ...] = ()
    fiscal_start: int = 1
    day: date | None = None
    baseline: tuple[date, date] | None = None
    within: float = 1.0


def build(question: Question, dialect: Dialect = DUCKDB) -> Statement:
    """The statement that answers one question."""
    measures = measures_of(question.metric, dialect)
    if question.metric.entity is not None:
        return _entities(question, measures, dialect)
    keys, where, values = parts(question, dialect)
    return select([*keys, *measures], table_of(question.metric), where, len(keys), values, question, dialect)


def histogram(question: Question, dialect: Dialect = DUCKDB) -> Statement:
    """How often each duration or score occurs, in order: what a distribution and the bootstrap of a quantile need."""
    keys, where, values = parts(question, dialect)
    measures = question.metric.measures
    single = ("single", measures["seconds"] if "seconds" in measures else measures["value"])
    where = [*where, "excluded IS NULL", f"({single[1]}) IS NOT NULL"]
    counted = ("n", "CAST(COUNT(*) AS BIGINT)")
    return select([*keys, single, counted], table_of(question.metric), where, len(keys) + 1, values, question, dialect)


def values_statement(
    source: str, item: Dimension, within: tuple[Filter, ...] = (), dialect: Dialect = DUCKDB
) -> Statement:  # fmt: skip
    """The distinct values of a dimension, for filters and for checking what people type, within a row scope.

    Without a scope a text's are those its type lists, which publishing made from the rows; only “not given” is looked for.
    """
    values: dict[str, Any] = {}
    dimensions_of = contract_named(source).dimensions
    if not within and any(column.name == item.sql and column.type is Type.TEXT for column in dimensions_of):
        empty = f"SELECT NULL WHERE EXISTS (SELECT 1 FROM {source} WHERE {item.sql} IS NULL)"
        listed = dialect.listed(f"{source}_{item.sql}")
        return Statement(f"SELECT {listed} AS g0\nUNION ALL\n{empty}\nORDER BY 1", values, ("g0",))
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


def condition(
    item: Filter, source: str, values: dict[str, Any], dialect: Dialect = DUCKDB, sql: str | None = None
) -> str:  # fmt: skip
    """The WHERE clause of a filter; an empty filter keeps nothing. `sql` stands for the dimension where a table has it."""
    sql = sql or dimension(source, item.dimension).sql
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


def parts(question: Question, dialect: Dialect) -> tuple[list[tuple[str, str]], list[str], dict[str, Any]]:
    """What every statement has: the keys it groups by, its conditions, and the values bound so far."""
    metric = question.metric
    values: dict[str, Any] = {"as_of": question.as_of}
    keys = [(f"g{number}", dimension(metric.source, name).sql) for number, name in enumerate(question.by)]
    where = [f"({metric.where})"]
    if metric.axis:
        where.append(f"{metric.axis}_day IS NOT NULL")
        where += _range(question, metric.axis, values, dialect)
        if question.grain is not None:
            keys.insert(0, ("bucket", bucket_sql(metric.axis, question.grain, question.fiscal_start, dialect)))
    where += [condition(item, metric.source, values, dialect) for item in question.where]
    return keys, where, values


def select(
    columns: list[tuple[str, str]], table: str, where: list[str], keys: int, values: dict[str, Any],
    question: Question, dialect: Dialect,
) -> Statement:  # fmt: skip
    """One SELECT; its first `keys` columns are grouped by."""
    listed = ", ".join(f"{sql} AS {name}" for name, sql in columns)
    sql = f"SELECT {listed}\nFROM {table}\nWHERE " + "\n  AND ".join(where)
    if keys:
        order = ", ".join(str(number) for number in range(1, keys + 1))
        sql += f"\nGROUP BY {', '.join(text for _, text in columns[:keys])}\nORDER BY {order}"
    return Statement(with_moments_bound(sql, values, question, dialect), values, tuple(name for name, _ in columns))


def _entities(question: Question, measures: list[tuple[str, str]], dialect: Dialect) -> Statement:
    """Counted in two steps: the rows of each entity, then the entities that have enough of them."""
    metric = question.metric
    keys, where, values = parts(question, dialect)
    kept = [*where, f"{metric.entity} IS NOT NULL", "excluded IS NULL"]
    inner = [*keys, ("entity", str(metric.entity)), ("counted", dialect.count_if(metric.measures["counted"]))]
    rows = select(inner, table_of(metric), kept, len(keys) + 1, values, question, dialect)
    outer = [*((name, name) for name, _ in keys), *measures]
    listed = ", ".join(f"{sql} AS {name}" for name, sql in outer)
    sql = f"SELECT {listed}\nFROM (\n{rows.sql}\n) AS counted_rows"
    if keys:
        names = ", ".join(name for name, _ in keys)
        sql += f"\nGROUP BY {names}\nORDER BY {names}"
    return Statement(sql, values, tuple(name for name, _ in outer))


def quantiles_with(metric: Metric) -> tuple[float, ...]:
    """What is asked beside a metric's own quantile, so that the quantiles of one duration share a statement."""
    own = metric.quantile or 0.5
    return QUANTILES if own in QUANTILES else (own,)


def table_of(metric: Metric) -> str:
    """What a metric's rows are read from: its engine table, or the relation that stands for it."""
    return metric.source if metric.relation is None else f"({metric.relation}) AS {metric.source}"


def measures_of(metric: Metric, dialect: Dialect) -> list[tuple[str, str]]:
    """Result field → SQL. Excluded rows are counted apart and take part in nothing else."""
    if metric.entity is not None:
        return [(name, dialect.count_if(sql)) for name, sql in metric.measures.items() if name != "counted"]
    kept = "excluded IS NULL"
    measures = []
    for name, sql in metric.measures.items():
        value = f"CASE WHEN {kept} THEN {sql} END"
        if name in COUNTED:
            measures.append((name, dialect.count_if(f"{kept} AND ({sql})")))
        elif name == "oldest_open":
            measures.append((name, f"MIN(CASE WHEN {kept} AND ({metric.measures['open']}) THEN {sql} END)"))
        elif name == "seconds":
            measures.append(("quantiles", dialect.quantiles_of(value, quantiles_with(metric))))
            measures.append(("n", f"CAST(COUNT({value}) AS BIGINT)"))
        elif name == "value":
            measures.append(("n", f"CAST(COUNT({value}) AS BIGINT)"))
            measures.append(("total", dialect.sum_of(value)))
            measures.append(("squares", dialect.sum_of(f"({value}) * ({value})")))
        elif name == "distinct":
            measures.append(("denominator", f"CAST(COUNT(DISTINCT {value}) AS BIGINT)"))
        elif name == "amount":
            measures.append(("numerator", dialect.sum_of(value)))
        elif name in ("latest", "earliest"):
            measures.append(("since", f"{'MAX' if name == 'latest' else 'MIN'}({value})"))
    if contract_named(metric.source).exclusions and metric.kind not in (Kind.STOCK, Kind.STATE):
        measures.append(("excluded", dialect.count_if("NOT (excluded IS NULL)")))
    return measures


def _range(question: Question, axis: str, values: dict[str, Any], dialect: Dialect) -> list[str]:
    conditions = []
    for name, day, sign in (("from_day", question.start, ">="), ("to_day", question.end, "<=")):
        if day is not None:
            values[name] = day_number(day)
            conditions.append(f"{axis}_day {sign} {dialect.placeholder(name)}")
    return conditions


def with_moments_bound(sql: str, values: dict[str, Any], question: Question, dialect: Dialect) -> str:
    """The statement with the moments it names bound: the as-of moment, and the days it begins and ends with."""
    for name, day in (("first_day", question.start), ("day", question.day)):
        if f"${name}" in sql and day is not None:
            values[name] = day_number(day)
            sql = sql.replace(f"${name}", dialect.placeholder(name))
    if "$as_of" not in sql:
        del values["as_of"]  # the engine refuses values that no statement asks for
    return sql.replace("$as_of", dialect.placeholder("as_of"))
