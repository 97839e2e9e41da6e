"""The promise board: every promise of a period with its verdict, its comparison, its trend and its assurance."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from metrics import periods
from metrics.applicable import applicable
from metrics.catalog import metric
from metrics.certainty import surely, surely_assured
from metrics.change import change
from metrics.engine import Engine
from metrics.history import History, history
from metrics.model import ALL_ROWS, Filter, Grain, Kind, Query, Row, Scope
from metrics.periods import Period
from metrics.promises import Promise, promises
from metrics.signals import Assurance, ChartKind
from metrics.spans import compared_spans
from metrics.verdict import WORST_FIRST, Budget, Forecast, Verdict, judge_finished, judge_running
from metrics.whole_days import WholeDays, whole_days
from metrics.windows import PER_PERIOD, judged_windows, trailing

TREND_MONTHS = 13
SIGNAL_PERIODS = 24
"""Periods a control chart looks back."""


@dataclass(frozen=True)
class Known:
    """What is known, in UTC epoch seconds: figures go as far as `moment`; a period is over when it ends by `over`.

    The two differ where nobody named a moment: data that reach the last day of a period speak of the whole period.
    `dispersion` is how much more the promise's rate has varied from month to month than chance alone.
    """

    moment: int
    over: int
    dispersion: float = 1.0


@dataclass(frozen=True)
class Part:
    """One window of a promise and its verdict."""

    period: Period
    running: bool
    row: Row
    verdict: Verdict
    budget: Budget | None = None
    forecast: Forecast | None = None


@dataclass(frozen=True)
class Standing:
    """Where one promise stands in one period.

    Attributes:
        period: the period that decides the verdict: the one asked for, or the promise's own window.
        parts: all windows judged, oldest first; the verdict is that of the worst.
        change: value minus the compared value, in the metric's unit; None where either is missing.
        not_applicable: dimensions filtered by that the promise's source does not have; it then has no value.
        trend: value per month, oldest first; None for a month without data. A count stands for the window that ends
            with the month.
        assurance: what the process, as it is, does to the promise.
        whole_days: what dates without a time of day tell of a promise in hours; it then has no value.
        beside: the figure to be read together with it, over the same period.
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
    forecast: Forecast | None = None
    parts: tuple[Part, ...] = ()
    assurance: Assurance = Assurance.TOO_SHORT
    beside: Row | None = None
    whole_days: WholeDays | None = None


def board(
    engine: Engine, period: Period, *, compared: Period | None = None, where: tuple[Filter, ...] = (),
    as_of: int | None = None, scope: Scope = ALL_ROWS,
) -> tuple[Standing, ...]:  # fmt: skip
    """All promises in force at the end of `period`. `compared` None leaves the comparison out."""
    return tuple(
        standing(engine, item, period, compared=compared, where=where, as_of=as_of, scope=scope)
        for item in engine.promises(period.end)
    )


def latest_period(engine: Engine, grain: Grain = Grain.QUARTER, as_of: int | None = None) -> Period | None:
    """The period the data reach into; None without data."""
    moments = [engine.reach(found) for found in {item.metric: metric(item.metric) for item in promises()}.values()]
    known = [moment for moment in moments if moment is not None]
    if not known:
        return None
    moment = as_of if as_of is not None else max(known)
    return periods.containing(periods.local_day(moment, engine.zone), grain, engine.fiscal_start)


def is_running(engine: Engine, period: Period) -> bool:
    """Whether the data end within the period; it is over when they reach its last day."""
    latest = latest_period(engine, Grain.DAY)
    return latest is not None and period.start <= latest.start < period.end


