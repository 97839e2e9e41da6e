"""Attainment by group: a dot with its interval per group, against the target; groups too small are greyed."""

from collections.abc import Sequence

import plotly.graph_objects as go

from charts import format
from charts.look import Look, figure, plain
from charts.rate_axis import axis_floor, rate_ticks
from metrics.intervals import SMALL_N
from metrics.model import Row


def attainment_by_group(rows: Sequence[Row], labels: Sequence[str], target: float | None, look: Look) -> go.Figure:
    """One line per group, in the order given (first on top). The interval says how sure one may be."""
    palette, language, _ = look.palette, look.language, look.words
    labels = [plain(label) for label in labels]
    places = list(range(len(rows)))
    chart = figure(look, height=40 + 27 * max(len(rows), 2))
    colours = [_colour(row, target, look) for row in rows]
    values = [row.value for row in rows]
    notes = [
        _("{group}: {rate} ({low}–{high}), n = {n}", group=label, rate=format.percent(row.value, language),
          low=format.percent(row.low, language), high=format.percent(row.high, language), n=format.count(row.n, language))
        for row, label in zip(rows, labels, strict=True)
    ]  # fmt: skip
    chart.add_trace(
        go.Scatter(
            x=values, y=places, mode="markers", customdata=notes, hovertemplate="%{customdata}<extra></extra>",
            marker={"size": 10, "color": colours},
            error_x={
                "type": "data", "symmetric": False, "thickness": 1.5, "width": 0, "color": palette.neutral,
                "array": [_above(row) for row in rows], "arrayminus": [_below(row) for row in rows],
            },
        )
    )  # fmt: skip
    for row, place in zip(rows, places, strict=True):
        chart.add_annotation(
            x=1, xref="paper", xanchor="right", y=place, showarrow=False, font={"size": 12, "color": palette.muted},
            text=f"{format.percent(row.value, language)} · n {format.count(row.n, language)}", bgcolor=palette.surface,
        )  # fmt: skip
    if target is not None:
        chart.add_vline(x=target, line={"color": palette.ink, "width": 1, "dash": "dash"})
    floor = axis_floor([row.low for row in rows] + [target])
    span = 1 - floor
    ticks, texts = rate_ticks(floor, language)
    chart.update_xaxes(
        range=[max(0.0, floor - 0.05 * span), 1.0 + 0.42 * span], showgrid=True, tickvals=ticks, ticktext=texts,
    )  # fmt: skip
    chart.update_yaxes(tickvals=places, ticktext=list(labels), range=[len(rows) - 0.4, -0.6], showgrid=False)
    return chart


def _colour(row: Row, target: float | None, look: Look) -> str:
    palette = look.palette
    if row.value is None or row.n < SMALL_N or target is None:
        return palette.neutral
    return palette.good if row.value >= target else palette.bad


def _above(row: Row) -> float:
    return 0.0 if row.value is None or row.high is None else row.high - row.value


def _below(row: Row) -> float:
    return 0.0 if row.value is None or row.low is None else row.value - row.low
