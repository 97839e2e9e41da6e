"""Counts of two or three kinds over time: stacked columns, each kind named beside the last column."""

from collections.abc import Sequence
from dataclasses import dataclass

from charts import format
from charts.end_names import EndName, name_ends
from charts.figure import Figure, bar
from charts.look import Look, figure, marks_from, plain
from charts.notes import note
from charts.texts import thinned
from charts.value_axis import value_scale
from metrics.model import Unit

FOOT = 48


@dataclass(frozen=True)
class Counts:
    """The counts of one kind, one for each period; None without data."""

    label: str
    values: Sequence[int | None]


def counts_by_month(series: Sequence[Counts], labels: Sequence[str], look: Look, *, height: int = 210) -> Figure:
    """One column per period, the first kind at the bottom."""
    palette, language = look.palette, look.language
    colours = [palette.accent, palette.scale[2], palette.neutral]
    chart = figure(look, height)
    for place, (item, colour) in enumerate(zip(series, colours, strict=False)):
        notes = [
            note(item.label, plain(label.replace("<br>", " ")), format.count(value, language))
            for label, value in zip(labels, item.values, strict=True)
        ]
        chart.add_trace(
            bar(
                x=list(range(len(labels))), y=list(item.values), marker={"color": colour}, customdata=notes,
                hovertemplate="%{customdata}<extra></extra>", meta=marks_from(place * len(labels)),
            )
        )  # fmt: skip
    heights = [sum(values) for values in zip(*([value or 0 for value in item.values] for item in series), strict=True)]
    scale = value_scale([0, *heights], Unit.COUNT, language)
    room = name_ends(chart, _names(series, colours, scale.high), height - FOOT, look)
    places, texts = thinned(labels, 26)
    chart.update_yaxes(range=[0, scale.high], tickvals=scale.ticks, ticktext=scale.texts)
    chart.update_xaxes(tickvals=places, ticktext=texts, tickangle=0, range=[-0.5, max(len(labels), 1) - 0.5])
    return chart.update_layout(barmode="stack", showlegend=False, margin={"r": room}, hovermode="closest")


def _names(series: Sequence[Counts], colours: Sequence[str], top: float) -> list[EndName]:
    """Each name at the height of its part of the last column."""
    last = [(item.values[-1] or 0) if item.values else 0 for item in series]
    middles = [sum(last[:place]) + last[place] / 2 for place in range(len(series))]
    return [
        EndName(item.label, colour, middle / top, strong=True)
        for item, colour, middle in zip(series, colours, middles, strict=False)
    ]
