"""A row of figures with what stands behind them, drawn in one go (texts escaped)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from charts.look import Look
from components.drawing import drawn_html
from components.guarded import guarded
from components.mark import Mark
from components.open_cases import open_cases
from components.rows import PageRow, waiting

HEIGHT = 72
"""Height in pixels of one row of cards."""


@dataclass(frozen=True)
class Card:
    """A figure: what it is, its value, and a note on what it means or how sure it is.

    `state` (good, bad, risk, none) and `word` are those of a promise: mark and verdict; `cases` is what its cases are
    those of, if it has any.
    """

    label: str
    value: str
    note: str = ""
    word: str = ""
    state: str = "none"
    cases: Mark | None = None


def cards_row(name: str, draw: Callable[[], Sequence[Card]], look: Look) -> PageRow:
    """The cards as a row of a page; `name` is what the log calls them when they fail."""

    def frames() -> list[Callable[[], None]]:
        place = st.container(key="figures", gap=None)
        with place:
            st.html(waiting("figures", HEIGHT))

        def fill() -> None:
            with place, guarded(name):
                cards(draw(), look)

        return [fill]

    return frames


def cards(items: Sequence[Card], look: Look) -> None:
    """Draw the cards side by side; one that is pressed opens the cases behind it."""
    went = drawn_html("cards", cards_html(items, look))
    wanted = items[int(went)].cases if went.isdecimal() and int(went) < len(items) else None
    if wanted is not None:
        open_cases(wanted)


def cards_html(items: Sequence[Card], look: Look) -> str:
    """The cards as HTML, every text escaped."""
    body = "".join(_card(item, place, look) for place, item in enumerate(items))
    return f'<div class="kept-cards">{body}</div>'


def _card(item: Card, place: int, look: Look) -> str:
    _ = look.words
    word = f'<em class="{escape(item.state, quote=True)}">{escape(item.word)}</em>' if item.word else ""
    note = f"<i>{escape(item.note)}</i>" if item.note else ""
    label = escape(item.label)
    if item.cases is not None:
        title = escape(_("Show the cases"), quote=True)
        label = f'<button type="button" data-go="{place}" title="{title}">{label}</button>'
    return f'<div class="kept-card"><span>{label}</span><b>{escape(item.value)}{word}</b>{note}</div>'
