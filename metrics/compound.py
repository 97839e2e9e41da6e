"""Metrics made of other metrics, or asked once per period: states, changes against a baseline."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol

from data.errors import UsageError
from metrics.answers import Answer
from metrics.build import Question
from metrics.catalog import metric as metric_named
from metrics.duration_bins import FINE, change_error
from metrics.histograms import Pairs
from metrics.intervals import ratio_of_rates
from metrics.medians import ratio_of_medians
from metrics.model import Grain, Kind, Row
from metrics.periods import Period, containing, next_month

BASELINE_MONTHS = 6
Group = tuple[str | int | bool | None, ...]
FetchAll = Callable[[list[Question]], list[Answer]]
"""Answers questions that differ in their days only."""


class Asks(Protocol):
    """What answers questions that are already resolved: the engine."""

    def ask(self, question: Question) -> Answer:
        """The rows of a question and the statements that gave them."""

    def histogram(self, question: Question) -> dict[Group, Pairs]:
        """By group, pairs of a duration and how often it occurs, shortest first."""


def per_period(question: Question, first: date | None, begins: date | None, fetch: FetchAll) -> Answer:
    """What holds at the end of each period; without a grain, at the end of the question. All periods are asked together.

    Before `begins`, the first day of the records it rests on, nothing is known: no value rather than a bad one. Nor is
    it where the question has no first day and the data have none (`first`), but the figure needs one.
    """
    starts: list[date | None] = [None]
    asked = [on_its_day(question, first, begins)]
    if question.grain is not None:
        _refuse_rolling(question)
        if question.end is not None and question.day is not None:
            question = replace(question, day=min(question.end, question.day))
        found = _periods(question, first)
        starts = [period.start for period in found]
        asked = [on_its_day(_at_the_end(question, period), first, begins) for period in found]
    answers = iter(fetch([item for item in asked if item is not None]))
    rows: list[Row] = []
    statements: list[str] = []
    unknown = Row(question.metric.name, None, tuple(None for _ in question.by), None, None, None, 0)
    for start, item in zip(starts, asked, strict=True):
        told, sql = ([unknown], []) if item is None else next(answers)
        rows += [replace(row, period=start) for row in told]
        statements = statements or sql
    return rows, statements


def _at_the_end(question: Question, period: Period) -> Question:
    """The question about one of its periods."""
    begin = max(period.start, question.start or period.start)
    return replace(question, grain=None, start=begin, end=None, day=_last_day(question, period))


def on_its_day(question: Question, first: date | None, begins: date | None) -> Question | None:
    """A question about a state without a grain, as one about its last day; None where nothing is known of that day."""
    day = question.day
    if question.end is not None and day is not None:
        day = min(question.end, day)
    start = question.start or first
    needs_first = any("$first_day" in sql for sql in (question.metric.where, *question.metric.measures.values()))
    too_early = begins is not None and day is not None and day < begins
    return None if too_early or (needs_first and start is None) else replace(question, start=start, day=day)


def against_baseline(question: Question, first: date | None, engine: Asks) -> Answer:
    """The change of a metric against a frozen baseline, as a fraction of it, group by group.

    The ratio of two medians has a bootstrap interval, the ratio of two rates the log interval of two Poisson counts.
    Split into periods no interval is computed. Durations may come from fine bins; the rows then tell by how much the change
    can be off.
    """
    _refuse_rolling(question)
    base = metric_named(question.metric.of or "")
    frozen = question.baseline or default_baseline(first)
    if frozen is None:
        return [Row(question.metric.name, None, tuple(None for _ in question.by), None, None, None, 0)], []
    within = min(question.within, FINE.error)  # coarse bins are off by as much as a promise may hang on
    now = replace(question, metric=base, within=within)
    then = replace(now, start=frozen[0], end=frozen[1], day=min(frozen[1], question.day or frozen[1]), grain=None)
    rows_now, sql = engine.ask(now)
    rows_then, sql_then = engine.ask(then)
    before = {row.group: row for row in rows_then}
    rows = [_relative(question.metric.name, row, before.get(row.group)) for row in rows_now]
    if question.grain is None:
        rows = _with_bounds(question, rows, rows_now, before, (now, then), engine)
    return rows, [*sql, *sql_then]


def default_baseline(first: date | None) -> tuple[date, date] | None:
    """The first six full months of the data, for organisations that have frozen none."""
    if first is None:
        return None
    start = first if first.day == 1 else next_month(first)
    end = start
    for _ in range(BASELINE_MONTHS):
        end = next_month(end)
    return start, end - timedelta(days=1)


def _relative(name: str, now: Row, then: Row | None) -> Row:
    row = replace(now, metric=name, value=None, numerator=None, denominator=None, low=None, high=None, error=0.0)
    if then is None or now.value is None or not then.value:
        return row
    ratio = now.value / then.value
    return replace(row, value=ratio - 1, error=change_error(now.error, then.error))


def _with_bounds(
    question: Question, rows: Sequence[Row], rows_now: Sequence[Row], before: dict[Group, Row],
    asked: tuple[Question, Question], engine: Asks,
) -> list[Row]:  # fmt: skip
    """The rows with their intervals."""
    base = metric_named(question.metric.of or "")
    if base.kind is Kind.QUANTILE:
        now, then = (engine.histogram(item) for item in asked)
        found = {row.group: ratio_of_medians(then[row.group], now[row.group]) for row in rows if row.value is not None}
    else:
        found = {}
        for row in rows_now:
            other = before.get(row.group)
            if other and other.numerator and other.denominator and row.numerator is not None and row.denominator:
                found[row.group] = ratio_of_rates(row.numerator, row.denominator, other.numerator, other.denominator)
    ratios = {group: ratio for group, ratio in found.items() if ratio is not None}
    return [
        replace(row, low=ratios[row.group][1] - 1, high=ratios[row.group][2] - 1) if row.group in ratios else row
        for row in rows
    ]


def _periods(question: Question, first: date | None) -> list[Period]:
    """Every period of the question's grain, from its start (or the first row) to the day it reaches."""
    start, last = question.start or first, question.day
    found: list[Period] = []
    while start is not None and last is not None and start <= last:
        found.append(containing(start, question.grain or Grain.DAY, question.fiscal_start))
        start = found[-1].end + timedelta(days=1)
    return found


def _last_day(question: Question, period: Period) -> date:
    return period.end if question.day is None else min(period.end, question.day)


def _refuse_rolling(question: Question) -> None:
    if question.grain is not None and question.grain.rolling_days:
        raise UsageError(
            f"{question.metric.name} cannot be rolled: its days do not add up. Choose day to year.",
            f"{question.metric.label.zh}不能滚动计算：每日数值不可相加。请选择日至年的粒度。",
        )
