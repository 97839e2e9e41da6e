"""The months of a promise drawn for print, as lines and points."""

from collections.abc import Sequence
from itertools import pairwise

from charts.look import LIGHT
from reports.paper import Paper
from reports.promise_figures import PromiseFigures
from reports.slide_chart import apart

SIZE = 7.0
TEXT_ROOM = 40.0
"""Points left of the plot, for the numbers of its axis."""
FOOT = 14.0
"""Points below the plot, for the months."""
COLOURS = {"good": LIGHT.good, "bad": LIGHT.bad, "risk": LIGHT.risk}
Point = tuple[float, float]


def print_chart(paper: Paper, item: PromiseFigures, x: float, y: float, width: float, height: float) -> None:
    """The value as a line with points, the target dashed and named, the last point in the colour of the verdict with its value."""
    left, right, top, bottom = x + TEXT_ROOM, x + width - 18, y + 10, y + height - FOOT
    axis, step = item.axis, (right - left) / max(len(item.months) - 1, 1)

    def place(number: int, value: float) -> Point:
        return left + step * number, bottom - (bottom - top) * (value - axis.low) / (axis.high - axis.low)

    _grid(paper, item, x, right, [place(0, value)[1] for value, _text in axis.ticks])
    for number, month in enumerate(item.months):
        if number % 2 == 0:
            paper.put(month.name, left + step * number - 30, bottom + 4, SIZE, colour=LIGHT.muted, align="C", room=60)
    targets = [
        None if month.target is None else place(number, month.target) for number, month in enumerate(item.months)
    ]
    values = [None if month.value is None else place(number, month.value) for number, month in enumerate(item.months)]
    paper.set_dash_pattern(dash=4, gap=3)
    _lines(paper, targets, LIGHT.ink, 0.8)
    paper.set_dash_pattern()
    known = [point for point in values if point is not None]
    _lines(paper, known if apart(item.months) else values, LIGHT.accent, 1.6)
    paper.set_fill_color(LIGHT.accent)
    for point in known:
        paper.circle(*point, 2, style="F")
    if known:
        colour, falls = COLOURS.get(item.state, LIGHT.accent), len(known) > 1 and known[-1][1] > known[-2][1]
        paper.set_fill_color(colour)
        paper.circle(*known[-1], 3.4, style="F")
        text = next(month.text for month in reversed(item.months) if month.value is not None)
        paper.put(
            text,
            known[-1][0] - 40,
            known[-1][1] + (4 if falls else -15),
            8,
            colour=colour,
            bold=True,
            align="C",
            room=80,
        )
    if targets[0] is not None:
        paper.put(
            f"{item.facts[1].name} {item.facts[1].text}", targets[0][0] + 2, targets[0][1] - 10, SIZE, colour=LIGHT.ink
        )


def _grid(paper: Paper, item: PromiseFigures, x: float, right: float, heights: Sequence[float]) -> None:
    """A fine line for each tick, with its number at the left."""
    paper.set_draw_color(LIGHT.line)
    paper.set_line_width(0.5)
    for (_value, text), height in zip(item.axis.ticks, heights, strict=True):
        paper.line(x + TEXT_ROOM, height, right, height)
        paper.put(text, x, height - SIZE * 0.65, SIZE, colour=LIGHT.muted, align="R", room=TEXT_ROOM - 5)


def _lines(paper: Paper, points: Sequence[Point | None], colour: str, thick: float) -> None:
    """A line from point to point; where one is missing, a gap."""
    paper.set_draw_color(colour)
    paper.set_line_width(thick)
    for first, second in pairwise(points):
        if first is not None and second is not None:
            paper.line(*first, *second)
