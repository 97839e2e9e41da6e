"""The backlog by age: how many cases wait, and how long they have waited."""

from collections.abc import Sequence

import plotly.graph_objects as go

from charts import format
from charts.look import Look, figure
from metrics.model import Row


def backlog_age(rows: Sequence[Row], labels: Sequence[str], look: Look) -> go.Figure:
    """One bar per age, youngest on top; the number stands at its end."""
    palette, language = look.palette, look.language
    shades = [palette.scale[2], palette.scale[3], palette.risk, palette.bad]
    chart = figure(look, height=24 + 32 * max(len(rows), 1))
    chart.add_trace(
        go.Bar(
            x=[row.n for row in rows], y=list(labels), orientation="h", marker={"color": shades[: len(rows)]},
            text=[format.count(row.n, language) for row in rows], textposition="outside", cliponaxis=False,
            hovertemplate="%{y}: %{text}<extra></extra>",
        )
    )  # fmt: skip
    longest = max((row.n for row in rows), default=0)
    chart.update_xaxes(showgrid=False, showticklabels=False, range=[0, longest * 1.18 + 1])
    chart.update_yaxes(autorange="reversed", type="category", showgrid=False)
    return chart
