"""A figure week by week around the start of an action, beside the group it is compared with."""

from collections.abc import Sequence

from charts.figure import Figure
from charts.lines import Series, lines
from charts.look import Look, plain
from charts.texts import write_above
from metrics.model import Unit

TOP = 26
"""Pixels above the plot, for the word at the start."""


def before_after(
    series: Sequence[Series], labels: Sequence[str], start: int, began: str, unit: Unit, look: Look, *,
    left_out: tuple[int, int] | None = None, target: float | None = None, height: int = 260,
) -> Figure:  # fmt: skip
    """Lines over weeks, with a line before the week at `start` that says `began`.

    `left_out`: the first and the last week that are no part of the comparison, shaded.
    """
    chart = lines(series, labels, unit, look, reference=target, height=height, letters=60)
    if left_out is not None:
        first, last = left_out
        chart.add_vrect(
            first - 0.5, last + 0.5, fillcolor=look.palette.muted, opacity=0.14, line={"width": 0}, layer="below"
        )
    chart.add_vline(start - 0.5, line={"color": look.palette.ink, "width": 1.5, "dash": "dot"})
    write_above(chart, plain(began), look, start - 0.5, colour=look.palette.ink)
    return chart.update_layout(margin={"t": TOP})
