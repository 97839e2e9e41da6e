"""One panel: a title that says what it shows, a chart or a table, and a designed state when it is empty or fails.

A panel that fails leaves the others alive; the reader gets a sentence, the log gets the trace.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from html import escape
from typing import Literal

import streamlit as st

from charts.figure import Figure
from components.drawing import drawing
from components.failure import where_it_failed
from components.language import language, look, words
from components.mark import CASES, Mark, cases_button, narrow, twin
from components.open_cases import open_cases
from components.rows import PageRow, remember_height, waiting
from data.errors import KeptError

log = logging.getLogger("kept")
BESIDE = 168
"""Width in pixels of a choice beside a title."""


@dataclass(frozen=True)
class Drawing:
    """What a panel shows.

    Attributes:
        chart: a figure; None where the panel is a table, or has only its note to show.
        alt: its text alternative: what a person who cannot see it should know.
        note: a sentence under it, such as what cannot be told from it.
        html: a table, every text in it escaped.
        marks: what its bars, points, cells or rows stand for, in the order of the chart's own numbering.
        cases: the figure whose cases the panel can show; the first mark's, unless another is named.
    """

    chart: Figure | None
    alt: str
    note: str = ""
    html: str = ""
    marks: tuple[Mark, ...] = ()
    cases: Mark | None = None


@dataclass(frozen=True)
class Choice:
    """A choice a panel offers, such as the figure or the dimension; it lives in the panel only.

    `wide` gives it a row of its own, for options with long names; others stand beside the title. `wanted` is what the
    link asks for: it is chosen once, whenever the link asks for another.
    """

    key: str
    label: str
    options: Mapping[str, str]
    wide: bool = False
    wanted: str | None = None

    @property
    def value(self) -> str:
        """What is chosen; the first option unless a person chose another."""
        chosen = st.session_state.get(self.key)
        return str(chosen) if chosen in self.options else next(iter(self.options))


@dataclass(frozen=True)
class Panel:
    """A panel; `draw` gives None when there is nothing to show, in which case `empty` says so if given."""

    title: str
    subtitle: str
    key: str
    draw: Callable[[], Drawing | None]
    choices: tuple[Choice, ...] = ()
    empty: str = ""


@contextmanager
def guarded(key: str) -> Iterator[None]:
    """Whatever goes wrong inside ends in a sentence for the reader and a line in the log, and nowhere else."""
    _ = words()
    try:
        yield
    except KeptError as error:
        st.info(error.to(language()), icon=":material/info:")
    except Exception as error:
        log.error("panel %s failed: %s", key, where_it_failed(error))
        st.error(_("This panel could not be drawn. The others are not affected; the log says why."))


def panel(item: Panel) -> None:
    """Draw one panel."""
    framed(item)()


def framed(item: Panel) -> Callable[[], None]:
    """Draw the frame of a panel with its title and choices; what is given back draws what belongs into it."""
    place = st.container(border=True, key=f"panel_{item.key}", gap=None)
    with place:
        _head(item)

    def fill() -> None:
        with place, guarded(item.key):
            _fill(item)

    return fill


def _fill(item: Panel) -> None:
    """Ask, and draw the answer or the sentence that stands for it."""
    _, drawn = words(), item.draw()
    if drawn is None:
        empty = item.empty or _("No data in this period with these filters.")
        st.info(empty, icon=":material/inbox:")
        return
    foot = f'<div class="kept-subtitle">{escape(drawn.note)}</div>' if drawn.note else ""
    if drawn.html or drawn.chart is not None:
        remember_height(item.key, drawn.chart, foot)
        _drawn(drawn, item.key, foot)
    elif foot:
        st.html(f'<div class="kept-told">{foot}</div>')


def _drawn(item: Drawing, key: str, foot: str) -> None:
    """The drawing with its marks: a mark that is picked narrows the page, the list beside it opens the cases."""
    whole = item.cases or (replace(item.marks[0], where=(), period=None) if item.marks else None)
    beside = twin(item.marks, look()) if item.chart is not None else ""
    picked = drawing(
        f"{key}_chart" if item.chart is not None else f"{key}_table", chart=item.chart, alt=item.alt, html=item.html,
        twin=beside + (cases_button(look()) if whole else ""), foot=foot, picks=bool(item.marks),
        on_picked=lambda number: _picked(item, number),
    )  # fmt: skip
    if picked.went == CASES and whole is not None:
        open_cases(whole)


def _picked(item: Drawing, number: int) -> None:
    """Narrow the page to a mark; a point that stands for no group of its own is none."""
    if 0 <= number < len(item.marks) and item.marks[number].opens:
        narrow(item.marks[number])


def panels(*columns: tuple[Panel, ...], widths: Sequence[int] | None = None) -> PageRow:
    """Panels in columns, each from top to bottom; `widths` are the columns' shares of the page."""

    def frames() -> list[Callable[[], None]]:
        waiting = []
        for place, items in zip(st.columns(widths or len(columns), gap="small"), columns, strict=True):
            with place:
                waiting += [framed(item) for item in items]
        return waiting

    return frames


def _head(item: Panel) -> None:
    """Title, choices and subtitle, and a place as high as what is to come."""
    offered = [choice for choice in item.choices if len(choice.options) > 1]
    title = f'<div class="kept-title">{escape(item.title)}</div>'
    lead = f'<div class="kept-subtitle kept-lead">{escape(item.subtitle)}</div>{waiting(item.key)}'
    if not offered:
        st.html(title + lead)
        return
    beside = [choice for choice in offered if not choice.wide]
    if beside:
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key=f"{item.key}_head"):
            st.html(title)
            for choice in beside:
                _box(choice, BESIDE)
    else:
        st.html(title)
    for choice in offered:
        if choice.wide:
            _box(choice, "stretch")
    st.html(lead)


def _box(choice: Choice, width: Literal["stretch"] | int) -> None:
    _ = words()
    if choice.wanted in choice.options and st.session_state.get(f"{choice.key}_wanted") != choice.wanted:
        st.session_state[choice.key] = choice.wanted
    st.session_state[f"{choice.key}_wanted"] = choice.wanted
    st.session_state.setdefault(choice.key, choice.value)
    st.selectbox(
        choice.label, list(choice.options), format_func=choice.options.__getitem__, key=choice.key,
        label_visibility="collapsed", placeholder=_("Choose"), width=width,
    )  # fmt: skip
