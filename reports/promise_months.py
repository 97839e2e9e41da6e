"""The months of a promise as files draw and list them."""

from dataclasses import dataclass
from datetime import date

from charts import format
from charts.look import Look
from data.words import Language
from metrics.board import TREND_MONTHS, Standing, signal_months
from metrics.catalog import metric as metric_named
from metrics.engine import Engine
from metrics.model import Grain, Query, Scope
from metrics.periods import Period, containing
from metrics.review import Review


@dataclass(frozen=True)
class Month:
    """A month of the trend. `value` is the promise's: of a count promised for longer, that of the window that ends here.

    `short` is its name where there is little room, `text` the value as it is written. `numerator` and `denominator` are the
    month's own; `target` is the one in force at its end.
    """

    start: date
    name: str
    short: str
    value: float | None
    text: str
    target: float | None
    numerator: int | None
    denominator: int | None


def promise_months(engine: Engine, item: Standing, of: Review, look: Look, scope: Scope) -> tuple[Month, ...]:
    """The board's months, with what was counted in each and the target then in force."""
    if not item.trend:
        return ()
    found, promise = metric_named(item.promise.metric), item.promise
    reach = engine.reach(found)
    if reach is None:
        return ()
    query = Query((promise.metric,), baseline=promise.baseline)
    counted = signal_months(engine, query, of.period, reach, scope).last(TREND_MONTHS)
    rows = {period.start: row for period, row in zip(counted.periods, counted.rows, strict=True)}
    return tuple(
        Month(
            start, format.month(start, look.language), _short(start, look.language), value,
            format.value(value, found.unit, look.language), _target(engine, promise.id, containing(start, Grain.MONTH)),
            rows[start].numerator, rows[start].denominator,
        )
        for start, value in item.trend
    )  # fmt: skip


def _short(start: date, language: Language) -> str:
    """A month for a narrow axis: Sep 2026, 2026/9."""
    return f"{start.year}/{start.month}" if language == "zh" else format.month(start, language)


def _target(engine: Engine, name: str, month: Period) -> float | None:
    return next((then.target for then in engine.promises(month.end) if then.id == name), None)
