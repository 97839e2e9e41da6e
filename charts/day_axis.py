"""Ticks of an axis of days, few enough for the narrowest panel."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from charts import format
from charts.figure import Figure
from charts.look import Look
from charts.texts import thinned

DAYS_OF_WEEKS = 45
"""Up to this many days the ticks are days, beyond they are months."""

DAY_LETTERS = 46
"""Days may stand closer than other labels: they are all of about one width."""


def day_axis(chart: Figure, start: date, end: date, look: Look) -> None:
    """An axis from `start` to `end` with half a day of room at both ends."""
    ticks = _days(start, end) if (end - start).days <= DAYS_OF_WEEKS else _months(start, end)
    labels = [_label(tick, ticks[0], start, end, look) for tick in ticks]
    shown, texts = thinned(labels, DAY_LETTERS, forward=True)
    ends = [f"{start - timedelta(days=1)}T12:00", f"{end}T12:00"]
    chart.update_xaxes(
        type="date", range=ends, tickvals=[ticks[place].isoformat() for place in shown], ticktext=texts, tickangle=0,
    )  # fmt: skip


def on_day(start: date) -> Callable[[float], str]:
    """Turns days from `start`, also halves, into a place on this axis; whole ones lie in the middle of their day."""
    return lambda days: (datetime(start.year, start.month, start.day) + timedelta(days=days)).isoformat()


def _days(start: date, end: date) -> list[date]:
    """Every day, or every seventh."""
    days = (end - start).days + 1
    return [start + timedelta(days=number) for number in range(0, days, 1 if days <= 7 else 7)]


def _months(start: date, end: date) -> list[date]:
    """The first day of each month."""
    firsts = [date(year, month, 1) for year in range(start.year, end.year + 1) for month in range(1, 13)]
    return [first for first in firsts if start <= first <= end]


def _label(tick: date, first: date, start: date, end: date, look: Look) -> str:
    if (end - start).days <= DAYS_OF_WEEKS:
        return format.short_day(tick, look.language)
    name = format.month(tick, look.language, with_year=False)
    return f"{name}<br>{tick.year}" if tick == first or tick.month == 1 else name
