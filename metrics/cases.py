"""The cases behind a figure: exactly the rows it was computed from, paged and sorted in the engine."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from data.contracts import contract
from data.errors import UnknownName, UsageError
from data.words import Text
from metrics.build import Question
from metrics.build_cases import Order, count_cases, list_cases
from metrics.case_columns import DUE, REASON, ROLE, STOP, VALUE, CaseColumn, case_columns, moments_of_clock
from metrics.catalog import metric as metric_named
from metrics.engine import Engine
from metrics.model import ALL_ROWS, Kind, Metric, Query, Scope

PAGE_ROWS = 50


class Role(StrEnum):
    """What a case is to a figure."""

    HIT = "hit"
    MISS = "miss"
    COUNTED = "counted"
    UNDECIDED = "undecided"
    EXCLUDED = "excluded"


@dataclass(frozen=True)
class Case:
    """One case: what it is to the figure, its measured value, and its columns.

    Attributes:
        value: seconds of a duration, a score in the figure's unit, an amount, or the rows of an entity.
        reason: why an excluded case is left out, as the contract's code.
        due, stopped: UTC epoch seconds; of figures with a clock, when the case was due and when its clock stopped.
    """

    role: Role
    value: float | None
    reason: str | None
    due: int | None
    stopped: int | None
    columns: Mapping[str, Any]


@dataclass(frozen=True)
class CaseList:
    """One page of the cases of a figure.

    Attributes:
        metric: the metric whose rows are listed: of a change against a baseline, the metric it is the change of.
        counts: how many cases there are of each role, on all pages.
        total: what the values of the counted ones add up to, where the figure is their sum.
        found: how many cases the list has, of the role asked for.
        as_of: the moment the list is true for, in UTC epoch seconds; None without data.
    """

    metric: Metric
    columns: tuple[CaseColumn, ...]
    cases: tuple[Case, ...]
    counts: Mapping[Role, int]
    total: int
    found: int
    as_of: int | None
    statement: str = ""


def listed_metric(name: str) -> Metric:
    """The metric whose rows stand behind a figure: a change against a baseline rests on those of its metric."""
    found = metric_named(name)
    return found if found.of is None else listed_metric(found.of)


def cases(
    engine: Engine, query: Query, *, role: Role | None = None, order: Order | None = None, limit: int = PAGE_ROWS,
    offset: int = 0, scope: Scope = ALL_ROWS, only: Mapping[str, object] | None = None,
) -> CaseList:  # fmt: skip
    """The cases behind the one metric of a query without grain and dimensions, from `offset` on.

    `only` keeps those whose columns have these values (the one case of a key); they are then not counted.

    Raises UnknownName for a column to sort by that the cases do not have, UsageError, or QueryFailed.
    """
    metric = listed_metric(query.metrics[0])
    if query.grain is not None or query.by:
        raise UsageError(
            "Cases are listed for one figure: say the period and the group as filters.",
            "明细只对应一个数值：请用期间和筛选条件指定分组。",
        )
    columns, order = case_columns(metric), order or first_order(metric)
    if order.column not in sortable(metric):
        raise UnknownName(Text("column of the cases", "明细列"), order.column, sortable(metric))
    question = engine.question(metric, query, scope)
    if question is None or engine.tells_nothing(metric, query):
        return CaseList(metric, columns, (), {}, 0, 0, None)
    question = as_listed(engine, question)
    if question is None:
        return CaseList(metric, columns, (), {}, 0, 0, None)
    counted = {Role(name): (n, total) for name, n, total in engine.fetch(count_cases(question))} if only is None else {}
    counts = {name: n for name, (n, _total) in counted.items()}
    found = sum(counts.values()) if role is None else counts.get(role, 0)
    statement = list_cases(question, columns, role, order, limit, offset, only)
    rows = engine.fetch(statement) if found or only else ()
    named = [dict(zip(statement.columns, row, strict=True)) for row in rows]
    total = counted.get(Role.COUNTED, (0, 0))[1]
    return CaseList(
        metric, columns, tuple(_case(metric, row) for row in named), counts, total, found, question.as_of, statement.sql
    )  # fmt: skip


def sortable(metric: Metric) -> tuple[str, ...]:
    """The columns a list of cases can be sorted by."""
    measured = (VALUE,) if measures_something(metric) else ()
    return (ROLE, *measured, *moments_of_clock(metric), *(column.name for column in case_columns(metric)))


def measures_something(metric: Metric) -> bool:
    """Whether each case has a value of its own."""
    return metric.kind is Kind.ENTITIES or any(name in metric.measures for name in ("seconds", "value", "amount"))


def first_order(metric: Metric) -> Order:
    """What a person wants to see first: the oldest due, the longest, the worst score, else the first by its key."""
    if metric.clock is not None:
        return Order(DUE)
    if measures_something(metric):
        return Order(VALUE, descending=metric.kind in (Kind.QUANTILE, Kind.ENTITIES))
    axis = next((column.name for column in contract(metric.source).columns if column.axis), None)
    names = sortable(metric)
    return Order(axis, descending=True) if axis in names and axis is not None else Order(names[1])


def as_listed(engine: Engine, question: Question) -> Question | None:
    """The question as the engine asks it of a single period; None where nothing is known of it yet."""
    if question.metric.kind is Kind.STOCK:
        return engine.at_its_end(question)
    if question.metric.kind is Kind.STATE:
        return engine.at_its_day(question)
    return question


def _case(metric: Metric, row: Mapping[str, Any]) -> Case:
    value = row[VALUE]
    if value is not None and metric.kind is Kind.MEAN:
        value = value * metric.scale
    columns = {name: found for name, found in row.items() if name not in (ROLE, VALUE, REASON, DUE, STOP)}
    return Case(Role(row[ROLE]), value, row[REASON], row.get(DUE), row.get(STOP), columns)
