"""A metric period by period: the rows behind every trend, and the control chart that tells signal from noise."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from metrics import periods
from metrics.catalog import metric as metric_named
from metrics.engine import Engine
from metrics.model import ALL_ROWS, Grain, Kind, Metric, Query, Row, Scope, Unit
from metrics.periods import Period
from metrics.signals import ControlChart, choose


@dataclass(frozen=True)
class History:
    """Rows of one metric for periods in a row, oldest first; `running` says that the last one is not over yet."""

    metric: str
    periods: tuple[Period, ...]
    rows: tuple[Row, ...]
    running: bool
    chart: ControlChart | None

    def last(self, count: int) -> "History":
        """The latest periods only; limits and signals stay those of the whole."""
        chart = None if self.chart is None else self.chart.last(count)
        return replace(self, periods=self.periods[-count:], rows=self.rows[-count:], chart=chart)


def history(engine: Engine, query: Query, last_day: date, grain: Grain, count: int, scope: Scope = ALL_ROWS) -> History:
    """`count` periods of one metric up to the one that holds `last_day`, with the query's filters."""
    (name,) = query.metrics
    shown = periods.latest(last_day, grain, count, engine.fiscal_start)
    result = engine.run(replace(query, start=shown[0].start, end=last_day, grain=grain), scope)
    known = {row.period: row for row in result.rows}
    rows = tuple(known.get(item.start, _empty(name, item.start, engine)) for item in shown)
    running = last_day < shown[-1].end
    return History(name, tuple(shown), rows, running, control_chart(name, rows, running=running))


def control_chart(name: str, rows: Sequence[Row], *, running: bool) -> ControlChart | None:
    """The control chart of a series: the data choose its kind. The running period is not judged.

    Limits of what cannot be negative end at nought.

    A state is no sample of fresh cases each month (the same people are counted again), so it is never a p-chart.
    """
    found = metric_named(name)
    chart = _chosen(found, rows, running=running)
    if chart is None or found.unit in (Unit.CHANGE, Unit.NPS):
        return chart
    return replace(chart, lower=tuple(None if bound is None else max(0.0, bound) for bound in chart.lower))


def _chosen(found: Metric, rows: Sequence[Row], *, running: bool) -> ControlChart | None:
    excluded = (len(rows) - 1,) if running and rows else ()
    values = [row.value for row in rows]
    if found.kind is Kind.RATE:
        hits, decided = ([getattr(row, field) or 0 for row in rows] for field in ("numerator", "denominator"))
        return choose(values, hits, decided, excluded=excluded)
    return choose(values, excluded=excluded)


def _empty(name: str, start: date, engine: Engine) -> Row:
    """A period without rows: nothing was counted, or nothing can be told."""
    found = metric_named(name)
    first = engine.first_day(found.source)
    counted = found.kind in (Kind.COUNT, Kind.ENTITIES) and first is not None and start >= first.replace(day=1)
    return Row(name, start, (), 0.0 if counted else None, 0 if counted else None, None, 0)
