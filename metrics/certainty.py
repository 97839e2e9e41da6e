"""Whether a figure read from bins is exact enough for what is judged by it; where it is not, it is asked of the rows."""

from collections.abc import Callable
from dataclasses import replace

from metrics.control_charts import LIMIT_FACTOR
from metrics.history import History
from metrics.model import Query, Row
from metrics.promises import Promise
from metrics.signals import Assurance, assurance

LIMITS_OFF = 1 + 2 * LIMIT_FACTOR
"""How many times as far off as its values the limits of an XmR chart can be: their mean by as much, each moving range by
twice as much."""


def margin(row: Row, at: float) -> float:
    """The most a change read as `at`, its value or an end of its interval, can be off, in the unit of the change."""
    return (1 + at) * row.error


def in_doubt(row: Row, target: float) -> bool:
    """Whether a change or an end of its interval may lie on the other side of the target than it was read."""
    known = [number for number in (row.value, row.low, row.high) if number is not None]
    return row.error > 0 and any(abs(number - target) <= margin(row, number) for number in known)


def surely(ask: Callable[[Query], Row], query: Query, target: float) -> Row:
    """The answer to a question that is judged by a target; the exact one where the error of bins could turn the verdict."""
    row = ask(query)
    return ask(replace(query, exact=True)) if in_doubt(row, target) else row


def surely_assured(series: History | None, promise: Promise, exactly: Callable[[], History]) -> Assurance:
    """What the process does to a promise; told by the exact series where the error of bins could turn it."""
    told = _assured(series, promise, promise.target)
    off = (
        LIMITS_OFF * max((margin(row, row.value) for row in series.rows if row.value is not None), default=0.0)
        if series
        else 0.0
    )
    if off and any(_assured(series, promise, promise.target + way) is not told for way in (-off, off)):
        return _assured(exactly(), promise, promise.target)
    return told


def _assured(series: History | None, promise: Promise, target: float) -> Assurance:
    return assurance(series.chart if series else None, target, at_least=promise.at_least)
