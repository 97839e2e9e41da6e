"""The value axis of a chart that is drawn by others: round ends, a step, and how its numbers are written."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10

from charts import format
from charts.value_axis import value_scale
from data.words import Language
from metrics.model import Unit

NUMBERS = {
    Unit.RATIO: "0.0%", Unit.CHANGE: "+0.0%;-0.0%;0.0%", Unit.COUNT: "#,##0", Unit.DAYS: "#,##0", Unit.NPS: "+0;-0;0",
    Unit.FREQUENCY: "0.000",
}  # fmt: skip
"""How office programs write a value of a unit; others have one decimal."""

LEAST = 1e-4
"""The shortest step, where the values give none."""


@dataclass(frozen=True)
class Axis:
    """From `low` to `high`, both ticks, in the metric's unit; `ticks` are (place, text), `number` is how steps are written."""

    low: float
    high: float
    step: float
    ticks: tuple[tuple[float, str], ...]
    number: str


def number_format(unit: Unit) -> str:
    """How office programs write a value of a unit."""
    return NUMBERS.get(unit, "#,##0.0")


def signed(unit: Unit) -> str:
    """How office programs write a change of a value; that of a rate is in points."""
    number = NUMBERS[Unit.RATIO] if unit in (Unit.RATIO, Unit.CHANGE) else number_format(unit).split(";")[0].lstrip("+")
    return f"+{number};-{number};{number}"


def axis_of(values: Sequence[float | None], unit: Unit, language: Language) -> Axis:
    """An axis that shows all values."""
    known = [value for value in values if value is not None]
    scale = value_scale(known, unit, language)
    low, high = min(scale.ticks, default=scale.low), max(scale.ticks, default=scale.high)
    step = (high - low) / (len(scale.ticks) - 1) if len(scale.ticks) > 1 else max((scale.high - scale.low) / 4, LEAST)
    while low - step / 1e6 > min(known, default=low):
        low -= step
    while high + step / 1e6 < max(known, default=high) or high <= low:
        high += step
    places = [round(low + step * number, 8) for number in range(round((high - low) / step) + 1)]
    ticks = tuple((place, format.tick(place, unit, language, step)) for place in places)
    return Axis(places[0], places[-1], round(step, 8), ticks, _steps_written(unit, step))


def _steps_written(unit: Unit, step: float) -> str:
    """The format of a value of the unit, with the digits its steps need and no more."""
    shown = step * 100 if unit in (Unit.RATIO, Unit.CHANGE) else step
    digits = max(0, -int(log10(shown * 1.000001) // 1)) if shown < 1 else 0
    number = "0" + ("." + "0" * digits if digits else "")
    match unit:
        case Unit.RATIO:
            return f"{number}%"
        case Unit.CHANGE:
            return f"+{number}%;-{number}%;{number}%"
        case Unit.NPS:
            return NUMBERS[unit]
    return f"#,##{number}"
