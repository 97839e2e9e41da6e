"""A figure over time: one point per period, against its target, its usual range, or quoted figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from charts import format
from charts.control_limits import limit_notes, limits, rings
from charts.dated_notes import DatedNote, room_for, said_at, with_notes
from charts.figure import Figure, Part, scatter
from charts.line_labels import ENDS, FROM_LEFT, LineLabel, label_lines, with_room
from charts.look import Look, figure, marks_from, plain
from charts.notes import row_note
from charts.stretches import band, steps, stretches
from charts.texts import edge_room, shortened, thinned
from charts.value_axis import row_values, value_scale
from metrics.model import Row, Unit
from metrics.signals import ControlChart

FOOT = 48
"""Pixels of a figure above and below its plot."""

MANY = 40
"""From this many periods on, the points are small."""

Targets = Sequence[float | None]


@dataclass(frozen=True)
class Quoted:
    """A figure from elsewhere, to compare with; the label says where it comes from."""

    value: float
    label: str


def trend(
    rows: Sequence[Row], labels: Sequence[str], unit: Unit, look: Look, *, targets: Targets | None = None,
    chart: ControlChart | None = None, references: Sequence[Quoted] = (), running: bool = False, connect: bool = False,
    at_least: bool = True, noted: Sequence[DatedNote] = (), height: int = 210,
) -> Figure:  # fmt: skip
    """One point per period; a period without a value is a gap, with `connect` bridged by a faint line.

    `labels`: name the periods under the axis; a second line after `<br>` is kept for the year.
    `targets`: one for each period, drawn as steps; a rate is good when it is `at_least` (else: at most) its target.
    `chart`: limits, centre and signals of the series; they take the place of the 95 % intervals.
    `references`: quoted figures, dotted.
    `running`: the last period is still running, so its point is hollow.
    `noted`: what people noted on days of these periods.
    """
    targets, values, drawn = targets or [None] * len(rows), [row.value for row in rows], figure(look, height)
    drawn.add_traces(_intervals(rows, look) if chart is None else limits(chart, look))
    if connect:
        drawn.add_trace(_bridges(values, look))
    drawn.add_traces([_target_line(targets, run, look) for run in stretches(targets)])
    for quoted in references:
        drawn.add_hline(y=quoted.value, line={"color": look.palette.risk, "width": 1.5, "dash": "dot"})
    notes = [
        row_note(label.replace("<br>", " "), row, unit, look, [*_target_note(target, unit, look), *(limit_notes(chart, place, unit, look) if chart else []), *said_at(noted, place)])
        for place, (label, row, target) in enumerate(zip(labels, rows, targets, strict=True))
    ]  # fmt: skip
    colours = [_colour(row.value, target, unit, at_least, look) for row, target in zip(rows, targets, strict=True)]
    drawn.add_trace(_points(values, colours, notes, running, look))
    if chart is not None:
        drawn.add_trace(rings(values, chart, look))
    seen = row_values(rows) if chart is None else [*values, *chart.lower, *chart.upper, chart.centre]
    scale = value_scale([*seen, *targets, *(item.value for item in references)], unit, look.language)
    plot = height - FOOT - room_for(noted)
    scale = with_room(scale, _latest(targets), plot)
    label_lines(drawn, _line_labels(targets, references, unit, look), [values], scale, plot, look)
    places, texts = thinned(labels)
    drawn.update_yaxes(range=[scale.low, scale.high], tickvals=scale.ticks, ticktext=scale.texts)
    drawn.update_xaxes(tickvals=places, ticktext=texts, tickangle=0, range=[-0.5, max(len(rows), 1) - 0.5])
    drawn.update_layout(showlegend=False, margin={"r": edge_room(texts)}, hovermode="closest", hoverdistance=-1)
    return with_notes(drawn, noted, len(rows), look)


def _intervals(rows: Sequence[Row], look: Look) -> list[Part]:
    lower, upper = [row.low for row in rows], [row.high for row in rows]
    return [band(lower, upper, run, look) for run in stretches(lower, upper)]


def _points(values: Targets, colours: Sequence[str], notes: Sequence[str], running: bool, look: Look) -> Part:
    """The line with its points; the last one is hollow while its period runs."""
    fills = [*colours[:-1], look.palette.surface] if running and colours else list(colours)
    return scatter(
        x=list(range(len(values))), y=list(values), mode="lines+markers", customdata=notes, connectgaps=False, meta=marks_from(0),
        line={"color": look.palette.accent, "width": 2}, hovertemplate="%{customdata}<extra></extra>", cliponaxis=False,
        marker={"size": 7 if len(values) < MANY else 4, "color": fills, "line": {"color": list(colours), "width": 2 if running else 0}},
    )  # fmt: skip


def _bridges(values: Targets, look: Look) -> Part:
    """A faint line from point to point, across periods without data."""
    line = {"color": look.palette.neutral, "width": 1, "dash": "dot"}
    places = list(range(len(values)))
    return scatter(x=places, y=list(values), mode="lines", connectgaps=True, line=line, hoverinfo="skip")


def _target_line(targets: Targets, run: list[int], look: Look) -> Part:
    places, levels = steps(targets, run)
    line = {"color": look.palette.ink, "width": 1, "dash": "dash"}
    return scatter(x=places, y=levels, mode="lines", line=line, hoverinfo="skip")


def _latest(targets: Targets) -> float | None:
    return next((float(target) for target in reversed(targets) if target is not None), None)


def _target_note(target: float | None, unit: Unit, look: Look) -> list[str]:
    _ = look.words
    return [] if target is None else [_("target {target}", target=format.target(float(target), unit, look.language))]


def _line_labels(targets: Targets, references: Sequence[Quoted], unit: Unit, look: Look) -> list[LineLabel]:
    """The latest target, at the right if it was another one before; and the quoted figures, at the left if possible."""
    latest, palette = _latest(targets), look.palette
    names = [LineLabel(item.value, plain(shortened(item.label, 36)), palette.risk, FROM_LEFT) for item in references]
    for text in _target_note(latest, unit, look):
        names.insert(0, LineLabel(latest or 0.0, text, palette.ink, ENDS if len(set(targets)) == 1 else ENDS[:1]))
    return names


def _colour(value: float | None, target: float | None, unit: Unit, at_least: bool, look: Look) -> str:
    if value is None or target is None or unit is not Unit.RATIO:
        return look.palette.accent
    return look.palette.good if (value >= target if at_least else value <= target) else look.palette.bad
