"""On pace or not: what has been reached day by day within a period, against a straight plan to the target."""

from collections.abc import Sequence
from datetime import date

from charts import format
from charts.dated_notes import DatedNote, with_notes
from charts.day_axis import day_axis, on_day
from charts.figure import Figure, scatter
from charts.look import Look, figure, marks_from, plain
from charts.notes import note
from charts.texts import shortened, write
from charts.value_axis import value_scale
from metrics.model import Unit


def pace(
    points: Sequence[tuple[date, int]], start: date, end: date, target: int, look: Look, *, unit_word: str,
    noted: Sequence[DatedNote] = (), height: int = 210,
) -> Figure:  # fmt: skip
    """A step line of the total so far up to the latest day known; the days still to come are empty.

    `unit_word` is what is counted, such as “kinds”; it stands behind the numbers. Places of `noted` are days from `start`.
    """
    palette, language = look.palette, look.language
    word = format.NO_BREAK + plain(shortened(unit_word, 16))
    chart = figure(look, height)
    plan = {"color": palette.neutral, "width": 1.5, "dash": "dot"}
    days = [start.isoformat(), end.isoformat()]
    chart.add_trace(scatter(x=days, y=[0, target], mode="lines", hoverinfo="skip", line=plan))
    steps = [(start, 0), *points] if points else []
    chart.add_trace(
        scatter(
            x=[day.isoformat() for day, _reached in steps], y=[reached for _day, reached in steps], mode="lines",
            line={"color": palette.accent, "width": 2.5, "shape": "hv"}, hovertemplate="%{customdata}<extra></extra>",
            meta=marks_from(0, [None, *range(len(points))]),
            customdata=[note(format.day(day, language), format.count(reached, language) + word) for day, reached in steps],
        )
    )  # fmt: skip
    _name_target(chart, target, _reached_early(points, start, end, target), look)
    if points:
        _name_latest(chart, points[-1], start, end, target, word, look)
    scale = value_scale([0, target, *(reached for _day, reached in points)], Unit.COUNT, language, 4)
    chart.update_yaxes(range=[0, scale.high * 1.1], tickvals=scale.ticks, ticktext=scale.texts)
    day_axis(chart, start, end, look)
    chart.update_layout(showlegend=False, hovermode="closest", hoverdistance=-1)
    return with_notes(chart, noted, (end - start).days + 1, look, x=on_day(start))


def _reached_early(points: Sequence[tuple[date, int]], start: date, end: date, target: int) -> bool:
    """Whether the line goes through the upper left corner, where the name of the target would stand."""
    return any(reached >= target and (day - start).days < 0.6 * (end - start).days for day, reached in points)


def _name_target(chart: Figure, target: int, at_right: bool, look: Look) -> None:
    _ = look.words
    text = _("target {target}", target=format.count(target, look.language))
    chart.add_hline(y=target, line={"color": look.palette.ink, "width": 1, "dash": "dash"})
    side = "right" if at_right else "left"
    write(chart, text, look, x=int(at_right), xref="paper", xanchor=side, y=target, yanchor="bottom")


def _name_latest(
    chart: Figure, latest: tuple[date, int], start: date, end: date, target: int, word: str, look: Look
) -> None:
    """A dot on the latest day with its number: above it when ahead of the plan or late, above the target if that is close."""
    day, reached = latest
    part = (day - start).days / max((end - start).days, 1)
    above, early = reached >= target * part or part > 0.7, part < 0.35
    close = part > 0.7 and 0.75 * target < reached < target
    dot, x = {"size": 9, "color": look.palette.accent}, [day.isoformat()]
    chart.add_trace(scatter(x=x, y=[reached], mode="markers", hoverinfo="skip", cliponaxis=False, marker=dot))
    write(
        chart, format.count(reached, look.language) + word, look, look.palette.accent, size=13, x=day.isoformat(), y=target if close else reached,
        xanchor="left" if early or not above else "right", xshift=0 if above else 8, yanchor="bottom", yshift=4 if above else -8,
    )  # fmt: skip
