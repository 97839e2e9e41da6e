"""The one thin component every drawing goes through: a figure kept mounted, a table, and what a person clicks on them.

It stays in the page's own tree (no shadow root), because Plotly's rules for its texts must reach it. The twin of a figure
is a table with the same marks, so that keyboard and touch reach all that a mouse does.
"""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from charts.figure import Figure
from charts.library import ADDRESS
from components.assets import ASSETS
from components.language import words

_component = st.components.v2.component(
    "kept_drawing", css=(ASSETS / "drawing.css").read_text("utf-8"), js=(ASSETS / "drawing.js").read_text("utf-8"),
    isolate_styles=False,
)  # fmt: skip


@dataclass(frozen=True)
class Picked:
    """What a person has just done with a drawing: picked a mark, by its number, or pressed a button, by what it says."""

    mark: int | None = None
    went: str = ""


def drawing(
    key: str, *, chart: Figure | None = None, alt: str = "", html: str = "", twin: str = "", foot: str = "",
    picks: bool = False, on_picked: Callable[[int], None] | None = None,
) -> Picked:  # fmt: skip
    """Draw; gives what was just clicked. `html`, `twin` and `foot` (below all else) hold escaped texts only.

    `on_picked` is told of a mark before the page runs again, so that the page is drawn once, with the mark in force.
    """
    _ = words()

    def picked() -> None:
        mark = st.session_state[key].get("picked")
        if mark is not None and on_picked is not None:
            on_picked(int(mark))

    data = {
        "html": html, "twin": twin, "foot": foot, "alt": alt, "picks": picks, "library": library_address(),
        "figure": "" if chart is None else chart.to_json(), "height": 0 if chart is None else chart.layout.height or 280,
        "failed": _("The chart could not be drawn; the table beside it has the figures."),
    }  # fmt: skip
    result = _component(key=key, data=data, on_picked_change=picked, on_went_change=lambda: None)
    mark = result.picked
    return Picked(None if mark is None else int(mark), str(result.went or ""))


def library_address() -> str:
    """Where the browser finds Plotly: on this server, below the path it is served under."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}{ADDRESS}" if base else ADDRESS
