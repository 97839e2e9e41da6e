"""A value in its unit as plain text in both languages, for what is told without a page: alerts, the command line."""

from data.quality.told import NO_BREAK, share
from data.words import Text
from metrics.model import Unit

DIGITS = {Unit.DAYS: 0, Unit.NPS: 0, Unit.FREQUENCY: 3}


def figure(value: float, unit: Unit) -> Text:
    """A share in per cent, a change with its sign, hours and days with their names, anything else as a number."""
    if unit is Unit.RATIO:
        return Text(*share(value))
    if unit is Unit.CHANGE:
        return Text(f"{value:+.1%}".replace("%", f"{NO_BREAK}%"), f"{value:+.1%}")
    number = _number(value, DIGITS.get(unit, 1))
    names = {Unit.HOURS: Text("h", "小时"), Unit.DAYS: Text("days", "天")}
    if unit not in names:
        return Text(number, number)
    return Text(f"{number}{NO_BREAK}{names[unit].en}", f"{number}{NO_BREAK}{names[unit].zh}")


def target(value: float, unit: Unit) -> Text:
    """A target, without decimals it does not have."""
    said = figure(value, unit)
    if unit not in (Unit.RATIO, Unit.CHANGE) or not round(value * 100, 6).is_integer():
        return said
    return Text(said.en.replace(".0", ""), said.zh.replace(".0", ""))


def _number(value: float, digits: int) -> str:
    """Whole numbers without decimals; a small one is never told as none."""
    if value == round(value):
        return f"{value:,.0f}"
    return f"{value:,.{digits}f}" if round(value, digits) else f"{value:.1g}"
