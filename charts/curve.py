"""What a plan lets pass: the operating-characteristic curve of a sampling plan, with points that matter named."""

from collections.abc import Sequence
from dataclasses import dataclass

from charts import format
from charts.figure import Figure, Part, scatter
from charts.line_labels import PLOT_WIDTH
from charts.look import Look, figure, plain
from charts.notes import note
from charts.texts import LETTER, shortened, width, write, write_above
from charts.value_axis import plain_scale
from metrics.model import Unit

FULL = 1.0


@dataclass(frozen=True)
class Mark:
    """A point of the curve and what to say about it; both rates."""

    x: float
    y: float
    label: str


def curve(
    points: Sequence[tuple[float, float]], look: Look, *, x_title: str, y_title: str, marks: Sequence[Mark] = (),
    height: int = 230,
) -> Figure:  # fmt: skip
    """A falling curve of rates over rates; the axis upward runs from 0 to 100 %."""
    palette, language = look.palette, look.language
    chart = figure(look, height)
    titles = (plain(x_title), plain(y_title))
    chart.add_trace(
        scatter(
            x=[x for x, _y in points], y=[y for _x, y in points], mode="lines", line={"color": palette.accent, "width": 2.5},
            customdata=[_note(*point, titles, look) for point in points], hovertemplate="%{customdata}<extra></extra>",
        )
    )  # fmt: skip
    chart.add_trace(
        scatter(
            x=[mark.x for mark in marks], y=[mark.y for mark in marks], mode="markers", cliponaxis=False,
            marker={"size": 10, "color": palette.risk, "symbol": "diamond"}, hovertemplate="%{customdata}<extra></extra>",
            customdata=[note(mark.label, _note(mark.x, mark.y, titles, look)) for mark in marks],
        )
    )  # fmt: skip
    right = max([*(x for x, _y in points), *(mark.x for mark in marks)], default=FULL) or FULL
    for mark in marks:
        _name_mark(chart, mark, right, look)
    across = plain_scale([0.0, right], Unit.RATIO, language)
    upward = [number / 4 for number in range(5)]
    texts = [format.tick(tick, Unit.RATIO, language, upward[1]) for tick in upward]
    chart.update_xaxes(
        range=[0, right], tickvals=across.ticks, ticktext=across.texts, tickangle=0, title=Part(text=titles[0])
    )
    chart.update_yaxes(range=[-0.02, FULL + 0.04], tickvals=upward, ticktext=texts)
    write_above(chart, titles[1], look, 0, xref="paper", anchor="left", colour=palette.muted, up=12)
    return chart.update_layout(showlegend=False, margin={"t": 38, "r": 18}, hovermode="closest", hoverdistance=-1)


def _name_mark(chart: Figure, mark: Mark, right: float, look: Look) -> None:
    """To the right of the point, where a falling curve leaves room; above it near the right end."""
    text = shortened(mark.label, 26)
    beside = mark.x / right * PLOT_WIDTH + width(text) * LETTER < PLOT_WIDTH
    write(
        chart, plain(text), look, look.palette.risk, x=mark.x, y=mark.y, yanchor="bottom",
        xanchor="left" if beside else "right", xshift=8 if beside else 6, yshift=-3 if beside else 8,
    )  # fmt: skip


def _note(x: float, y: float, titles: tuple[str, str], look: Look) -> str:
    return f"{titles[0]} {format.percent(x, look.language)}<br>{titles[1]} {format.percent(y, look.language)}"