def standing(
    engine: Engine, item: Promise, shown: Period, *, compared: Period | None = None, where: tuple[Filter, ...] = (),
    as_of: int | None = None, scope: Scope = ALL_ROWS,
) -> Standing:  # fmt: skip
    """One promise in one period; `where` is limited to what its source knows."""
    found = metric(item.metric)
    _, outside = applicable(engine, found, scope.filters)
    where, missing = applicable(engine, found, where, ALL_ROWS if outside else scope)
    missing = (*outside, *missing)
    if found.kind in PER_PERIOD and item.at_least:  # what is promised of the whole, no part can break
        missing = (*missing, *(clause.dimension for clause in where))
    days = (
        None
        if missing
        else whole_days(engine, found, Query((item.metric,), shown.start, shown.end, where=where, as_of=as_of))
    )
    if days is not None:
        running = is_running(engine, shown)
        empty = Row(item.metric, None, (), None, None, None, 0)
        return Standing(
            item,
            shown,
            running,
            empty,
            days.verdict(item.target, running=running),
            None,
            None,
            None,
            (),
            whole_days=days,
        )
    moment = None if engine.reach(found) is None else as_of if as_of is not None else engine.reach(found)
    if missing or moment is None:
        empty = Row(item.metric, None, (), None, None, None, 0)
        return Standing(item, shown, False, empty, Verdict.NO_DATA, None, None, None, (), missing)
    query = Query((item.metric,), where=where, as_of=as_of, baseline=item.baseline)
    known = Known(moment, moment if as_of is not None else periods.end_moment(engine.day_of(moment), engine.zone))
    months = signal_months(engine, query, shown, moment, scope)
    known = replace(known, dispersion=_dispersion(months))
    parts = _parts(engine, item, shown, query, known, scope)
    deciding = min(reversed(parts), key=lambda part: WORST_FIRST.index(part.verdict))
    other = None
    if compared is not None:
        other = _compared(engine, item, shown, compared, query, as_of, scope)
    changed = change(deciding.row, other) if other is not None and deciding is parts[-1] else None
    series = _signals(engine, item, query, months, shown, moment, scope)
    trend = _trend(engine, item, months, query, scope)
    return Standing(
        item, deciding.period, deciding.running, deciding.row, deciding.verdict, deciding.budget, other, changed, trend,
        (), deciding.forecast, parts,
        surely_assured(series, item, lambda: signal_months(engine, replace(query, exact=True), shown, moment, scope)),
        _beside(engine, item, deciding.period, query, scope),
    )  # fmt: skip


def _beside(engine: Engine, item: Promise, window: Period, query: Query, scope: Scope) -> Row | None:
    if item.beside is None:
        return None
    return _one_row(engine, replace(query, metrics=(item.beside,), start=window.start, end=window.end), scope)


def _parts(engine: Engine, item: Promise, shown: Period, query: Query, known: Known, scope: Scope) -> tuple[Part, ...]:
    """Every window of the promise that the period on screen asks for, judged; windows yet to begin are left out."""
    today = periods.local_day(known.moment, engine.zone)
    windows = judged_windows(item, shown, engine.fiscal_start, today)
    begun = [window for window in windows if window.start <= today] or windows[:1]
    made = [(window, _made(engine, item, window)) for window in begun]
    return tuple(
        _part(engine, then or item, window, shown, query, known, scope)
        for window, then in made
        if then is not None or window is begun[-1]
    )


def _made(engine: Engine, item: Promise, window: Period) -> Promise | None:
    """The promise as it was made at the end of a window; None where it was not."""
    return next((then for then in engine.promises(window.end) if then.id == item.id), None)


def _part(
    engine: Engine, item: Promise, window: Period, shown: Period, query: Query, known: Known, scope: Scope
) -> Part:  # fmt: skip
    """One window, as far as the period on screen goes; what comes later is not known to it."""
    asked = replace(query, start=window.start, end=min(window.end, shown.end))
    if window.end > shown.end:
        cut = periods.end_moment(shown.end, engine.zone)
        known = replace(known, moment=min(known.moment, cut), over=min(known.over, cut))
        asked = replace(asked, as_of=known.moment)
    row = surely(lambda query: _one_row(engine, query, scope), asked, item.target)
    today = periods.local_day(known.moment, engine.zone)
    end = shown.end if window.grain is not None and window.grain.rolling_days else window.end
    running = max(window.start, shown.start) <= today and known.over < periods.end_moment(end, engine.zone)
    if not running:
        if max(window.start, shown.start) > today:
            return Part(window, False, Row(item.metric, None, (), None, None, None, 0), Verdict.NO_DATA)
        return Part(window, False, row, judge_finished(row, item, sample=metric(item.metric).sample))
    judged = judge_running(
        row, item, metric(item.metric), _share_elapsed(engine, window, known.moment), known.dispersion
    )
    return Part(window, True, row, judged.verdict, judged.budget, judged.forecast)


