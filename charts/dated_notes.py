"""What people noted on days, drawn quietly onto an axis of time: a thin line or a pale band, and a number on top.

The texts stand under the chart, beside the same numbers, and in what a point says when it is pointed at.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from charts.figure import Figure
from charts.look import FONT, Look, plain
from charts.texts import shortened, write

ROOM = 8
"""Pixels that numbers need above the plot, beyond the usual margin."""

MARGIN = 12
"""The usual margin above a plot."""

SIGN = 14
"""Pixels a number takes across; those that would stand nearer share one."""

PLOT_WIDTH = 235
"""Pixels across the plot of the narrowest panel."""

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
MOST_LETTERS = 60
"""Letters of a text in a box that opens on pointing; the whole text stands under the chart."""


@dataclass(frozen=True)
class DatedNote:
    """A note and its place on an axis: the first and the last period (or day) it touches, counted from 0.

    `days` and `kind` are written as the reader does; `text` is what a person typed, not yet `plain`.
    """

    first: int
    last: int
    days: str
    kind: str
    text: str


@dataclass(frozen=True)
class Marked:
    """Notes that begin at one place, or too near to each other to be told apart there, under one number."""

    sign: str
    place: int
    notes: tuple[DatedNote, ...]


def marked(notes: Sequence[DatedNote], places: int) -> list[Marked]:
    """The notes on an axis of so many places, numbered from the left; those beyond it are left out or cut at its ends."""
    shown = [item for item in notes if item.first < places and item.last >= 0]
    apart = SIGN * places / PLOT_WIDTH
    groups: list[list[DatedNote]] = []
    for item in sorted(shown, key=lambda item: item.first):
        place = max(item.first, 0)
        if groups and place - max(groups[-1][0].first, 0) < apart:
            groups[-1].append(item)
        else:
            groups.append([item])
    return [
        Marked(CIRCLED[number] if number < len(CIRCLED) else f"({number + 1})", max(group[0].first, 0), tuple(group))
        for number, group in enumerate(groups)
    ]


def with_notes(
    chart: Figure, notes: Sequence[DatedNote], places: int, look: Look, *, x: Callable[[float], object] = float,
    up: int = 0,
) -> Figure:  # fmt: skip
    """Draw notes onto a finished chart whose axis has so many places.

    `x` turns a place into a value of the axis; `up` says how many pixels above the plot are taken.
    """
    found = marked(notes, places)
    for item in (note for group in found for note in group.notes):
        _line_or_band(chart, max(item.first, 0), min(item.last, places - 1), look, x)
    for group in found:
        lines = [f"{plain(note.days)} · {plain(note.kind)}: {_brief(note)}" for note in group.notes]
        write(
            chart, group.sign, look, look.palette.muted, size=13, x=x(group.place), y=1, yref="paper", yanchor="bottom", yshift=up,
            hovertext="<br>".join(lines),
            hoverlabel={"bgcolor": look.palette.surface, "bordercolor": look.palette.line, "font": {"family": FONT, "color": look.palette.ink}},
        )  # fmt: skip
    return chart.update_layout(margin={"t": MARGIN + up + ROOM}) if found else chart


def said_at(notes: Sequence[DatedNote], place: int) -> list[str]:
    """What was noted on a place of the axis, a line for each note, harmless in a figure."""
    return [f"{plain(item.kind)}: {_brief(item)}" for item in notes if item.first <= place <= item.last]


def room_for(notes: Sequence[DatedNote]) -> int:
    """The pixels that a plot loses to the numbers above it."""
    return ROOM if notes else 0


def _brief(note: DatedNote) -> str:
    return plain(shortened(note.text, MOST_LETTERS))


def _line_or_band(chart: Figure, first: int, last: int, look: Look, x: Callable[[float], object]) -> None:
    colour = look.palette.muted
    if first == last:
        chart.add_shape(
            type="line", x0=x(first), x1=x(first), y0=0, y1=1, yref="paper", layer="below",
            line={"color": colour, "width": 1, "dash": "dot"},
        )  # fmt: skip
        return
    chart.add_shape(
        type="rect", x0=x(first - 0.5), x1=x(last + 0.5), y0=0, y1=1, yref="paper", layer="below", fillcolor=colour,
        opacity=0.12, line={"width": 0},
    )  # fmt: skip
