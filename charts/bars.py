"""Counts by group as horizontal bars, each with its number at its end.

Marks: the bars, from the top.
"""

from collections.abc import Sequence

from charts import format
from charts.figure import Figure, bar
from charts.look import Look, figure, marks_from, plain
from charts.notes import note
from charts.texts import LETTER, shortened, width
from metrics.model import Row

NAME = 18


def bars(
    rows: Sequence[Row], labels: Sequence[str], look: Look, *, colours: Sequence[str] | None = None,
    notes: Sequence[str] | None = None,
) -> Figure:  # fmt: skip
    """One bar per group in the order given, first on top; a group without data has a dash and no bar.

    `colours`: for each group a colour of the palette by its name, or a step of its scale (`scale2`).
    `notes`: for each group one more line to say when it is pointed at.
    """
    language, places = look.language, list(range(len(rows)))
    counts = [row.value for row in rows]
    texts = [format.count(count, language) for count in counts]
    more = [[plain(said)] for said in notes] if notes is not None else [[] for _row in rows]
    hover = [note(label, text, *said) for label, text, said in zip(labels, texts, more, strict=True)]
    chart = figure(look, height=24 + 32 * max(len(rows), 1))
    chart.add_trace(
        bar(
            x=[count or 0 for count in counts], y=places, orientation="h", text=texts, textposition="outside",
            marker={"color": [_colour(name, look) for name in colours or ["accent"] * len(rows)]}, cliponaxis=False,
            customdata=hover, meta=marks_from(0), hovertemplate="%{customdata}<extra></extra>",
        )
    )  # fmt: skip
    longest = max((count or 0 for count in counts), default=0) or 1
    chart.update_xaxes(showticklabels=False, range=[0, longest])
    names = [plain(shortened(label, NAME)) for label in labels]
    chart.update_yaxes(tickvals=places, ticktext=names, range=[max(len(rows), 1) - 0.5, -0.5], showgrid=False)
    return chart.update_layout(margin={"r": 18 + round(LETTER * max((width(text) for text in texts), default=0))})


def _colour(name: str, look: Look) -> str:
    if name.startswith("scale"):
        return look.palette.scale[int(name.removeprefix("scale"))]
    colour: str = getattr(look.palette, name)
    return colour
