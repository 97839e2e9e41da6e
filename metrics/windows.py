"""Over which period a promise is judged when a person looks at another one."""

from dataclasses import replace
from datetime import date, timedelta

from metrics import periods
from metrics.catalog import metric
from metrics.model import Grain, Kind
from metrics.periods import Period
from metrics.promises import Promise

PER_PERIOD = (Kind.COUNT, Kind.ENTITIES)
"""Values that grow with the length of the period, so that a target holds for its own window only."""


def judged_windows(promise: Promise, shown: Period, fiscal_start: int = 1, today: date | None = None) -> list[Period]:
    """The windows a promise is judged over when `shown` is on screen, oldest first.

    A rate promised by the quarter or month is judged over the period on screen. A count is judged over its own windows:
    those that end in that period and the one that holds its last day. A window longer than a quarter is the one that
    holds the last day, as far as that day. A rolling window ends with that day, or `today` while the period runs.
    """
    if promise.window.rolling_days is not None:
        end = shown.end if today is None else max(min(shown.end, today), shown.start)
        return [periods.containing(end, promise.window, fiscal_start)]
    counted = metric(promise.metric).kind in PER_PERIOD
    if not counted and promise.window in (Grain.MONTH, Grain.QUARTER):
        return [shown]
    last = periods.containing(shown.end, promise.window, fiscal_start)
    found = [last]
    while counted and found[0].start > shown.start:
        found.insert(0, periods.previous(found[0], fiscal_start))
    return [window for window in found if window is last or window.end >= shown.start]


def trailing(end: Period, window: Grain) -> Period:
    """The window of a promise's length that ends where `end` does: a quarter is the three months before."""
    months = periods.MONTHS.get(window, 1)
    start = periods.months_before(end.end + timedelta(days=1), months)
    return replace(end, start=start, grain=None)
