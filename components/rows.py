"""The rows of a page: all their frames are on screen before the first question is asked, then they are filled in order."""

from collections.abc import Callable, Sequence

import streamlit as st

from charts.figure import Figure

PageRow = Callable[[], Sequence[Callable[[], None]]]
"""Draws the frames of a row; what it gives back is called one after the other to fill them."""

LINE = 23
"""Height in pixels of a line below a drawing."""

USUAL = 190
"""Height in pixels of what was never drawn before."""


def rows(*items: PageRow) -> None:
    """Draw the rows of a page from top to bottom."""
    waiting = [fill for item in items for fill in item()]
    for fill in waiting:
        fill()


def waiting(key: str, usual: int = USUAL) -> str:
    """A quiet place as high as what was drawn there last; it gives way to the drawing, so that nothing jumps."""
    return f'<div class="kept-wait" style="height:{_heights().get(key, usual)}px" aria-hidden="true"></div>'


def remember_height(key: str, chart: Figure | None, foot: str) -> None:
    """Keep how high a chart and the line below it are, for whoever comes next. What is no chart is not known."""
    if chart is not None and chart.layout.height:
        _heights()[key] = round(chart.layout.height) + (LINE if foot else 0)


@st.cache_resource(show_spinner=False)
def _heights() -> dict[str, int]:
    return {}
