"""The promise board: every promise of a period with its verdict, its comparison and its thirteen months."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from metrics import periods
from metrics.catalog import metric
from metrics.engine import Engine
from metrics.model import ALL_ROWS, Filter, Grain, Query, Row, Scope
from metrics.periods import Period
from metrics.promises import Promise, promises_in_force
from metrics.verdict import Budget, Verdict, judge_finished, judge_running

TREND_MONTHS = 13


@dataclass(frozen=True)
class Standing:
    """Where one promise stands in one period.

    Attributes:
        period: the period asked for, which the promise is judged over whatever its own window is.
        change: value minus the compared value, in the metric's unit; None where either is missing.
        not_applicable: dimensions filtered by that the promise's source does not have; it then has no value.
        trend: value per month, oldest first; None for a month without data.
    """

    promise: Promise
    period: Period
    running: bool
    row: Row
    verdict: Verdict
    budget: Budget | None
    compared: Row | None
    change: float | None
    trend: tuple[tuple[date, float | None], ...]
    not_applicable: tuple[str, ...] = ()


def board(
    engine: Engine, period: Period, *, compared: Period | None = None, where: tuple[Filter, ...] = (),
    as_of: int | None = None, scope: Scope = ALL_ROWS,
) -> tuple[Standing, ...]:  # fmt: skip
    """All promises in force at the end of `period`. `compared` None leaves the comparison out."""
    return tuple(
        standing(engine, item, period, compared=compared, where=where, as_of=as_of, scope=scope)
        for item in promises_in_force(period.end)
    )


def latest_period(engine: Engine, grain: Grain = Grain.QUARTER, as_of: int | None = None) -> Period | None:
    """The period the data reach into; None without data."""
    moments = [
        engine.data_to(source) for source in {metric(item.metric).source for item in promises_in_force(date.max)}
    ]
    known = [moment for moment in moments if moment is not None]
    if as_of is None and not known:
        return None
    moment = as_of if as_of is not None else max(known)
    return periods.containing(periods.local_day(moment, engine.zone), grain, engine.fiscal_start)


def standing(
    engine: Engine, item: Promise, window: Period, *, compared: Period | None = None, where: tuple[Filter, ...] = (),
    as_of: int | None = None, scope: Scope = ALL_ROWS,
) -> Standing:  # fmt: skip
    """One promise in one period; `where` is limited to what its source knows."""
    found = metric(item.metric)
    _, outside = applicable(engine, found.source, scope.filters)
    where, missing = applicable(engine, found.source, where, ALL_ROWS if outside else scope)
    missing = (*outside, *missing)
    moment = as_of if as_of is not None else engine.data_to(found.source)
    empty = Row(item.metric, None, (), None, None, None, 0)
    if missing or moment is None:
        return Standing(item, window, False, empty, Verdict.NO_DATA, None, None, None, (), missing)
    today = periods.local_day(moment, engine.zone)
    running = window.start <= today and moment < periods.end_moment(window.end, engine.zone)
    query = Query((item.metric,), window.start, window.end, where=where, as_of=as_of)
    row = engine.run(query, scope).only(item.metric)
    budget = None
    if running:
        verdict, budget = judge_running(row, item, _share_elapsed(engine, window, moment))
    else:
        verdict = judge_finished(row, item)
    other = None
    if compared is not None:
        part = periods.same_part(compared, window, today) if running else compared
        # the earlier period is judged as it stood when its own compared part ended, not with what came later
        end = min(periods.end_moment(part.end, engine.zone), moment)
        other = engine.run(replace(query, start=part.start, end=part.end, as_of=end), scope).only(item.metric)
    change = None if other is None or other.value is None or row.value is None else row.value - other.value
    trend = _trend(engine, query, window, moment, scope)
    return Standing(item, window, running, row, verdict, budget, other, change, trend)


def applicable(
    engine: Engine, source: str, where: tuple[Filter, ...], scope: Scope = ALL_ROWS
) -> tuple[tuple[Filter, ...], tuple[str, ...]]:
    """The filters a source can answer, each with the values it knows, and the dimensions of those it cannot.

    Orders have no team, and no telephone channel: such a filter must give no figure, rather than an unfiltered one.
    """
    answered = [(item, engine.known(source, item, scope)) for item in where]
    kept = tuple(known for _, known in answered if known is not None)
    return kept, tuple(item.dimension for item, known in answered if known is None)


def _share_elapsed(engine: Engine, window: Period, moment: int) -> float:
    start = periods.end_moment(window.start - timedelta(days=1), engine.zone)
    end = periods.end_moment(window.end, engine.zone)
    return (moment - start) / (end - start)


def _trend(
    engine: Engine, query: Query, window: Period, moment: int, scope: Scope
) -> tuple[tuple[date, float | None], ...]:
    last = min(window.end, periods.local_day(moment, engine.zone))
    months: list[date] = []
    month = last.replace(day=1)
    for _ in range(TREND_MONTHS):
        months.insert(0, month)
        month = (month - timedelta(days=1)).replace(day=1)
    result = engine.run(replace(query, start=months[0], end=last, grain=Grain.MONTH), scope)
    values = {row.period: row.value for row in result.rows}
    return tuple((month, values.get(month)) for month in months)


def utc_iso(moment: int | None) -> str | None:
    """UTC epoch seconds as ISO 8601, for machines."""
    return None if moment is None else datetime.fromtimestamp(moment, UTC).isoformat()
