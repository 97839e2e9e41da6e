"""The frozen values everything is said in: Metric, Filter, Query, Row, Result.

A `Query` is also the cache key and the URL; a `Row` keeps numerator and denominator apart so that rates can be
added up by whoever needs a total.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from data.words import Language, Text


class Unit(StrEnum):
    """What a value is counted in. A ratio is a fraction of one (0.9167), to be shown as a percentage."""

    RATIO = "ratio"
    COUNT = "count"
    HOURS = "hours"


class Direction(StrEnum):
    """Which way is good."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class Kind(StrEnum):
    """How a value comes from its measures."""

    RATE = "rate"
    """numerator / denominator, both integer counts"""
    COUNT = "count"
    """the numerator"""
    QUANTILE = "quantile"
    """a quantile of integer seconds, told in hours"""
    STOCK = "stock"
    """what has come in and not gone out, at the end of each period"""


@dataclass(frozen=True)
class Metric:
    """One KPI.

    Attributes:
        source: the contract whose engine table is read.
        axis: the engine axis that places a row in a period (`created`, `answered_48h_due`).
        where: the population, as portable SQL over the engine table; `$as_of` is the as-of moment in epoch seconds.
        measures: result field → portable SQL condition (rates, counts) or expression; see `build.py`.
        quantile: 0–1 for quantiles.
        clock: name of the promise clock, if the metric is one.
        needs_hours: moments that must carry a time of day.
        decision: anchor in docs/decisions.md that says why it is computed so.
    """

    name: str
    label: Text
    meaning: Text
    subject: str
    unit: Unit
    direction: Direction
    kind: Kind
    source: str
    axis: str
    where: str
    measures: dict[str, str] = field(hash=False)
    quantile: float | None = None
    clock: str | None = None
    needs_hours: tuple[str, ...] = ()
    decision: str = ""


@dataclass(frozen=True)
class Filter:
    """Keep the rows whose dimension has one of the values; None stands for “not given”."""

    dimension: str
    values: tuple[str | None, ...]


class Grain(StrEnum):
    """The length of the periods a result is split into. `rolling_N` gives each day the N days that end with it."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    ROLLING_7 = "rolling_7"
    ROLLING_28 = "rolling_28"
    ROLLING_90 = "rolling_90"
    ROLLING_365 = "rolling_365"

    @property
    def rolling_days(self) -> int | None:
        """The length of a rolling window in days; None for calendar periods."""
        return int(self.value.removeprefix("rolling_")) if self.value.startswith("rolling_") else None


@dataclass(frozen=True)
class Query:
    """One question. Days are local and both included; `as_of` is UTC epoch seconds, None = how far the data reach."""

    metrics: tuple[str, ...]
    start: date | None = None
    end: date | None = None
    grain: Grain | None = None
    by: tuple[str, ...] = ()
    where: tuple[Filter, ...] = ()
    as_of: int | None = None


@dataclass(frozen=True)
class Scope:
    """The rows a person may see: filters added to every question by the gateway. Empty means all."""

    filters: tuple[Filter, ...] = ()


ALL_ROWS = Scope()


@dataclass(frozen=True)
class Row:
    """One answer.

    Attributes:
        period: first day of the period; None without a grain.
        group: one value per dimension of the query; None is “not given”.
        value: rate as a fraction, count, or hours; None where there are no data.
        n: decided cases of a rate, cases behind a quantile, the count itself.
        undecided: cases not yet due (rates) or not yet ended (quantiles).
        low, high: 95 % interval of a rate; None elsewhere.
        stopped: of a clock, the cases that have ended: numerator / stopped is what closed-only counting would say.
        oldest_open_hours: age of the oldest open case at the as-of moment.
    """

    metric: str
    period: date | None
    group: tuple[str | int | bool | None, ...]
    value: float | None
    numerator: int | None
    denominator: int | None
    n: int
    undecided: int = 0
    excluded: int = 0
    low: float | None = None
    high: float | None = None
    stopped: int | None = None
    oldest_open_hours: float | None = None

    @property
    def closed_only(self) -> float | None:
        """What counting only the ended cases would say; None where no case has ended."""
        if not self.stopped or self.numerator is None:
            return None
        return self.numerator / self.stopped


@dataclass(frozen=True)
class Result:
    """The answers to one question, with the moment they are true for and the statements that gave them."""

    query: Query
    rows: tuple[Row, ...]
    as_of: int | None
    version: str
    statements: tuple[str, ...] = ()

    def of(self, metric: str) -> tuple[Row, ...]:
        """The rows of one metric."""
        return tuple(row for row in self.rows if row.metric == metric)

    def only(self, metric: str) -> Row:
        """The single row of a metric asked for without grain and dimensions."""
        (row,) = self.of(metric)
        return row


def join_words(words: list[str], language: Language) -> str:
    """A list in words: “phone or email”, “电话、邮件”."""
    if language == "zh":
        return "、".join(words)
    return " or ".join(words) if len(words) < 3 else ", ".join(words[:-1]) + " or " + words[-1]
