"""Names of level lines, written onto the figure beside the line, where they hide least of the data."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from charts.figure import Figure
from charts.look import Look
from charts.texts import LETTER, width, write
from charts.value_axis import Scale

LINE_HEIGHT = 15
OFF_THE_LINE = 9
"""Pixels from a line to the middle of the text beside it."""

PLOT_WIDTH = 235
"""Pixels across the plot of the narrowest panel: what is free there is free in a wider one."""

ANCHORS = {"right": 1.0, "left": 0.0, "center": 0.5}
ENDS, FROM_LEFT = ("right", "left", "center"), ("left", "right", "center")
POINT = 3
"""A point hidden weighs as much as this many places of a line."""

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in pixels."""


@dataclass(frozen=True)
class LineLabel:
    """The name of a level line, and where it may stand, the best place first."""

    value: float
    text: str
    colour: str
    ends: tuple[str, ...] = ENDS


def label_lines(
    chart: Figure, labels: Sequence[LineLabel], shown: Sequence[Sequence[float | None]], scale: Scale, height: float,
    look: Look,
) -> None:  # fmt: skip
    """Write each name above or below its line, at an end or in the middle; `shown` are the series, `height` the plot's."""
    per_unit = height / (scale.high - scale.low)
    spots = [spot for values in shown for spot in _spots(values, scale.low, per_unit)]
    levels = [(label.value - scale.low) * per_unit for label in labels]
    taken: list[Box] = []
    for label, level in zip(labels, levels, strict=True):
        others = [other for other in levels if other != level]
        places = [(end, shift) for end in label.ends for shift in (OFF_THE_LINE, -OFF_THE_LINE)]
        costs = [
            _cost(_box(label.text, end, level + shift), spots, others, taken, height) + number / 10
            for number, (end, shift) in enumerate(places)
        ]
        end, shift = places[costs.index(min(costs))]
        taken.append(_box(label.text, end, level + shift))
        write(
            chart, label.text, look, label.colour, x=ANCHORS[end], xref="paper", xanchor=end, y=label.value,
            yanchor="middle", yshift=shift,
        )  # fmt: skip


def with_room(scale: Scale, top: float | None, height: float) -> Scale:
    """The scale, with room for a text above a line at `top`."""
    if top is None:
        return scale
    part = 2 * LINE_HEIGHT / height
    return replace(scale, high=max(scale.high, (top - part * scale.low) / (1 - part)))


def _spots(values: Sequence[float | None], low: float, per_unit: float) -> list[tuple[float, float]]:
    """Where a series is drawn: its points, and three places on the way from each to the next."""
    step = PLOT_WIDTH / max(len(values), 1)
    points = [
        None if value is None else ((place + 0.5) * step, (value - low) * per_unit)
        for place, value in enumerate(values)
    ]
    spots = [point for point in points if point is not None for _time in range(POINT)]
    for start, end in pairwise(points):
        if start is not None and end is not None:
            spots += [(start[0] + part * step, start[1] + part * (end[1] - start[1])) for part in (0.25, 0.5, 0.75)]
    return spots


def _box(text: str, end: str, middle: float) -> Box:
    wide = width(text) * LETTER
    left = (PLOT_WIDTH - wide) * ANCHORS[end]
    return left, middle - LINE_HEIGHT / 2, left + wide, middle + LINE_HEIGHT / 2


def _cost(
    box: Box, spots: Sequence[tuple[float, float]], levels: Sequence[float], taken: Sequence[Box], height: float
) -> float:
    """How much a text in this box would hide; most of all other texts, or itself beyond the plot."""
    left, bottom, right, top = box
    near = 4
    hidden = sum(left - near < x < right + near and bottom - near < y < top + near for x, y in spots)
    crossed = sum(bottom < level < top for level in levels)
    met = sum(
        max(0.0, min(right, other[2]) - max(left, other[0])) * max(0.0, min(top, other[3]) - max(bottom, other[1]))
        for other in taken
    )
    return hidden + 2 * crossed + 10 * met + 100_000 * (bottom < 0 or top > height)