def _one_row(engine: Engine, query: Query, scope: Scope) -> Row:
    """The row of a question without grain; one without data where nothing came back."""
    rows = engine.run(query, scope).rows
    return rows[0] if rows else Row(query.metrics[0], None, (), None, None, None, 0)


def _compared(
    engine: Engine, item: Promise, shown: Period, compared: Period, query: Query, as_of: int | None, scope: Scope
) -> Row | None:  # fmt: skip
    """The same promise in another period: of a running period the same part, as it stood when that part ended."""
    spans = compared_spans(engine, metric(item.metric), shown, compared, as_of, promise=item)
    if spans is None:
        return None
    _, before = spans
    return _one_row(engine, replace(query, start=before.start, end=before.end, as_of=before.as_of), scope)


def _share_elapsed(engine: Engine, window: Period, moment: int) -> float:
    start = periods.end_moment(window.start - timedelta(days=1), engine.zone)
    end = periods.end_moment(window.end, engine.zone)
    return (moment - start) / (end - start)


def _dispersion(months: History) -> float:
    """Laney's σ_z where the data call for it; 1 where rates vary as chance lets them."""
    chart = months.chart
    return max(1.0, chart.sigma_z or 1.0) if chart is not None and chart.kind is ChartKind.LANEY else 1.0


def signal_months(
    engine: Engine, query: Query, shown: Period, moment: int, scope: Scope = ALL_ROWS
) -> History:  # fmt: skip
    """The months up to the end of a period, as far as `moment` knows them, that signals and assurance rest on."""
    last = min(shown.end, periods.local_day(moment, engine.zone))
    return history(engine, query, last, Grain.MONTH, SIGNAL_PERIODS + 1, scope)


def _signals(
    engine: Engine, item: Promise, query: Query, months: History, shown: Period, moment: int, scope: Scope
) -> History | None:  # fmt: skip
    """The series the target can be held against: months, or the promise's own window where that is a count."""
    if metric(item.metric).kind not in PER_PERIOD or item.window is Grain.MONTH:
        return months
    if item.window.rolling_days is not None or item.window is Grain.YEAR:
        return None
    last = min(shown.end, periods.local_day(moment, engine.zone))
    return history(engine, query, last, item.window, SIGNAL_PERIODS // 2, scope)


def _trend(
    engine: Engine, item: Promise, months: History, query: Query, scope: Scope
) -> tuple[tuple[date, float | None], ...]:
    """Thirteen months; a count promised for a longer window stands for the window that ends with each month."""
    shown = months.last(TREND_MONTHS)
    if metric(item.metric).kind not in PER_PERIOD or item.window is Grain.MONTH:
        return tuple((period.start, row.value) for period, row in zip(shown.periods, shown.rows, strict=True))
    found: list[tuple[date, float | None]] = []
    first = engine.first_day(metric(item.metric).source)
    for period in shown.periods:
        window = trailing(period, item.window)
        row = _one_row(engine, replace(query, start=window.start, end=window.end), scope)
        covered = first is not None and window.start >= first.replace(day=1)
        found.append((period.start, row.value if covered else None))
    return tuple(found)


def worst(standings: Sequence[Standing]) -> Standing | None:
    """The promise whose rate fell furthest against the period compared with; None where none fell visibly."""
    rates = [item for item in standings if item.change is not None and metric(item.promise.metric).kind is Kind.RATE]
    falls = [item for item in rates if round(item.change or 0.0, 3) < 0]
    return min(falls, key=lambda item: item.change or 0.0, default=None)


def utc_iso(moment: int | None) -> str | None:
    """UTC epoch seconds as ISO 8601, for machines."""
    return None if moment is None else datetime.fromtimestamp(moment, UTC).isoformat()
