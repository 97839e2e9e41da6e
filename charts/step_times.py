"""Where the time goes: for each step of a process the median and the time nine of ten cases stay within."""

from collections.abc import Sequence
from dataclasses import dataclass

from charts import format
from charts.figure import Figure, bar
from charts.look import Look, figure, marks_from, plain
from charts.notes import note
from charts.texts import shortened, write

NAME = 20
THICK, THIN = 0.34, 0.16
UP = 16
"""Pixels from the middle of a bar to the middle of the text above it."""


@dataclass(frozen=True)
class Step:
    """One step; times in hours, None without data. `n` cases have gone through it."""

    label: str
    p50: float | None
    p90: float | None
    n: int


def step_times(steps: Sequence[Step], look: Look) -> Figure:
    """One line per step in the order of the process: a bar to the median, a thin light one to the 90th percentile."""
    palette, notes = look.palette, [_note(step, look) for step in steps]
    chart = figure(look, height=28 + 40 * max(len(steps), 2))
    for hours, colour, thick in (
        ([step.p90 for step in steps], palette.scale[2], THIN),
        ([step.p50 for step in steps], palette.accent, THICK),
    ):
        chart.add_trace(
            bar(
                x=hours, y=list(range(len(steps))), orientation="h", marker={"color": colour}, width=thick, customdata=notes,
                hovertemplate="%{customdata}<extra></extra>", meta=marks_from(0),
            )
        )  # fmt: skip
    for place, step in enumerate(steps):
        name = plain(shortened(step.label, NAME))
        write(chart, name, look, x=0, xref="paper", xanchor="left", y=place, yshift=UP)
        write(chart, _times(step, look), look, palette.muted, x=1, xref="paper", xanchor="right", y=place, yshift=UP)
    longest = max((hours for step in steps for hours in (step.p50, step.p90) if hours is not None), default=0)
    chart.update_xaxes(range=[0, longest or 1], showticklabels=False)
    chart.update_yaxes(range=[max(len(steps), 1) - 0.5, -0.75], showticklabels=False, showgrid=False)
    return chart.update_layout(barmode="overlay", showlegend=False, hovermode="closest")


def _times(step: Step, look: Look) -> str:
    _, language = look.words, look.language
    if step.p50 is None:
        return _("no data")
    median = _("median {hours}", hours=format.hours(step.p50, language))
    return median if step.p90 is None else f"{median} · P90 {format.hours(step.p90, language)}"


def _note(step: Step, look: Look) -> str:
    _ = look.words
    cases = _("n = {n}", n=format.count(step.n, look.language))
    return note(step.label, _times(step, look), cases)
