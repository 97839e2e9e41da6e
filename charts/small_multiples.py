"""One small chart per group, all on one scale, so that groups can be compared without lying on each other.

Marks: point p of group g is number g × points + p, groups from left to right and then down; a point without data has its
number too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from charts.figure import Figure, bar, scatter
from charts.look import Look, figure, plain
from charts.notes import row_note
from charts.texts import LETTER, shortened, thinned, width, write
from charts.value_axis import Scale, value_scale
from metrics.intervals import SMALL_N
from metrics.model import Row, Unit

MOST = 12
ACROSS = 4
PLOT, GAP, TITLE, YEAR = 92, 28, 24, 14
"""Pixels of a small plot, of the names of periods below it, of its title above, and of the year below the names."""


@dataclass(frozen=True)
class Small:
    """One group and its rows, one for each period or band; None without data."""

    label: str
    rows: Sequence[Row | None]
    value: str = ""


@dataclass(frozen=True)
class Shape:
    """How the small plots are laid out: so many across and down, with `foot` pixels below each."""

    across: int
    down: int
    foot: int

    @property
    def height(self) -> int:
        """Pixels of the whole."""
        return self.down * (TITLE + PLOT + self.foot)

    @property
    def inner(self) -> int:
        """Pixels from the top of the uppermost plots to the bottom of the lowest."""
        return self.height - TITLE - self.foot

    @property
    def share(self) -> float:
        """How wide a small plot is, as a part of the whole."""
        return 1 / self.across - (0.025 if self.across > 1 else 0)

    def corner(self, place: int) -> tuple[float, float]:
        """The upper left corner of a small plot, as parts of the whole."""
        step = (TITLE + PLOT + self.foot) / self.inner
        return (place % self.across) / self.across, 1 - (place // self.across) * step


def small_multiples(
    groups: Sequence[Small], labels: Sequence[str], unit: Unit, look: Look, *, bars: bool = False,
    reference: float | None = None, wide: int = 900,
) -> Figure:  # fmt: skip
    """Up to twelve groups in rows of four; lines over periods, or `bars` over bands and counts.

    What rests on fewer than ten cases is grey: it is not compared.
    `reference`: a level drawn in each of them, such as the target. `wide`: pixels across the narrowest panel.
    """
    groups = groups[:MOST]
    across = min(ACROSS if wide >= 700 else 2, max(len(groups), 1))
    down = ceil(len(groups) / across) or 1
    shape = Shape(across, down, GAP + YEAR * any("<br>" in label for label in labels))
    chart = figure(look, shape.height)
    known = [row.value for item in groups for row in item.rows if row is not None]
    scale = value_scale([*known, reference, *([0.0] if bars else [])], unit, look.language, 3)
    if bars:
        scale = Scale(0.0 if min((value for value in known if value is not None), default=0) >= 0 else scale.low,
                      scale.high, scale.ticks, scale.texts)  # fmt: skip
    left = round(LETTER * max((width(text) for text in scale.texts), default=0)) + 14
    letters = int((wide - left) / across / LETTER) - 2
    for place, item in enumerate(groups):
        _draw(chart, item, place, labels, unit, look, bars=bars)
        _lay_out(chart, place, shape, scale, labels, letters, reference, look)
        name = f"<b>{plain(shortened(item.label, letters - width(item.value) - 2))}</b> {plain(item.value)}".strip()
        x, y = shape.corner(place)
        write(chart, name, look, x=x, xref="paper", xanchor="left", y=y, yref="paper", yanchor="bottom", align="left")
    return chart.update_layout(
        showlegend=False, margin={"l": left, "t": TITLE, "b": shape.foot, "r": 12}, hovermode="closest", bargap=0.2
    )


def _draw(
    chart: Figure, item: Small, place: int, labels: Sequence[str], unit: Unit, look: Look, *,
    bars: bool,
) -> None:  # fmt: skip
    """The bars or the line of one group."""
    values = [None if row is None else row.value for row in item.rows]
    notes = [
        row_note(
            f"{item.label} · {label.replace('<br>', ' ')}", row or Row("", None, (), None, None, None, 0), unit, look
        )
        for label, row in zip(labels, item.rows, strict=True)
    ]
    common = {
        "x": list(range(len(values))), "y": values, "customdata": notes, "hovertemplate": "%{customdata}<extra></extra>",
        "xaxis": f"x{place + 1 if place else ''}", "yaxis": f"y{place + 1 if place else ''}", "meta": {"first": place * len(labels)},
    }  # fmt: skip
    colour = look.palette.accent
    small = [row is not None and row.n < SMALL_N and unit is not Unit.COUNT for row in item.rows]
    colours = [look.palette.neutral if few else colour for few in small]
    if bars:
        chart.add_trace(bar(marker={"color": colours}, **common))
    else:
        chart.add_trace(
            scatter(mode="lines+markers", line={"color": colour, "width": 2}, marker={"size": 6, "color": colours, "symbol": ["circle-open" if few else "circle" for few in small], "opacity": 1}, connectgaps=False, **common)
        )  # fmt: skip


def _lay_out(
    chart: Figure, place: int, shape: Shape, scale: Scale, labels: Sequence[str], letters: int,
    reference: float | None, look: Look,
) -> None:  # fmt: skip
    """Where the small plot stands; ticks at the left column and below each plot."""
    x, top = shape.corner(place)
    number = place + 1 if place else ""
    places, texts = thinned(labels, max(letters, 8))
    chart.update_layout({
        f"xaxis{number}": {
            "domain": [x, x + shape.share], "anchor": f"y{number}", "tickvals": places, "ticktext": texts, "tickangle": 0,
            "range": [-0.6, max(len(labels), 1) - 0.4], "tickfont": {"size": 11},
        },
        f"yaxis{number}": {
            "domain": [max(0.0, top - PLOT / shape.inner), top], "anchor": f"x{number}", "range": [scale.low, scale.high],
            "tickvals": scale.ticks, "ticktext": scale.texts, "showticklabels": place % shape.across == 0, "tickfont": {"size": 11},
        },
    })  # fmt: skip
    if reference is not None:
        chart.add_shape(
            type="line", xref=f"x{number} domain", x0=0, x1=1, yref=f"y{number}", y0=reference, y1=reference,
            line={"color": look.palette.ink, "width": 1, "dash": "dash"},
        )  # fmt: skip
