"""A few series over time, each named at the end of its line.

Marks: point p of series s is number s × points + p, in the order of the series given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle

from charts import format
from charts.end_names import EndName, name_ends
from charts.figure import Figure, Part, scatter
from charts.line_labels import FROM_LEFT, LineLabel, label_lines
from charts.look import Look, figure, marks_from, plain
from charts.notes import note
from charts.texts import shortened, thinned
from charts.value_axis import Scale, value_scale
from metrics.model import Unit

FOOT = 48
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")

Stroke = dict[str, object]
"""How Plotly draws a line."""


@dataclass(frozen=True)
class Series:
    """One line; None is a gap. The line that matters is emphasised."""

    label: str
    values: Sequence[float | None]
    emphasis: bool = False


def lines(
    series: Sequence[Series], labels: Sequence[str], unit: Unit, look: Look, *, reference: float | None = None,
    reference_label: str | None = None, height: int = 220, letters: int = 26,
) -> Figure:  # fmt: skip
    """Two to five lines over the same periods. Lines differ by dash as well as by colour.

    `reference`: a level to compare with, such as 0 % for the baseline. `letters`: as many fit under the axis.
    """
    chart, language = figure(look, height), look.language
    known = [value for item in series for value in item.values]
    scale = value_scale([*known, reference], unit, language)
    if reference is not None:
        chart.add_hline(y=reference, line={"color": look.palette.ink, "width": 1, "dash": "dash"})
        text = plain(shortened(reference_label or format.target(float(reference), unit, language), 28))
        label = LineLabel(reference, text, look.palette.ink, FROM_LEFT)
        label_lines(chart, [label], [item.values for item in series], scale, height - FOOT, look)
    strokes = _strokes(series, look)
    for place, (item, stroke) in sorted(
        enumerate(zip(series, strokes, strict=True)), key=lambda pair: pair[1][0].emphasis
    ):
        trace = _line(item, stroke, labels, unit, look)
        trace.update(meta=marks_from(place * len(labels)))
        chart.add_trace(trace)
    ends = [_end_name(item, stroke, scale) for item, stroke in zip(series, strokes, strict=True)]
    room = name_ends(chart, [end for end in ends if end is not None], height - FOOT, look)
    places, texts = thinned(labels, letters)
    chart.update_yaxes(range=[scale.low, scale.high], tickvals=scale.ticks, ticktext=scale.texts)
    chart.update_xaxes(tickvals=places, ticktext=texts, tickangle=0, range=[-0.4, max(len(labels), 1) - 0.8])
    return chart.update_layout(showlegend=False, margin={"r": room}, hovermode="closest", hoverdistance=-1)


def _strokes(series: Sequence[Series], look: Look) -> list[Stroke]:
    """Colour, width and dash of each line: strong ones for what matters, the others quieter and all different."""
    palette = look.palette
    strong = cycle((palette.accent, palette.ink))
    quiet = cycle((palette.muted, palette.scale[3], palette.neutral, palette.risk, palette.scale[2]))
    return [
        {"color": next(strong if item.emphasis else quiet), "width": 3 if item.emphasis else 1.8, "dash": dash}
        for item, dash in zip(series, cycle(DASHES), strict=False)
    ]  # fmt: skip


def _line(item: Series, stroke: Stroke, labels: Sequence[str], unit: Unit, look: Look) -> Part:
    notes = [
        note(item.label, plain(label.replace("<br>", " ")), format.value(value, unit, look.language))
        for label, value in zip(labels, item.values, strict=True)
    ]
    return scatter(
        x=list(range(len(item.values))), y=list(item.values), mode="lines+markers", line=stroke, marker={"size": 4, "color": stroke["color"]},
        customdata=notes, hovertemplate="%{customdata}<extra></extra>", connectgaps=False,
    )  # fmt: skip


def _end_name(item: Series, stroke: Stroke, scale: Scale) -> EndName | None:
    """The name of a line at the height of its last value; none for a line without values."""
    last = next((value for value in reversed(item.values) if value is not None), None)
    if last is None:
        return None
    part = (last - scale.low) / (scale.high - scale.low)
    return EndName(item.label, str(stroke["color"]), part, strong=item.emphasis)
