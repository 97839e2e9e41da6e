"""What the boxes share in which people type: a change that may be refused, and the last removal, which can be undone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape

import streamlit as st

from components.language import language, words
from data.errors import KeptError

STYLE = "font-size:.9rem;line-height:1.35;overflow-wrap:anywhere"
SHARES = (3, 2)
"""How much of a row the text takes, and how much the buttons."""

SMALL = "font-size:.83rem;line-height:1.35;opacity:.78"
ALARM = "color:light-dark(#a82f17,#f08463);font-weight:600"


def attempt(box: str, change: Callable[[], object]) -> bool:
    """Do what a person asked; where it is refused, the box says why at the next run."""
    forget(box)
    try:
        change()
    except KeptError as error:
        st.session_state[f"_{box}_refused"] = error.text
        return False
    return True


def refused(box: str) -> None:
    """Say why the last change was refused."""
    text = st.session_state.get(f"_{box}_refused")
    if text is not None:
        st.html(f'<div role="alert" style="{STYLE};{ALARM}">{escape(text.to(language()))}</div>')


def forget(box: str) -> None:
    """Say no longer why the last change was refused."""
    st.session_state.pop(f"_{box}_refused", None)


def removed(box: str, number: int, name: str) -> None:
    """Remember what was removed last."""
    st.session_state[f"_{box}_removed"] = (number, name)


def undo(box: str, restore: Callable[[int], object]) -> None:
    """Offer to bring back what was removed last."""
    _ = words()
    number, name = st.session_state.get(f"_{box}_removed", (None, ""))
    if number is None:
        return

    def bring_back() -> None:
        if attempt(box, lambda: restore(number)):
            del st.session_state[f"_{box}_removed"]

    with row(f"{box}_undo", _("Removed: {name}", name=name)):
        st.button(_("Undo"), type="tertiary", key=f"_{box}_undo", on_click=bring_back)


@contextmanager
def row(key: str, text: str, small: str = "") -> Iterator[None]:
    """A text as it was typed, escaped, with a smaller line above it; beside it the buttons drawn within."""
    head = f'<div style="{SMALL}">{escape(small)}</div>' if small else ""
    with st.container(key=key):
        left, right = st.columns(SHARES, gap="small", vertical_alignment="center")
        with left:
            st.html(f'{head}<div style="{STYLE}">{escape(text)}</div>')
        with right, st.container(horizontal=True, horizontal_alignment="right", gap="small"):
            yield


def small_line(text: str) -> None:
    """A text in small and grey, escaped."""
    st.html(f'<div style="{SMALL}">{escape(text)}</div>')
