"""How answers spread: the count of each score or band, with the mean marked."""

from collections.abc import Sequence

from charts import format
from charts.figure import Figure, Part, bar
from charts.look import Look, figure, marks_from, plain
from charts.notes import note
from charts.texts import AXIS_LETTERS, thinned, write_above
from charts.value_axis import value_scale
from metrics.model import Row, Unit


def distribution(
    rows: Sequence[Row], labels: Sequence[str], look: Look, *, mean: float | None = None, sd: float | None = None,
    mean_place: float | None = None, note: str | None = None, height: int = 210, letters: int = AXIS_LETTERS,
    ticks: Sequence[str] | None = None,
) -> Figure:  # fmt: skip
    """One column per score (1–5, 0–10) or band (0–10 … 90–100), lowest at the left.

    `mean_place`: where the mean stands on the axis, the first column being 0.
    `note`: a short remark under the axis, such as how many did not answer. `letters`: as many fit under the axis. `ticks`: the labels as short as the axis needs them.

    Marks: the columns, from the left.
    """
    counts = [row.value for row in rows]
    chart = figure(look, height)
    chart.add_trace(
        bar(
            x=list(range(len(rows))), y=counts, marker={"color": look.palette.accent}, customdata=_notes(rows, labels, look),
            meta=marks_from(0),
            hovertemplate="%{customdata}<extra></extra>",
        )
    )  # fmt: skip
    if mean is not None:
        _mark_mean(chart, mean, sd, mean_place, len(rows), look)
    scale = value_scale([*counts, 0], Unit.COUNT, look.language)
    places, texts = thinned(ticks or labels, letters)
    chart.update_yaxes(range=[0, scale.high], tickvals=scale.ticks, ticktext=scale.texts)
    chart.update_xaxes(
        tickvals=places, ticktext=texts, tickangle=0, range=[-0.5, max(len(rows), 1) - 0.5],
        title=Part(text=plain(note or ""), standoff=6),
    )  # fmt: skip
    return chart.update_layout(margin={"t": 12 if mean is None else 26}, bargap=0.15)


def _notes(rows: Sequence[Row], labels: Sequence[str], look: Look) -> list[str]:
    """Count and share of each column."""
    language, total = look.language, sum(row.value or 0 for row in rows)
    return [
        note(
            label, f"{format.count(row.value, language)} · {format.percent((row.value or 0) / (total or 1), language)}"
        )
        for label, row in zip(labels, rows, strict=True)
    ]


def _mark_mean(chart: Figure, mean: float, sd: float | None, place: float | None, columns: int, look: Look) -> None:
    """A line where the mean is, with its name above it."""
    _, language = look.words, look.language
    shown = format.value(mean, Unit.SCORE, language)
    text = _("mean {mean}", mean=shown)
    if sd is not None:
        text = _("mean {mean}, sd {sd}", mean=shown, sd=format.value(sd, Unit.SCORE, language))
    if place is None:
        write_above(chart, text, look, 0, xref="paper", anchor="left")
        return
    chart.add_vline(x=place, line={"color": look.palette.risk, "width": 2, "dash": "dash"})
    part = (place + 0.5) / max(columns, 1)
    write_above(chart, text, look, place, anchor="left" if part < 0.3 else "right" if part > 0.7 else "center")
