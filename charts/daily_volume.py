"""What comes in day by day, with promotions shaded and peaks named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from charts import format
from charts.dated_notes import DatedNote, said_at, with_notes
from charts.day_axis import day_axis, on_day
from charts.figure import Figure, bar
from charts.look import Look, figure, marks_from, plain
from charts.notes import note
from charts.texts import shortened, width, write, write_above
from charts.value_axis import value_scale
from metrics.model import Row, Unit

PLOT_LETTERS = 36
"""Letters that fit side by side across the narrowest plot."""

NAME = 18
LINE = 16
"""Pixels from one line of names above the plot to the next."""

APART = 0.4
"""Peaks that are named lie at least this part of the time apart, so that their names do not meet."""

PEAK = 1.3
"""A peak stands this much above the median day."""


@dataclass(frozen=True)
class Promotion:
    """Days on which more comes in than usual because it was meant to; both ends included."""

    start: date
    end: date
    label: str


def daily_volume(
    rows: Sequence[Row], look: Look, *, promotions: Sequence[Promotion] = (), noted: Sequence[DatedNote] = (),
    height: int = 210,
) -> Figure:  # fmt: skip
    """One bar per day, 28 to 365 of them; a day without data is a gap. Places of `noted` are days from the first one."""
    days = [(row.period, row.value) for row in rows if row.period is not None]
    chart = figure(look, height)
    if not days:
        return chart.update_layout(xaxis={"visible": False}, yaxis={"visible": False})
    start, end = min(day for day, _value in days), max(day for day, _value in days)
    shown = [item for item in promotions if item.start <= end and item.end >= start]
    chart.add_trace(
        bar(
            x=[day.isoformat() for day, _value in days], y=[value for _day, value in days],
            marker={"color": look.palette.accent, "line": {"width": 0}},
            customdata=[_note(day, value, shown, said_at(noted, (day - start).days), look) for day, value in days], hovertemplate="%{customdata}<extra></extra>",
            meta=marks_from(0),
        )
    )  # fmt: skip
    levels = _shade(chart, shown, start, end, look)
    for day, value in _peaks(days, (end - start).days + 1):
        _name_peak(chart, day, value, (day - start).days / max((end - start).days, 1), look)
    scale = value_scale([*(value for _day, value in days), 0], Unit.COUNT, look.language)
    chart.update_yaxes(range=[0, scale.high * 1.12], tickvals=scale.ticks, ticktext=scale.texts)
    day_axis(chart, start, end, look)
    gap = 0.2 if len(days) <= 62 else 0
    chart.update_layout(bargap=gap, margin={"t": 12 + LINE * levels}, hovermode="closest", hoverdistance=-1)
    return with_notes(chart, noted, (end - start).days + 1, look, x=on_day(start), up=LINE * levels)


def _shade(chart: Figure, promotions: Sequence[Promotion], start: date, end: date, look: Look) -> int:
    """Shade each promotion and name it above; names that would meet stand on several lines, whose number it gives."""
    ends: list[float] = []
    length = (end - start).days + 1
    for item in sorted(promotions, key=lambda item: item.start):
        first, last = max(item.start, start), min(item.end, end)
        chart.add_vrect(
            x0=f"{first - timedelta(days=1)}T12:00", x1=f"{last}T12:00", fillcolor=look.palette.risk, opacity=0.2,
            line={"width": 0}, layer="below",
        )  # fmt: skip
        name = shortened(item.label, NAME)
        wide = width(name) / PLOT_LETTERS
        side, across = _beside((first - start).days / length, ((last - start).days + 1) / length, wide)
        left = across - {"left": 0.0, "center": 0.5, "right": 1.0}[side] * wide
        level = next((number for number, edge in enumerate(ends) if edge < left), len(ends))
        ends[level : level + 1] = [left + wide + 1 / PLOT_LETTERS]
        write_above(
            chart, plain(name), look, across, xref="paper", anchor=side, colour=look.palette.risk, up=LINE * level
        )
    return len(ends)


def _beside(first: float, last: float, wide: float) -> tuple[str, float]:
    """Where the name of a shade from `first` to `last` (parts of the plot) is held, so that it stays over the plot."""
    middle = (first + last) / 2
    if middle < wide / 2:
        return "left", first
    return ("right", last) if middle > 1 - wide / 2 else ("center", middle)


def _peaks(days: Sequence[tuple[date, float | None]], length: int) -> list[tuple[date, float]]:
    """The highest days, well above the usual one and far enough from each other."""
    known = [(day, value) for day, value in days if value is not None]
    usual = median([value for _day, value in known] or [0])
    found: list[tuple[date, float]] = []
    for day, value in sorted(known, key=lambda item: -item[1]):
        far = all(abs((day - other).days) >= APART * length for other, _value in found)
        if value > PEAK * usual and far:
            found.append((day, value))
    return found


def _name_peak(chart: Figure, day: date, value: float, part: float, look: Look) -> None:
    side = "left" if part < 0.2 else "right" if part > 0.8 else "center"
    text = f"{format.short_day(day, look.language)} · {format.count(value, look.language)}"
    write(chart, text, look, x=day.isoformat(), y=value, xanchor=side, yanchor="bottom", yshift=1)


def _note(
    day: date, value: float | None, promotions: Sequence[Promotion], noted: Sequence[str], look: Look
) -> str:  # fmt: skip
    named = [plain(item.label) for item in promotions if item.start <= day <= item.end]
    return note(format.day(day, look.language), format.count(value, look.language), *named, *noted)
