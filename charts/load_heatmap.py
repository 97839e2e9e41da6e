"""When work comes in: hour of the day × weekday."""

from collections.abc import Sequence

from charts import format
from charts.figure import Figure, cells
from charts.look import Look, figure, marks_from
from metrics.model import Row

HOURS = range(24)
DAYS = range(1, 8)


def load_heatmap(rows: Sequence[Row], weekdays: Sequence[str], look: Look) -> Figure:
    """`rows` are grouped by (weekday, hour); a cell without cases is 0, since the whole period is covered."""
    palette, language, _ = look.palette, look.language, look.words
    counts = {row.group: row.n for row in rows}
    grid = [[counts.get((day, hour), 0) for hour in HOURS] for day in DAYS]
    notes = [
        [
            _(
                "{day} {hour}:00–{hour}:59: {n}",
                day=weekdays[place],
                hour=f"{hour:02d}",
                n=format.count(number, language),
            )
            for hour, number in zip(HOURS, line, strict=True)
        ]
        for place, line in enumerate(grid)
    ]
    steps, most = len(palette.scale) - 1, max(map(max, grid))
    chart = figure(look, height=216)
    chart.add_trace(
        cells(
            x=[f"{hour:02d}" for hour in HOURS], y=list(weekdays), z=grid, customdata=notes, meta=marks_from(0), xgap=2, ygap=2,
            hovertemplate="%{customdata}<extra></extra>", colorscale=[[n / steps, colour] for n, colour in enumerate(palette.scale)],
            colorbar={"thickness": 8, "outlinewidth": 0, "tickfont": {"color": palette.muted, "size": 11}, "nticks": 4, "tickformat": "d", "dtick": 1 if most <= 4 else None}, zmin=0,
        )
    )  # fmt: skip
    chart.update_xaxes(type="category", tickvals=[f"{hour:02d}" for hour in range(0, 24, 3)])
    chart.update_yaxes(autorange="reversed", type="category", showgrid=False)
    return chart
