"""A figure by group: a dot with its interval per group, against a target or the whole."""

from collections.abc import Sequence

from charts import format
from charts.figure import Figure, Part, scatter
from charts.look import Look, figure, marks_from, plain
from charts.notes import row_note
from charts.texts import LETTER, shortened, two_lines, width, write, write_above
from charts.value_axis import row_values, value_scale
from metrics.intervals import SMALL_N
from metrics.model import Row, Unit

WORD_LETTERS = 22
TICKS = 3
"""Steps of the axis, so that its ticks fit where names and values leave little room."""


def not_told_apart(look: Look) -> str:
    """The word for a group whose difference may be chance; a group with this word is grey."""
    _ = look.words
    return _("cannot be told apart")


def by_group(
    rows: Sequence[Row], labels: Sequence[str], unit: Unit, look: Look, *, reference: float | None = None,
    reference_label: str | None = None, words: Sequence[str] | None = None, at_least: bool = True,
    judged: bool = True,
) -> Figure:  # fmt: skip
    """One line per group, in the order given (first on top). The interval says how sure one may be.

    `reference` is the target or the value of the whole; a group is good when it is `at_least` (else: at most) that.
    Not `judged`, the reference is no target: lying on one side of it is neither good nor bad, unless a word says so.
    `words` are short, one for each group, shown beneath its value.
    """
    words = [plain(shortened(word, WORD_LETTERS)) for word in words or [""] * len(rows)]
    names, places = [two_lines(label) for label in labels], list(range(len(rows)))
    chart = figure(look, height=56 + (36 if "<br>" in "".join(names) or any(words) else 27) * max(len(rows), 2))
    marks = [
        _mark(row, word, reference if judged or word else None, at_least, look)
        for row, word in zip(rows, words, strict=True)
    ]
    notes = [
        row_note(label, row, unit, look, [word] if word else [])
        for label, row, word in zip(labels, rows, words, strict=True)
    ]
    chart.add_trace(_dots(rows, marks, notes, look))
    if reference is not None:
        text = reference_label or look.words(
            "target {target}", target=format.target(float(reference), unit, look.language)
        )
        chart.add_vline(x=reference, line={"color": look.palette.ink, "width": 1, "dash": "dash"})
        write_above(chart, plain(shortened(text, 28)), look, reference)
    room = _write_values(chart, rows, words, unit, look)
    fewer = any(words) or unit is Unit.CHANGE  # long words and signed numbers need room
    scale = value_scale([*row_values(rows), reference], unit, look.language, TICKS - fewer)
    chart.update_xaxes(range=[scale.low, scale.high], showgrid=True, tickangle=0)
    chart.update_xaxes(tickvals=scale.ticks, ticktext=scale.texts)
    chart.update_yaxes(tickvals=places, ticktext=names, range=[len(rows) - 0.4, -0.6], showgrid=False)
    return chart.update_layout(margin={"t": 26, "r": room}, hovermode="closest", hoverdistance=-1)


def _dots(rows: Sequence[Row], marks: Sequence[tuple[str, str]], notes: Sequence[str], look: Look) -> Part:
    return scatter(
        x=[row.value for row in rows], y=list(range(len(rows))), mode="markers", customdata=notes, meta=marks_from(0),
        hovertemplate="%{customdata}<extra></extra>",
        marker={"size": 10, "opacity": 1, "color": [colour for colour, _form in marks], "symbol": [form for _colour, form in marks]},
        error_x={
            "type": "data", "symmetric": False, "thickness": 1.5, "width": 0, "color": look.palette.neutral,
            "array": [_reach(row.value, row.high) for row in rows], "arrayminus": [_reach(row.low, row.value) for row in rows],
        },
    )  # fmt: skip


def _write_values(chart: Figure, rows: Sequence[Row], words: Sequence[str], unit: Unit, look: Look) -> int:
    """Value, cases and word of each group at the right; gives the room they take, in pixels."""
    widest = 0
    for place, (row, word) in enumerate(zip(rows, words, strict=True)):
        text = format.value(row.value, unit, look.language)
        if unit is not Unit.COUNT:
            text += f" · n {format.count(row.n, look.language)}"
        write(
            chart, f"{text}<br>{word}" if word else text, look, look.palette.muted, x=1, xref="paper", y=place,
            xanchor="left", xshift=6, align="left",
        )  # fmt: skip
        widest = max(widest, width(text), width(word))
    return round(widest * LETTER) + 12


def _mark(row: Row, word: str, reference: float | None, at_least: bool, look: Look) -> tuple[str, str]:
    """Colour and form of a dot; hollow and grey where nothing can be said."""
    palette = look.palette
    if row.value is None or row.n < SMALL_N or word == plain(not_told_apart(look)):
        return palette.neutral, "circle-open"
    if reference is None:
        return palette.accent, "circle"
    good = row.value >= reference if at_least else row.value <= reference
    return (palette.good, "circle") if good else (palette.bad, "diamond")


def _reach(start: float | None, end: float | None) -> float:
    """From the value to an end of its interval; nothing where it has no interval."""
    return 0.0 if start is None or end is None else end - start
