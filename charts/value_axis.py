"""An axis for values of any unit: where it starts and ends, and round ticks between."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from charts import format
from charts.rate_axis import axis_floor, rate_ticks
from data.words import Language
from metrics.intervals import SMALL_N
from metrics.model import Row, Unit

NEAR_FULL = 0.75
"""Rates of which one is at least this high stand on an axis that ends at 100 %."""

FROM_ZERO = (Unit.COUNT, Unit.HOURS, Unit.DAYS, Unit.PER_1000, Unit.FREQUENCY, Unit.RATIO)
"""Units with a zero that is worth showing, as long as it does not flatten the data."""

WHOLE = (Unit.COUNT, Unit.DAYS, Unit.NPS)
DECIMAL_STEPS = tuple(digit * 10.0**power for power in range(-4, 9) for digit in (1, 2, 5))
HOUR_STEPS = (
    *(minutes / 60 for minutes in (1, 2, 5, 10, 20, 30)), 1, 2, 3, 6, 12, 24, 48,
    *(24 * digit * 10**power for power in range(5) for digit in (5, 10, 20)),
)  # fmt: skip


@dataclass(frozen=True)
class Scale:
    """What an axis shows: all from `low` to `high`, with `texts` at `ticks`."""

    low: float
    high: float
    ticks: list[float]
    texts: list[str]


def row_values(rows: Sequence[Row]) -> list[float | None]:
    """What an axis should show of rows: every value, and the intervals that say something.

    The interval of a handful of cases covers nearly everything; it may run out of the plot, so that others can be read.
    """
    wide = [row for row in rows if row.n >= SMALL_N] or rows
    return [row.value for row in rows] + [edge for row in wide for edge in (row.low, row.high)]


def value_scale(values: Sequence[float | None], unit: Unit, language: Language, most: int = 5) -> Scale:
    """A scale that shows all values and has at most `most` steps."""
    known = [value for value in values if value is not None]
    if unit is Unit.RATIO and max(known, default=1.0) >= NEAR_FULL:
        return _rate_scale(known, language, most)
    return plain_scale(known, unit, language, most)


def plain_scale(known: Sequence[float], unit: Unit, language: Language, most: int = 5) -> Scale:
    """A scale from about the least to about the most; it starts at zero where that does not flatten the data."""
    low, high = min(known, default=0.0), max(known, default=0.0)
    if unit in FROM_ZERO and low >= 0 and (low <= high / 2 or low == high):
        low = 0.0
    steps = [step for step in _steps(unit) if step >= 1] if unit in WHOLE else _steps(unit)
    if high == low:
        low, high = low - (0 if unit in FROM_ZERO else _smallest(unit)), high + _smallest(unit)
    step = next((step for step in steps if (high - low) / step <= most), steps[-1])
    pad = 0.07 * (high - low)
    start, end = low - pad, high + pad
    ticks = [round(number * step, 8) for number in range(ceil(start / step), floor(end / step) + 1)]
    if unit in FROM_ZERO:
        ticks = [tick for tick in ticks if tick >= 0]
    return Scale(start, end, ticks, [format.tick(tick, unit, language, step) for tick in ticks])


def _rate_scale(known: Sequence[float], language: Language, most: int) -> Scale:
    bottom = axis_floor(known)
    ticks, texts = rate_ticks(bottom, language, most)
    room = 1 - bottom
    return Scale(bottom - 0.08 * room, 1 + 0.07 * room, ticks, texts)


def _steps(unit: Unit) -> tuple[float, ...]:
    return HOUR_STEPS if unit is Unit.HOURS else DECIMAL_STEPS


def _smallest(unit: Unit) -> float:
    """The length of an axis on which all values are the same."""
    return {Unit.RATIO: 0.05, Unit.CHANGE: 0.1, Unit.SCORE: 0.5, Unit.NPS: 5.0}.get(unit, 1.0)
