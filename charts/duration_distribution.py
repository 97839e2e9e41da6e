"""How long cases took: counts per band of hours, in time and missed apart, with the promised limit marked."""

from collections.abc import Sequence

from charts import format
from charts.figure import Figure, Part, bar
from charts.look import Look, figure, marks_from
from charts.texts import thinned, write, write_above
from metrics.clocks import band_tick, upper_edge
from metrics.model import Row


def duration_distribution(rows: Sequence[Row], labels: Sequence[str], limit_hours: int, look: Look) -> Figure:
    """One bar per band, stacked by what became of the cases, so that it holds for a pooled promise as well.

    Marks: the bands, from the left, whichever part of a bar is meant.
    """
    palette, _ = look.palette, look.words
    codes = [str(row.group[0]) for row in rows]
    ticks = [band_tick(code).to(look.language) for code in codes]
    hits = [row.numerator or 0 for row in rows]
    misses = [(row.denominator or 0) - (row.numerator or 0) for row in rows]
    undecided = [row.undecided for row in rows]
    chart = figure(look, height=200)
    for name, counts, colour in (
        (_("in time"), hits, palette.accent),
        (_("missed"), misses, palette.bad),
        (_("undecided"), undecided, palette.neutral),
    ):
        notes = _notes(name, counts, labels, sum(hits) + sum(misses) + sum(undecided), look)
        chart.add_trace(
            bar(
                x=ticks, y=counts, name=name, marker={"color": colour}, customdata=notes, meta=marks_from(0),
                hovertemplate="%{customdata}<extra></extra>",
            )
        )  # fmt: skip
    within = [place for place, code in enumerate(codes) if _is_within(code, limit_hours)]
    if within and len(within) < len(codes):
        _mark_limit(chart, max(within) + 0.5, limit_hours, look)
        _name_sides(chart, max(within) + 0.5, look, undecided=any(undecided))
    highest = max((sum(parts) for parts in zip(hits, misses, undecided, strict=True)), default=0)
    chart.update_yaxes(rangemode="tozero", tickformat="d", dtick=1 if highest <= 5 else None)
    shown, texts = thinned(ticks)
    chart.update_xaxes(
        type="category", tickangle=0, tickfont={"size": 11}, title=Part(text=_("hours")), tickvals=[ticks[place] for place in shown],
        ticktext=texts,
    )  # fmt: skip
    chart.update_layout(barmode="stack", margin={"t": 26}, showlegend=False)
    return chart


def _notes(name: str, counts: Sequence[int], labels: Sequence[str], total: int, look: Look) -> list[str]:
    _, language = look.words, look.language
    return [
        _("{band}: {n} {what}, {share}", band=label, n=format.count(number, language), what=name,
          share=format.percent(number / (total or 1), language))
        for label, number in zip(labels, counts, strict=True)
    ]  # fmt: skip


def _mark_limit(chart: Figure, place: float, limit_hours: int, look: Look) -> None:
    _ = look.words
    chart.add_vline(x=place, line={"color": look.palette.ink, "width": 1, "dash": "dash"})
    chart.add_annotation(
        x=place, y=1, yref="paper", yanchor="top", xanchor="left", xshift=4, showarrow=False,
        text=_("limit {hours} h", hours=limit_hours), font={"size": 12, "color": look.palette.ink},
    )  # fmt: skip


def _name_sides(chart: Figure, place: float, look: Look, *, undecided: bool) -> None:
    """The colours named where they stand: in time before the limit, missed beyond it, undecided at the end."""
    palette, _ = look.palette, look.words
    write_above(chart, _("in time"), look, place - 0.15, anchor="right", colour=palette.accent)
    write_above(chart, _("missed"), look, place + 0.15, anchor="left", colour=palette.bad)
    if undecided:
        write(
            chart,
            _("undecided"),
            look,
            palette.muted,
            x=1,
            xref="paper",
            xanchor="right",
            y=1,
            yref="paper",
            yanchor="top",
            yshift=-16,
        )


def _is_within(code: str, limit_hours: int) -> bool:
    edge = upper_edge(code)
    return edge is not None and edge <= limit_hours
