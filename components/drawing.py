"""The one thin component every drawing goes through: panels with their charts kept mounted, and what people click on them.

All panels of a row are one element, because every element of Streamlit's costs the browser more than a chart drawn over.
It stays in the page's own tree (no shadow root), because Plotly's rules for its texts must reach it. The twin of a figure
is a table with the same marks, so that keyboard and touch reach all that a mouse does.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from charts.figure import Figure
from charts.library import ADDRESS
from components.assets import ASSETS
from components.language import words

_component = st.components.v2.component(
    "kept_drawing", css=(ASSETS / "drawing.css").read_text("utf-8"), js=(ASSETS / "drawing.js").read_text("utf-8"),
    isolate_styles=False,
)  # fmt: skip
HEIGHT = 280
"""Height in pixels of a figure that names none."""


@dataclass(frozen=True)
class Box:
    """A choice box: its name, its options (value → text), the one chosen, and whether it has a row of its own."""

    key: str
    label: str
    options: Mapping[str, str]
    value: str
    wide: bool


@dataclass(frozen=True)
class Part:
    """One panel of a drawing, or a drawing without a frame where there is no title.

    Attributes:
        html: a table or cards, `twin` the table beside a figure; both hold escaped texts only.
        alt: what a person should know who cannot see the figure.
        foot: a sentence below all else.
        said: the sentence that stands where a drawing would; `state` is empty, info or error.
        picks: whether its marks can be picked; `cases` whether the list of its cases can be asked for.
    """

    key: str
    title: str = ""
    lead: str = ""
    boxes: tuple[Box, ...] = ()
    chart: Figure | None = None
    alt: str = ""
    html: str = ""
    twin: str = ""
    foot: str = ""
    said: str = ""
    state: str = ""
    picks: bool = False
    cases: bool = False

    def data(self) -> dict[str, Any]:
        """As the browser takes it."""
        chart = self.chart
        found = {name: value for name, value in vars(self).items() if name not in ("chart", "boxes")}
        boxes = [{**vars(box), "options": list(box.options.items())} for box in self.boxes]
        height = 0 if chart is None else chart.layout.height or HEIGHT
        return {**found, "boxes": boxes, "figure": "" if chart is None else chart.to_json(), "height": height}


@dataclass(frozen=True)
class Pressed:
    """What a person has just pressed, by what it says, and the part it stands in; nothing where both are empty."""

    part: str = ""
    went: str = ""


def drawing(
    key: str, columns: Sequence[Sequence[Part]], *, shares: Sequence[int] = (),
    on_picked: Callable[[str, int], None] | None = None, on_chose: Callable[[str, str], None] | None = None,
) -> Pressed:  # fmt: skip
    """Draw columns of parts, `shares` being how wide each is beside the others; gives what was just pressed.

    `on_picked` is told of a mark (part, number), `on_chose` of a choice (box, value), before the page runs again: so the
    page is drawn once, with it in force. What the browser says is not trusted: whoever is told checks it.
    """

    def picked() -> None:
        part, mark = _told(key, "picked")
        if on_picked is not None and isinstance(mark, int):
            on_picked(part, mark)

    def chose() -> None:
        box, value = _told(key, "chose")
        if on_chose is not None and isinstance(value, str):
            on_chose(box, value)

    result = _component(
        key=key,
        data=_data(columns, shares),
        on_picked_change=picked,
        on_chose_change=chose,
        on_went_change=lambda: None,
    )
    part, went = _pair(result.went)
    return Pressed(part, went if isinstance(went, str) else "")


def drawn_html(key: str, html: str) -> str:
    """Draw one piece of HTML, every text in it escaped; gives what was just pressed in it."""
    return drawing(key, ((Part(key, html=html),),)).went


def library_address() -> str:
    """Where the browser finds Plotly: on this server, below the path it is served under."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}{ADDRESS}" if base else ADDRESS


def _data(columns: Sequence[Sequence[Part]], shares: Sequence[int]) -> bytes:
    """All of it as JSON in bytes, which Streamlit passes on as they are: anything else it would read and write again."""
    _ = words()
    told = {
        "failed": _("The chart could not be drawn; the table beside it has the figures."), "table": _("Show as a table"),
        "cases": _("Show the cases"),
    }  # fmt: skip
    parts = [[part.data() for part in column] for column in columns]
    given = {"columns": parts, "shares": list(shares), "library": library_address(), "words": told}
    return json.dumps(given, ensure_ascii=False).encode()


def _told(key: str, event: str) -> tuple[str, object]:
    return _pair(st.session_state[key].get(event))


def _pair(given: object) -> tuple[str, object]:
    """A name and what is said of it; what has any other form is nothing."""
    if isinstance(given, Sequence) and len(given) == 2 and isinstance(given[0], str):
        return given[0], given[1]
    return "", None
