"""Question → the statements that list its cases: the rows behind a figure, each with what it is to the figure.

The conditions are those of the figure itself (`build.parts` and the metric's measures), so the two cannot differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.contracts import contract
from data.words import Text
from metrics.build import Question, Statement, condition, parts, table_of, with_moments_bound
from metrics.case_columns import REASON, ROLE, VALUE, CaseColumn, Told, key_columns, moments_of_clock
from metrics.dialect import DUCKDB, Dialect
from metrics.model import Filter, Kind, Metric

KEPT = "excluded IS NULL"
OWN_LIMIT = (Kind.STOCK, Kind.STATE)
"""Kinds that count what holds at a moment; what is excluded is no part of them and not counted beside them."""
FAR = 1_000
"""From so many rows on a page is far: DuckDB no longer leaves the columns of the rows before it alone by itself."""


@dataclass(frozen=True)
class Order:
    """How a list is sorted: a column's name, and whether the largest come first. What is not known stands last."""

    column: str
    descending: bool = False


def count_cases(question: Question, dialect: Dialect = DUCKDB) -> Statement:
    """How many cases there are of each role, and what their values add up to."""
    inner, values = told_rows(question, (), dialect)
    columns = ((ROLE, ROLE), ("n", "CAST(COUNT(*) AS BIGINT)"), ("total", dialect.sum_of(VALUE)))
    sql = f"SELECT {_listed(columns)}\nFROM (\n{inner}\n) AS told\nWHERE {ROLE} IS NOT NULL\nGROUP BY {ROLE}\nORDER BY {ROLE}"
    return Statement(with_moments_bound(sql, values, question, dialect), values, tuple(name for name, _ in columns))


def list_cases(
    question: Question, columns: tuple[CaseColumn, ...], role: str | None, order: Order, limit: int, offset: int,
    only: Mapping[str, object] | None = None, dialect: Dialect = DUCKDB,
) -> Statement:  # fmt: skip
    """One page of cases, of one role or of all; equal ones are sorted by their key, so that no page repeats another.

    `only` keeps the rows whose columns have these values: the one case of a key.
    """
    names = (ROLE, VALUE, REASON, *moments_of_clock(question.metric), *(column.name for column in columns))
    keys = ", ".join(name for name in key_columns(question.metric) if name in names) or "1"
    bound = {"limit": limit, "offset": offset} | ({} if role is None else {"role": role})
    kept = f"{ROLE} IS NOT NULL" if role is None else f"{ROLE} = {dialect.placeholder('role')}"
    by = f"{'DESC' if order.descending else 'ASC'} NULLS LAST"
    page = f"LIMIT {dialect.placeholder('limit')} OFFSET {dialect.placeholder('offset')}"
    if offset >= FAR and not only and _is_its_row(question.metric, dialect):
        before, listed, values = _far_page(question, columns, order, by, kept, page, dialect)
        page += " - (SELECT n FROM earlier)"
    else:
        inner, values = told_rows(question, columns, dialect, only)
        before, listed = "", f"(\n{inner}\n) AS told\nWHERE {kept}"
    sql = f"{before}SELECT {', '.join(names)}\nFROM {listed}\nORDER BY {order.column} {by}, {keys}\n{page}"
    return Statement(with_moments_bound(sql, values, question, dialect), values | bound, names)


def _is_its_row(metric: Metric, dialect: Dialect) -> bool:
    """Whether a case is a row of a table, and what it is to the figure stands in that row alone."""
    alone = not {"latest", "earliest"} & metric.measures.keys()
    return bool(dialect.row_id) and metric.kind is not Kind.ENTITIES and metric.relation is None and alone


def _far_page(
    question: Question, columns: tuple[CaseColumn, ...], order: Order, by: str, kept: str, page: str, dialect: Dialect
) -> tuple[str, str, dict[str, Any]]:  # fmt: skip
    """What comes before the SELECT of a far page, and what it lists: only rows that sort like one on the page.

    Where the page lies is found by the sorted column alone, which is narrow; keys and all other columns are read of the
    rows that are as good as its first and its last. `earlier` says how many come before all of these.
    """
    line = CaseColumn("line", Text("Row", "行"), Told.NUMBER, dialect.row_id)
    slim, values = told_rows(question, (line, *(item for item in columns if item.name == order.column)), dialect)
    first, last, sooner, later = ("MAX", "MIN", ">", "<") if order.descending else ("MIN", "MAX", "<", ">")
    before = (
        f"WITH told AS MATERIALIZED (\nSELECT line, {order.column} AS place\nFROM (\n{slim}\n) AS every\nWHERE {kept}\n),\n"
        f"page AS (SELECT place FROM told ORDER BY place {by} {page}),\n"
        f"ends AS (SELECT {first}(place) AS a, CASE WHEN COUNT(*) = COUNT(place) THEN {last}(place) END AS b FROM page),\n"
        f"earlier AS (SELECT COUNT(*) AS n FROM told, ends WHERE place {sooner} a OR (a IS NULL AND place IS NOT NULL)),\n"
        f"near AS (SELECT line FROM told, ends WHERE NOT COALESCE(place {sooner} a, a IS NULL AND place IS NOT NULL)"
        f" AND NOT COALESCE(place {later} b, b IS NOT NULL))\n"
    )
    whole, _values = told_rows(question, columns, dialect)
    return before, f"(\n{whole}\n  AND {dialect.row_id} IN (SELECT line FROM near)\n) AS told", values


