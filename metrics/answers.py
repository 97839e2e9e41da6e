"""Integers from the engine → rows: ratios divided last, rolling windows and stocks added up from their parts."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from metrics import intervals
from metrics.build import Question, quantiles_with
from metrics.model import Grain, Kind, Metric, Row, Unit
from metrics.periods import containing, day_number, start_of_bucket

Answer = tuple[list[Row], list[str]]
"""Rows, and the statements that gave them."""
Fetch = Callable[[Question], Answer]
HOUR = 3600


def row_from(question: Question, fields: dict[str, Any]) -> Row:
    """One fetched record as a row."""
    metric = question.metric
    group = tuple(fields[f"g{number}"] for number in range(len(question.by)))
    period = None
    if question.grain is not None:
        calendar = Grain.DAY if question.grain.rolling_days else question.grain
        period = start_of_bucket(calendar, fields["bucket"], question.fiscal_start)
    row = Row(metric.name, period, group, None, None, None, 0, fields.get("undecided", 0), fields.get("excluded", 0))
    match metric.kind:
        case Kind.RATE:
            oldest = fields.get("oldest_open")
            age = None if oldest is None else (question.as_of - oldest) / HOUR
            return rate(row, fields["numerator"], fields["denominator"], fields.get("stopped"), age)
        case Kind.QUANTILE:
            found = fields["quantiles"]
            seconds = None if found is None else found[quantiles_with(metric).index(metric.quantile or 0.5)]
            hours = None if seconds is None else float(seconds) / HOUR
            return replace(row, value=hours, n=fields["n"], error=fields.get("error", 0.0))
        case Kind.MEAN:
            return mean(row, metric, fields["n"], fields["total"], fields["squares"])
        case Kind.PER:
            return per(row, metric, fields["numerator"], fields["denominator"])
        case Kind.STATE if "since" in fields:
            if fields["since"] is None or question.day is None:
                return row
            return replace(row, value=float(day_number(question.day) - fields["since"]), n=1)
        case Kind.STATE if "denominator" in fields:
            return rate(row, fields["numerator"], fields["denominator"])
    count = fields["numerator"]
    return replace(row, value=float(count), numerator=count, n=count)


def nothing(question: Question) -> list[Row]:
    """What a question is answered of which the engine had no rows: without groups still one row, of noughts."""
    if question.by or question.grain is not None:
        return []
    measures = question.metric.measures
    fields = {"numerator": 0} | ({"denominator": 0} if "denominator" in measures else {})
    return [row_from(question, {"since": None} if {"latest", "earliest"} & measures.keys() else fields)]


def mean(row: Row, metric: Metric, n: int, total: int, squares: int) -> Row:
    """A row with its mean, standard deviation and interval, from integer sums; NPS by its own variance."""
    if n == 0:
        return row
    value, sd, low, high = intervals.mean(n, total, squares)
    if n < intervals.SMALL_N:
        low = high = None
    if metric.unit is Unit.NPS:  # +100, 0 and −100: the sums tell promoters and detractors apart
        either, more = squares // 10_000, total // 100
        _, low, high = intervals.nps((either + more) // 2, (either - more) // 2, n)
    scaled = [None if number is None else number * metric.scale for number in (value, low, high, sd)]
    return replace(row, value=scaled[0], n=n, low=scaled[1], high=scaled[2], sd=scaled[3])


def per(row: Row, metric: Metric, cases: int, exposure: int) -> Row:
    """A row with its cases for each unit of exposure, and the Poisson interval of their rate."""
    found = replace(row, numerator=cases, denominator=exposure, n=cases)
    if exposure <= 0:
        return found
    low, high = intervals.rate_per(cases, exposure)
    return replace(found, value=cases / exposure * metric.scale, low=low * metric.scale, high=high * metric.scale)


def rate(row: Row, hits: int, decided: int, stopped: int | None = None, oldest: float | None = None) -> Row:
    """A row with its rate and interval; without decided cases there is no value, never 0 % or 100 %."""
    interval = intervals.proportion(hits, decided)
    low, high = interval or (None, None)
    value = hits / decided if decided else None
    return replace(
        row, value=value, numerator=hits, denominator=decided, n=decided, low=low, high=high, stopped=stopped,
        oldest_open_hours=oldest,
    )  # fmt: skip


def total(rows: list[Row], metric: Metric) -> Row:
    """Rows of one additive metric as one: numerators and denominators added up, then divided."""
    first = rows[0]
    stopped = None if any(row.stopped is None for row in rows) else sum(row.stopped or 0 for row in rows)
    undecided, excluded = sum(row.undecided for row in rows), sum(row.excluded for row in rows)
    base = replace(first, undecided=undecided, excluded=excluded)
    hits = sum(row.numerator or 0 for row in rows)
    if metric.kind is Kind.RATE:
        ages = [row.oldest_open_hours for row in rows if row.oldest_open_hours is not None]
        return rate(base, hits, sum(row.denominator or 0 for row in rows), stopped, max(ages, default=None))
    if metric.kind is Kind.PER:
        return per(base, metric, hits, sum(row.denominator or 0 for row in rows))
    return replace(base, value=float(hits), numerator=hits, n=hits)


def roll(question: Question, fetch: Fetch) -> Answer:
    """For each day of the range, the window of days that ends with it; a row's period is the window's first day."""
    assert question.grain is not None and question.grain.rolling_days is not None  # noqa: PT018, S101 - the caller has looked
    length = question.grain.rolling_days
    before = None if question.start is None else question.start - timedelta(days=length - 1)
    daily, sql = fetch(replace(question, start=before))
    by_group: dict[tuple[Any, ...], dict[date, Row]] = defaultdict(dict)
    for row in daily:
        if row.period is not None:
            by_group[row.group][row.period] = row
    rows: list[Row] = []
    for days in by_group.values():
        first, last = question.start or min(days), question.end or max(days)
        for offset in range((last - first).days + 1):
            end = first + timedelta(days=offset)
            start = end - timedelta(days=length - 1)
            window = [days[day] for day in (start + timedelta(days=n) for n in range(length)) if day in days]
            if window:
                rows.append(replace(total(window, question.metric), period=start))
    return rows, sql


def stocks(question: Question, came: list[Row], went: list[Row], today: date) -> list[Row]:
    """Backlog at the end of each period: all that came so far less all that went, so the three reconcile.

    Every period from the first to the last has a row, also those without movement; a period cut short by the end of
    the range or by `today` shows the level at that moment.
    """
    assert question.grain is not None  # noqa: S101 - the caller has looked
    change: dict[tuple[Any, ...], dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for sign, rows in ((1, came), (-1, went)):
        for row in rows:
            if row.period is not None:
                change[row.group][row.period] += sign * (row.numerator or 0)
    moved = [period for steps in change.values() for period in steps]
    if not moved:
        return []
    last = today if question.end is None else min(question.end, today)
    periods = _starts(min(moved), max(last, *moved), question)
    shown = {start for start, end in periods if question.start is None or end >= question.start}
    result = []
    for group, steps in change.items():
        level = 0
        for start, _end in periods:
            level += steps.get(start, 0)
            if start in shown:
                result.append(Row(question.metric.name, start, group, float(level), level, None, level))
    return result


def _starts(first: date, last: date, question: Question) -> list[tuple[date, date]]:
    """First and last day of every period from the one with `first` to the one with `last`."""
    found = []
    while first <= last:
        period = containing(first, question.grain or Grain.DAY, question.fiscal_start)
        found.append((period.start, period.end))
        first = period.end + timedelta(days=1)
    return found
