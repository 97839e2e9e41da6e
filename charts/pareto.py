"""Few causes, most cases: counts by group from the largest down, and the share they make up together."""

from collections.abc import Sequence
from itertools import accumulate

from charts import format
from charts.figure import Figure, Part, bar, scatter
from charts.look import Look, figure, marks_from, plain
from charts.notes import note
from charts.texts import shortened, write, write_above
from metrics.model import Row, Unit

MOST_PART = 0.8
NAME = 16
BARS, SHARES = (0.0, 0.64), (0.68, 1.0)
"""The parts of the width for the counts and for their shares."""

LABEL_ROOM = 1.3
"""How far the axis of the counts goes beyond the longest bar, for its number."""


def pareto(rows: Sequence[Row], labels: Sequence[str], look: Look, *, total: int | None = None) -> Figure:
    """Counts at the left, the share up to and including each group at the right; the first to reach 80 % is marked.

    `rows` are sorted by the caller, largest first, at most a dozen; `total` are all cases, where `rows` are not all.
    """
    places, counts = list(range(len(rows))), [row.value or 0.0 for row in rows]
    shares = [part / (total or sum(counts) or 1) for part in accumulate(counts)]
    crossing = next((place for place, share in enumerate(shares) if share >= MOST_PART), None)
    notes = [_note(*item, look) for item in zip(labels, rows, shares, strict=True)]
    chart = figure(look, height=56 + 22 * max(len(rows), 3))
    chart.add_traces([_bars(rows, crossing, notes, look), _curve(shares, crossing, notes, look)])
    chart.add_shape(
        type="line", x0=MOST_PART, x1=MOST_PART, xref="x2", y0=0, y1=1, yref="paper", layer="below",
        line={"color": look.palette.ink, "width": 1, "dash": "dash"},
    )  # fmt: skip
    _ = look.words
    title = _("cumulative share")
    write_above(chart, title, look, 1, xref="paper", anchor="right", colour=look.palette.muted)
    if crossing is not None:
        write(
            chart, format.percent(shares[crossing], look.language), look, look.palette.risk, x=shares[crossing], xref="x2",
            xanchor="right", y=crossing, xshift=-10, yshift=0 if crossing else -13,
        )  # fmt: skip
    names, ends = [plain(shortened(label, NAME)) for label in labels], [0.0, MOST_PART]
    chart.update_yaxes(tickvals=places, ticktext=names, range=[max(len(rows), 1) - 0.4, -0.6], showgrid=False)
    texts = [format.tick(end, Unit.RATIO, look.language, 0.1) for end in ends]
    return chart.update_layout(
        xaxis={"domain": BARS, "showticklabels": False, "range": [0, max(counts, default=0) * LABEL_ROOM or 1]},
        xaxis2={"domain": SHARES, "anchor": "y", "range": [0, 1.03], "tickvals": ends, "ticktext": texts, "tickangle": 0},
        showlegend=False, margin={"t": 24}, hovermode="closest",
    )  # fmt: skip


def _bars(rows: Sequence[Row], crossing: int | None, notes: Sequence[str], look: Look) -> Part:
    """The groups that make up most are dark, the rest grey."""
    palette, places = look.palette, list(range(len(rows)))
    colours = [palette.accent if crossing is None or place <= crossing else palette.neutral for place in places]
    return bar(
        x=[row.value or 0 for row in rows], y=places, orientation="h", marker={"color": colours}, cliponaxis=False,
        textposition="outside", text=[format.count(row.value, look.language) for row in rows], customdata=notes, meta=marks_from(0),
        hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip


def _curve(shares: Sequence[float], crossing: int | None, notes: Sequence[str], look: Look) -> Part:
    palette, marked = look.palette, [place == crossing for place in range(len(shares))]
    return scatter(
        x=shares, y=list(range(len(shares))), xaxis="x2", mode="lines+markers", cliponaxis=False, customdata=notes, meta=marks_from(0),
        hovertemplate="%{customdata}<extra></extra>", line={"color": palette.muted, "width": 1.5},
        marker={
            "opacity": 1, "size": [11 if mark else 5 for mark in marked], "symbol": ["diamond" if mark else "circle" for mark in marked],
            "color": [palette.risk if mark else palette.muted for mark in marked],
        },
    )  # fmt: skip


def _note(label: str, row: Row, share: float, look: Look) -> str:
    _, language = look.words, look.language
    made = _("cumulative share {share}", share=format.percent(share, language))
    return note(label, format.count(row.value, language), made)