def list_rows(
    source: str, columns: tuple[CaseColumn, ...], only: Mapping[str, object], where: tuple[Filter, ...], as_of: int,
    newest: str, limit: int, dialect: Dialect = DUCKDB,
) -> Statement:  # fmt: skip
    """The rows of a source whose columns have these values, the newest first, with the reason where one is left out."""
    values: dict[str, Any] = {"as_of": as_of, "limit": limit}
    kept = [*_only(only, values, dialect), *(condition(item, source, values, dialect) for item in where)]
    names = (REASON, *(column.name for column in columns))
    listed = _listed([(REASON, "excluded"), *((column.name, column.sql) for column in columns)])
    sql = f"SELECT {listed}\nFROM {source}\nWHERE {' AND '.join(kept)}\nORDER BY {newest} DESC NULLS LAST\nLIMIT {dialect.placeholder('limit')}"
    if "$as_of" not in sql:
        del values["as_of"]
    return Statement(sql.replace("$as_of", dialect.placeholder("as_of")), values, names)


def _only(wanted: Mapping[str, object], values: dict[str, Any], dialect: Dialect) -> list[str]:
    """Conditions that columns have these values; names are looked up by the caller, values are bound."""
    conditions = []
    for number, (name, value) in enumerate(wanted.items()):
        values[f"k{number}"] = value
        conditions.append(f"CAST({name} AS VARCHAR) = {dialect.placeholder(f'k{number}')}")
    return conditions


def told_rows(
    question: Question, columns: tuple[CaseColumn, ...], dialect: Dialect, only: Mapping[str, object] | None = None
) -> tuple[str, dict[str, Any]]:
    """The rows of a question with their role, their value, the moments of their clock and the columns asked for."""
    metric = question.metric
    _keys, where, values = parts(question, dialect)
    where += _only(only or {}, values, dialect)
    if metric.kind is Kind.ENTITIES:
        return _told_of_entities(metric, where, dialect), values
    shown = [(ROLE, role_sql(metric)), (VALUE, value_sql(metric)), (REASON, "excluded")]
    shown += [*moments_of_clock(metric).items(), *((column.name, column.sql) for column in columns)]
    return f"SELECT {_listed(shown)}\nFROM {table_of(metric)}\nWHERE " + "\n  AND ".join(where), values


def _told_of_entities(metric: Metric, where: list[str], dialect: Dialect) -> str:
    """One row per entity, with how many rows it has."""
    counted = dialect.count_if(metric.measures["counted"])
    kept = "\n  AND ".join([*where, f"{metric.entity} IS NOT NULL", KEPT])
    rows = f"SELECT {metric.entity} AS entity, {counted} AS counted\nFROM {table_of(metric)}\nWHERE {kept}\nGROUP BY {metric.entity}"
    enough, fewer = metric.measures["numerator"], metric.measures["undecided"]
    role = f"CASE WHEN {enough} THEN 'counted' WHEN {fewer} THEN 'undecided' END"
    return f"SELECT {role} AS {ROLE}, counted AS {VALUE}, NULL AS {REASON}, entity AS {metric.entity}\nFROM (\n{rows}\n) AS counted_rows"


def role_sql(metric: Metric) -> str:
    """What a row is to the figure; NULL where it plays no part in it."""
    given = metric.measures
    counted_apart = contract(metric.source).exclusions and metric.kind not in OWN_LIMIT
    kinds = [(f"NOT ({KEPT})", "'excluded'" if counted_apart else "NULL")]
    if "denominator" in given:
        kinds += [(given["numerator"], "'hit'"), (given["denominator"], "'miss'")]
    elif "numerator" in given:
        kinds.append((given["numerator"], "'counted'"))
    else:
        kinds.append((_has_value(metric), "'counted'"))
    if "undecided" in given:
        kinds.append((given["undecided"], "'undecided'"))
    cases = "".join(f" WHEN {sql} THEN {role}" for sql, role in kinds)
    return f"CASE{cases} END"


def _has_value(metric: Metric) -> str:
    """Whether a row is behind a figure that is no count: it has a value, adds to the sum, or is the latest or earliest."""
    for name, extreme in (("latest", "MAX"), ("earliest", "MIN")):
        if name in metric.measures:
            sql = metric.measures[name]
            return f"({sql}) = {extreme}(CASE WHEN {KEPT} THEN {sql} END) OVER ()"
    return f"({value_sql(metric)}) > 0" if "amount" in metric.measures else f"({value_sql(metric)}) IS NOT NULL"


def value_sql(metric: Metric) -> str:
    """What is measured of a row, as the figure takes it: seconds, a score before it is scaled, an amount."""
    name = next((name for name in ("seconds", "value", "amount") if name in metric.measures), None)
    return "CAST(NULL AS BIGINT)" if name is None else metric.measures[name]


def _listed(columns: Any) -> str:
    return ", ".join(f"{sql} AS {name}" for name, sql in columns)
