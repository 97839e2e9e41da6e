"""Attainment over time: the rate of each period with its interval, against the target."""

from collections.abc import Sequence

import plotly.graph_objects as go

from charts import format
from charts.look import Look, figure
from charts.rate_axis import axis_floor, rate_ticks
from metrics.model import Row, Unit

AXIS_LETTERS = 70
"""Letters that fit under the axis of a panel half as wide as a small screen."""


def attainment_trend(rows: Sequence[Row], labels: Sequence[str], target: float | None, look: Look) -> go.Figure:
    """One point per period; a period without data is a gap. `labels` name the periods of `rows`."""
    palette, language, _ = look.palette, look.language, look.words
    chart = figure(look, height=216)
    values = [row.value for row in rows]
    places = list(range(len(rows)))
    notes = [_note(row, look) for row in rows]
    for run in _runs(rows):
        chart.add_trace(_band(rows, run, look))
    chart.add_trace(
        go.Scatter(
            x=places, y=values, mode="lines+markers", name=_("Attainment"), customdata=notes,
            line={"color": palette.accent, "width": 2}, marker={"size": 7, "color": _colours(values, target, look)},
            hovertemplate="%{customdata}<extra></extra>", connectgaps=False,
        )
    )  # fmt: skip
    if target is not None:
        chart.add_hline(y=target, line={"color": palette.ink, "width": 1, "dash": "dash"})
        chart.add_annotation(
            x=1, xref="paper", xanchor="right", y=target, yanchor="bottom", showarrow=False,
            text=_("target {target}", target=format.target(target, Unit.RATIO, language)), font={"size": 12, "color": palette.ink},
        )  # fmt: skip
    floor = axis_floor([value for row in rows for value in (row.low, row.value)] + [target])
    ticks, texts = rate_ticks(floor, language)
    room = 1 - floor
    chart.update_yaxes(
        range=[floor - 0.15 * room, 1.0 + 0.06 * room], tickvals=ticks, ticktext=texts,
    )  # fmt: skip
    shown = _readable(labels)
    chart.update_xaxes(
        tickvals=shown, ticktext=[labels[place] for place in shown], tickangle=0, range=[-0.4, len(rows) - 0.6]
    )
    chart.update_layout(showlegend=False, hovermode="x")
    return chart


def _readable(labels: Sequence[str]) -> list[int]:
    """The places whose labels fit side by side on a narrow panel, counted back from the latest."""
    widths = [sum(2 if letter > "\u2e80" else 1 for letter in label.split("<br>")[0]) + 1 for label in labels]
    every = max(1, -(-max(widths, default=1) * len(labels) // AXIS_LETTERS))
    return list(range(len(labels) - 1, -1, -every))[::-1]


def _runs(rows: Sequence[Row]) -> list[list[int]]:
    """Places of neighbouring periods with an interval; a period without data parts two runs."""
    runs: list[list[int]] = [[]]
    for place, row in enumerate(rows):
        if row.low is None or row.high is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return [run for run in runs if run]


def _band(rows: Sequence[Row], run: list[int], look: Look) -> go.Scatter:
    """The intervals of a run as one surface: up along the upper edge, back along the lower one; alone, as a bar."""
    back = run[::-1]
    edge = [rows[place].high for place in run] + [rows[place].low for place in back]
    return go.Scatter(
        x=[*run, *back], y=edge, mode="lines",
        line={"width": 8 if len(run) == 1 else 0, "color": look.palette.band}, fill="toself", fillcolor=look.palette.band, hoverinfo="skip"
    )  # fmt: skip


def _colours(values: list[float | None], target: float | None, look: Look) -> list[str]:
    palette = look.palette
    if target is None:
        return [palette.accent] * len(values)
    return [palette.good if value is not None and value >= target else palette.bad for value in values]


def _note(row: Row, look: Look) -> str:
    language, _ = look.language, look.words
    return _(
        "{rate} ({low}–{high}), n = {n}, undecided {undecided}",
        rate=format.percent(row.value, language),
        low=format.percent(row.low, language),
        high=format.percent(row.high, language),
        n=format.count(row.n, language),
        undecided=format.count(row.undecided, language),
    )
