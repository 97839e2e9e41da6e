"""Attainment over time: the rate of each period with its interval, against the target."""

from collections.abc import Sequence

import plotly.graph_objects as go

from charts import format
from charts.look import Look, figure
from metrics.model import Row, Unit


def attainment_trend(rows: Sequence[Row], labels: Sequence[str], target: float | None, look: Look) -> go.Figure:
    """One point per period; a period without data is a gap. `labels` name the periods of `rows`."""
    palette, language, _ = look.palette, look.language, look.words
    chart = figure(look, height=216)
    values = [row.value for row in rows]
    places = list(range(len(rows)))
    notes = [_note(row, look) for row in rows]
    chart.add_trace(_band([row.low for row in rows], places, None, look))
    chart.add_trace(_band([row.high for row in rows], places, "tonexty", look))
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
    lows = [value for row in rows for value in (row.low, row.value) if value is not None]
    floor = min([*lows, target or 1.0], default=0.0)
    step = _step(1.0 - floor)
    ticks = [round(1.0 - step * number, 6) for number in range(8) if 1.0 - step * (number - 1) > floor - step / 2]
    chart.update_yaxes(
        range=[max(0.0, floor - 0.15 * (1 - floor) - 0.002), 1.0 + 0.06 * (1 - floor) + 0.001], tickvals=ticks,
        ticktext=[format.percent(tick, language, 0 if step >= 0.01 else 1) for tick in ticks],
    )  # fmt: skip
    chart.update_xaxes(tickvals=places, ticktext=list(labels), tickangle=0, range=[-0.4, len(rows) - 0.6])
    chart.update_layout(showlegend=False, hovermode="x")
    return chart


def _band(edge: list[float | None], places: list[int], fill: str | None, look: Look) -> go.Scatter:
    return go.Scatter(
        x=places,
        y=edge,
        mode="lines",
        line={"width": 0},
        fill=fill,
        fillcolor=look.palette.band,
        hoverinfo="skip",
    )


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


def _step(span: float) -> float:
    for step in (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2):
        if span / step <= 6:
            return step
    return 0.25
