"""Ticks of an axis of rates that ends at 100 %, from a floor that may be far below it or very near."""

from collections.abc import Sequence

from charts import format
from data.words import Language

STEPS = tuple(digit * 10**-power for power in range(6, 0, -1) for digit in (1, 2, 5))
MOST = 6


def axis_floor(values: Sequence[float | None]) -> float:
    """The lowest value an axis must show; 90 % where none lies visibly below 100 %, since an axis needs a length."""
    floor = min((value for value in values if value is not None), default=1.0)
    return floor if floor < 1.0 - 5 * STEPS[0] else 0.9


def rate_ticks(floor: float, language: Language, most: int = MOST) -> tuple[list[float], list[str]]:
    """Positions and texts of round ticks from 100 % down to about `floor`, at most `most` steps apart."""
    span = max(1.0 - floor, STEPS[0])
    step = next((step for step in STEPS if span / step <= most), 0.25)
    count = int(span / step + 0.5) + 1
    ticks = [round(1.0 - step * number, 8) for number in range(count) if step * number <= 1.0]
    digits = 0 if step >= 0.0099 else 1 if step >= 0.00099 else 2 if step >= 0.000099 else 4
    return ticks, [format.percent(tick, language, digits) for tick in ticks]
