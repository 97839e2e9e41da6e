"""One figure in two versions of the data: as reported, and as known today, with the cases that make the difference.

The method stands in `decisions.toml` under restated.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol

from data.errors import UsageError
from data.store import Manifest
from data.words import Text
from metrics.build import Question
from metrics.build_restated import changed_list, changed_sums
from metrics.cases import Role, as_listed, listed_metric
from metrics.catalog import metric as metric_named
from metrics.engine import Engine
from metrics.model import ALL_ROWS, Kind, Metric, Query, Row, Scope

MOST = 200
ADDITIVE = (Kind.RATE, Kind.COUNT, Kind.MEAN, Kind.ENTITIES, Kind.STATE)


class Sort(StrEnum):
    """Why a case is not the same to a figure in two versions."""

    LATE = "late"
    CORRECTION = "correction"
    WITHDRAWN = "withdrawn"
    SINCE = "since"


@dataclass(frozen=True)
class Changed:
    """The cases of one sort: how many, and what they add to numerator and denominator (sum and number, of a mean)."""

    n: int
    numerator: int
    denominator: int


@dataclass(frozen=True)
class Setting:
    """A setting of the organisation that differs; None where it is too long to be told in a word."""

    label: Text
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Restated:
    """A figure in two versions; `changed` leaves out sorts without cases."""

    metric: Metric
    before: Row
    after: Row
    changed: Mapping[Sort, Changed]
    settings: tuple[Setting, ...]


@dataclass(frozen=True)
class ChangedCase:
    """A case that differs: its key, and what it was and is to the figure (None: no part of it)."""

    sort: Sort
    key: tuple[str, ...]
    before: Role | None
    after: Role | None
    value_before: float | None
    value_after: float | None


class Pair(Protocol):
    """Two versions on one connection."""

    def fetch(self, statement: str, values: Mapping[str, object]) -> Sequence[tuple[Any, ...]]:
        """The rows of one SELECT with named values bound. Raises QueryFailed."""


SETTINGS = {
    "time_zone": Text("time zone", "时区"),
    "fiscal_year_start_month": Text("first month of the fiscal year", "财年起始月"),
    "reopen_window_days": Text("reopen window in days", "重开期天数"),
    "clock_calendars": Text("business calendars of the clocks", "时钟所用工作日历"),
    "calendars": Text("business calendars", "工作日历"),
    "service_weights": Text("weights of the service scores", "服务评分权重"),
    "service_weights_by_category": Text("weights of the service scores by category", "分品类的服务评分权重"),
    "promises": Text("targets", "承诺目标"),
}
"""The settings figures or verdicts depend on."""


def comparable(metric: Metric) -> bool:
    """Whether a figure is made of cases one by one, so that two versions of it differ by single cases."""
    return metric.kind in ADDITIVE and metric.of is None and not {"latest", "earliest"} & metric.measures.keys()


def restated(a: Engine, b: Engine, pair: Pair, query: Query, scope: Scope = ALL_ROWS) -> Restated:
    """The one figure of a query in version a and in version b, each as far as its own data reach, and why they differ.

    Raises UsageError for a figure that is not made of single cases, UnknownName, or QueryFailed.
    """
    metric = _metric(query)
    rows = [_row(engine, query, scope) for engine in (a, b)]
    changed: dict[Sort, Changed] = {}
    asked = _questions(a, b, query, scope)
    if asked is not None:
        statement = changed_sums(*asked)
        for sort, *numbers in pair.fetch(statement.sql, statement.values):
            changed[Sort(sort)] = Changed(*numbers)
    ordered = {sort: changed[sort] for sort in Sort if sort in changed}
    return Restated(metric, rows[0], rows[1], ordered, changed_settings(a.manifest, b.manifest))


def changed_cases(
    a: Engine, b: Engine, pair: Pair, query: Query, sort: Sort | None = None, limit: int = MOST, scope: Scope = ALL_ROWS
) -> tuple[ChangedCase, ...]:  # fmt: skip
    """The cases behind the difference, of one sort or of all. Raises as `restated`."""
    metric, asked = _metric(query), _questions(a, b, query, scope)
    if asked is None:
        return ()
    statement = changed_list(*asked, sort, limit)
    scale = metric.scale if metric.kind is Kind.MEAN else 1.0
    found = []
    for name, role_before, role_after, before, after, *key in pair.fetch(statement.sql, statement.values):
        roles = [None if role is None else Role(role) for role in (role_before, role_after)]
        values = [None if value is None else float(value * scale) for value in (before, after)]
        found.append(ChangedCase(Sort(name), tuple(map(str, key)), roles[0], roles[1], values[0], values[1]))
    return tuple(found)


def changed_settings(a: Manifest, b: Manifest) -> tuple[Setting, ...]:
    """The settings that differ between two versions."""
    found = []
    for name, label in SETTINGS.items():
        before, after = a.organisation.get(name), b.organisation.get(name)
        if before != after:
            short = isinstance(before, str | int) and isinstance(after, str | int)
            found.append(Setting(label, str(before) if short else None, str(after) if short else None))
    return tuple(found)


def _metric(query: Query) -> Metric:
    metric = metric_named(query.metrics[0])
    if not comparable(metric):
        raise UsageError(
            f"{metric.name} is not made of single cases, so its two versions cannot be told apart case by case.",
            f"{metric.label.zh}不由逐个单据构成，无法按单据比较两个版本。",
        )
    return metric


def _row(engine: Engine, query: Query, scope: Scope) -> Row:
    rows = engine.run(query, scope).rows
    return rows[0] if rows else Row(query.metrics[0], None, (), None, None, None, 0)


def _questions(a: Engine, b: Engine, query: Query, scope: Scope) -> tuple[Question, Question] | None:
    """The question as each version understands it; None where one of them has nothing to say."""
    metric = listed_metric(query.metrics[0])
    found = []
    for engine in (a, b):
        question = engine.question(metric, query, scope)
        if question is None:
            return None
        listed = as_listed(engine, question)
        if listed is None:
            return None
        found.append(replace(listed, grain=None))
    return found[0], found[1]
