"""Panels in columns: their frames stand at once, and all of a row are drawn in one go when they are answered.

A panel that fails leaves the others alive; the reader gets a sentence, the log gets the trace.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from components.drawing import Box, Part, drawing
from components.guarded import failed
from components.language import language, look, words
from components.mark import CASES, Mark, narrow, twin
from components.open_cases import open_cases
from components.panel import Choice, Drawing, Panel
from components.rows import PageRow, remember_height, waiting
from data.errors import KeptError

Columns = Sequence[Sequence[Panel]]


def panels(*columns: tuple[Panel, ...], widths: Sequence[int] = ()) -> PageRow:
    """Panels in columns, each from top to bottom; `widths` are the columns' shares of the page."""
    key = columns[0][0].key

    def frames() -> list[Callable[[], None]]:
        place = st.container(key=f"row_{key}", gap=None)
        with place:
            st.html(_frames(columns, widths))

        def fill() -> None:
            with place:
                _fill(f"panels_{key}", columns, widths)

        return [fill]

    return frames


def panel(item: Panel) -> None:
    """Draw one panel."""
    for fill in panels((item,))():
        fill()


def _fill(key: str, columns: Columns, widths: Sequence[int]) -> None:
    """Ask for all panels of a row and draw them; a mark that is picked narrows the page, a list opens the cases."""
    every = [item for column in columns for item in column]
    for choice in (choice for item in every for choice in item.choices):
        choice.follow()
    drawn = {item.key: drawn_part(item) for item in every}
    choices = {choice.key: choice for item in every for choice in item.choices}
    pressed = drawing(
        key, [[drawn[item.key][0] for item in column] for column in columns], shares=widths,
        on_picked=lambda part, number: _picked(drawn, part, number),
        on_chose=lambda box, value: choices[box].choose(value) if box in choices else None,
    )  # fmt: skip
    found = drawn[pressed.part][1] if pressed.part in drawn else None
    whole = _whole(found) if found is not None and pressed.went == CASES else None
    if whole is not None:
        open_cases(whole)


def drawn_part(item: Panel) -> tuple[Part, Drawing | None]:
    """A panel as it is drawn, with its answer or the sentence that stands for it; and the answer."""
    _ = words()
    frame = Part(item.key, item.title, item.subtitle, _boxes(item.choices))
    try:
        found = item.draw()
        if found is None:
            return replace(
                frame, said=item.empty or _("No data in this period with these filters."), state="empty"
            ), None
        remember_height(item.key, found.chart, found.note)
        return _with(frame, found), found
    except KeptError as error:
        return replace(frame, said=error.to(language()), state="info"), None
    except Exception as error:
        return replace(frame, said=failed(item.key, error), state="error"), None


def _with(frame: Part, found: Drawing) -> Part:
    drawn = bool(found.html) or found.chart is not None
    return replace(
        frame, chart=found.chart, alt=found.alt, html=found.html, foot=found.note, picks=bool(found.marks),
        twin=twin(found.marks, look()) if found.chart is not None else "", cases=drawn and _whole(found) is not None,
    )  # fmt: skip


def _boxes(choices: Sequence[Choice]) -> tuple[Box, ...]:
    """The choices there are: what has one option only is none."""
    return tuple(
        Box(item.key, item.label, item.options, item.value, item.wide) for item in choices if len(item.options) > 1
    )


def _whole(found: Drawing) -> Mark | None:
    """The figure whose cases a drawing can show."""
    return found.cases or (replace(found.marks[0], where=(), period=None) if found.marks else None)


def _picked(drawn: Mapping[str, tuple[Part, Drawing | None]], part: str, number: int) -> None:
    """Narrow the page to a mark; a point that stands for no group of its own is none."""
    found = drawn[part][1] if part in drawn else None
    if found is not None and 0 <= number < len(found.marks) and found.marks[number].opens:
        narrow(found.marks[number])


def _frames(columns: Columns, widths: Sequence[int]) -> str:
    """The frames with their titles, and places as high as what is to come; they give way to the drawing."""
    shares = " ".join(f"minmax(0, {share}fr)" for share in widths or [1] * len(columns))
    body = "".join(f'<div class="kept-column">{"".join(map(_frame, column))}</div>' for column in columns)
    return f'<div class="kept-row kept-frames" style="grid-template-columns: {shares}">{body}</div>'


def _frame(item: Panel) -> str:
    title, lead = escape(item.title), escape(item.subtitle)
    wide = [choice.wide for choice in item.choices if len(choice.options) > 1]
    beside, below = (
        "" if all(wide) else '<div class="kept-box-beside"></div>',
        '<div class="kept-box-wide"></div>' * sum(wide),
    )
    return (
        f'<section class="kept-panel"><div class="kept-head"><div class="kept-title">{title}</div>{beside}</div>{below}'
        f'<div class="kept-subtitle kept-lead">{lead}</div>{waiting(item.key)}</section>'
    )
