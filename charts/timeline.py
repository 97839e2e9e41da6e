"""What happened when: one lane for each kind or unit, a mark for each event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from charts import format
from charts.day_axis import day_axis
from charts.figure import Figure, Part, scatter
from charts.look import Look, figure, marks_from, plain
from charts.notes import note
from charts.texts import two_lines, write_above

State = Literal["good", "bad", "risk", "none"]
FORMS: dict[State, str] = {"good": "circle", "bad": "x", "risk": "triangle-up", "none": "square"}
"""Each state has a form of its own, so that it does not hang on colour."""


@dataclass(frozen=True)
class Event:
    """One event; hollow stands for planned or not yet finished."""

    day: date
    label: str
    state: State = "none"
    hollow: bool = False


@dataclass(frozen=True)
class Lane:
    """A line of events."""

    label: str
    events: Sequence[Event]


def timeline(
    lanes: Sequence[Lane], start: date, end: date, look: Look, *, now: date | None = None, now_label: str | None = None
) -> Figure:
    """One lane per row, first on top, from `start` to `end`; a line where the data end (`now`)."""
    chart = figure(look, height=76 + 32 * max(len(lanes), 2))
    for place in range(len(lanes)):
        chart.add_hline(y=place, line={"color": look.palette.line, "width": 1}, layer="below")
    chart.add_trace(_marks(lanes, look))
    if now is not None and start <= now <= end:
        part = (now - start).days / max((end - start).days, 1)
        _ = look.words
        _mark_now(chart, now, part, now_label or _("data end"), look)
    places, names = list(range(len(lanes))), [two_lines(lane.label) for lane in lanes]
    chart.update_yaxes(tickvals=places, ticktext=names, range=[max(len(lanes), 1) - 0.5, -0.5], showgrid=False)
    day_axis(chart, start, end, look)
    return chart.update_layout(margin={"t": 24 if now else 10}, hovermode="closest")


def _marks(lanes: Sequence[Lane], look: Look) -> Part:
    events = [(place, lane, event) for place, lane in enumerate(lanes) for event in lane.events]
    states = [event.state for _place, _lane, event in events]
    hollow = [event.hollow for _place, _lane, event in events]
    palette = look.palette
    colours = {"good": palette.good, "bad": palette.bad, "risk": palette.risk, "none": palette.muted}
    return scatter(
        x=[event.day.isoformat() for _place, _lane, event in events], y=[place for place, _lane, _event in events],
        mode="markers", cliponaxis=False, hovertemplate="%{customdata}<extra></extra>", meta=marks_from(0),
        customdata=[_note(lane, event, look) for _place, lane, event in events],
        marker={
            "size": 11, "opacity": 1, "color": [colours[state] for state in states],
            "symbol": [FORMS[state] + "-open" * open_ for state, open_ in zip(states, hollow, strict=True)],
            "line": {"width": [2.0 if open_ else 0.0 for open_ in hollow]},
        },
    )  # fmt: skip


def _mark_now(chart: Figure, now: date, part: float, text: str, look: Look) -> None:
    chart.add_shape(
        type="line", x0=now.isoformat(), x1=now.isoformat(), y0=0, y1=1, yref="paper", layer="below",
        line={"color": look.palette.ink, "width": 1, "dash": "dash"},
    )  # fmt: skip
    side = "left" if part < 0.2 else "right" if part > 0.8 else "center"
    write_above(chart, plain(text), look, now.isoformat(), anchor=side, colour=look.palette.muted)


def _note(lane: Lane, event: Event, look: Look) -> str:
    return note(lane.label, format.day(event.day, look.language), plain(event.label))
