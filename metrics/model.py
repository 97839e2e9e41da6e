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
    DAYS = "days"
    SCORE = "score"
    """points of a scale, such as 1–5 or 0–100"""
    NPS = "nps"
    """net promoter score, −100 to 100"""
    CHANGE = "change"
    """a change against a baseline, as a fraction of it: −0.20 is 20 % less"""
    PER_1000 = "per_1000"
    """cases for each thousand orders"""
    FREQUENCY = "frequency"
    """orders for each person and month"""


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
    MEAN = "mean"
    """the mean of integer values, with their standard deviation"""
    ENTITIES = "entities"
    """how many different entities have enough rows of the period"""
    PER = "per"
    """cases for each unit of exposure, of which they are no part: complaints per order"""
    STATE = "state"
    """what holds at the end of each period: a count, a rate, or days since"""
    RELATIVE = "relative"
    """another metric against its value in a frozen baseline"""


class Presence(StrEnum):
    """What is told of those who are there for some days."""

    COUNT = "count"
    DAYS = "days"


@dataclass(frozen=True)
class Metric:
    """One KPI.

    Attributes:
        source: the contract whose engine table is read.
        axis: the engine axis that places a row in a period (`created`, `answered_48h_due`).
        where: the population, as portable SQL over the engine table; `$as_of` is the as-of moment in epoch seconds.
        measures: result field → portable SQL condition (rates, counts) or expression; see `build.py`.
        quantile: 0–1 for quantiles.
        scale: a mean or a rate per exposure is multiplied by it last (0.01 where values are hundredths).
        entity: the column that tells entities apart; `enough` is how many rows one must have to count.
        exposure: the metric that counts the exposure, where it is not a measure of the same rows.
        of: the metric that is set against its baseline.
        relation: SQL that stands for the engine table; may use `$day` and `$first_day`, the days the question ends and
            begins with.
        single: what a duration is called of a single case.
        evidence: numbers that say why a row is what it is to the figure and that no column holds: name, label, SQL.
        reach: the source that says how far the figures reach, when it is not `source`.
        presence: of a state that tells who is there from `joined_day` to `left_day`: COUNT on the last day, or DAYS in all.
        sample: the rows are a sample of what the promise speaks of, so a verdict needs the interval.
        card: shown among the first figures of its subject's page.
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
    scale: float = 1.0
    entity: str | None = None
    enough: int = 1
    exposure: str | None = None
    of: str | None = None
    relation: str | None = None
    single: Text | None = None
    evidence: tuple[tuple[str, Text, str], ...] = ()
    reach: str | None = None
    presence: Presence | None = None
    sample: bool = False
    card: bool = False


@dataclass(frozen=True)
class Filter:
    """Keep the rows whose dimension has one of the values; None stands for “not given”."""

    dimension: str
    values: tuple[str | None, ...]


def spelt(value: str | int | bool) -> str:
    """A dimension's value as filters, links and closed lists spell it: true, 3, phone."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def one_group(dimension: str, value: str | int | bool | None) -> Filter:
    """The filter that keeps one group of a dimension."""
    return Filter(dimension, (None if value is None else spelt(value),))


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
    """One question. Days are local and both included; `as_of` is UTC epoch seconds, None = how far the data reach.

    `baseline` is what a metric of kind RELATIVE is set against; None = the first six full months of its source. `exact`
    asks for no values read from bins.
    """

    metrics: tuple[str, ...]
    start: date | None = None
    end: date | None = None
    grain: Grain | None = None
    by: tuple[str, ...] = ()
    where: tuple[Filter, ...] = ()
    as_of: int | None = None
    baseline: tuple[date, date] | None = None
    exact: bool = False


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
        n: decided cases of a rate, values behind a quantile or a mean, the count itself.
        undecided: cases not yet due (rates) or not yet ended (quantiles).
        low, high: 95 % interval of a value, where its kind has one; None elsewhere.
        stopped: of a clock, the cases that have ended: numerator / stopped is what closed-only counting would say.
        oldest_open_hours: age of the oldest open case at the as-of moment.
        sd: of a mean, the standard deviation of its single values.
        error: the most a value read from bins can be off, as a fraction of it; of a change, as a fraction of now / then.
            0 where it is exact.
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
    sd: float | None = None
    error: float = 0.0

    @property
    def missed(self) -> int | None:
        """The decided cases of a rate that are no hits."""
        return None if self.numerator is None or self.denominator is None else self.denominator - self.numerator

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
