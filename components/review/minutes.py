"""The minutes of one subject of a review: what was noted and decided, and the line to type more."""

from collections.abc import Callable, Sequence

import streamlit as st

from components.frame import Page
from components.review.opened import Opened, reviews
from components.session import current_state
from components.typed import attempt, refused, row, small_line
from data.actions import Actions
from data.reviews import KINDS, LONGEST, Minute

BOX = "minutes"


def minutes_box(item: Opened, promise: str | None, act: Callable[[Minute], None] | None = None) -> None:
    """What was typed on a promise, or on the meeting as a whole, and one line more; `act` makes an action of a decision, once."""
    page = item.now
    _, made = page.words, item.made
    with st.container(border=True, key="review_minutes", gap="small"):
        small_line(_("Minutes"))
        begun = {one.minute for one in Actions(current_state()).all()}
        for minute in _on(reviews().minutes(made.id), promise):
            _row(page, minute, None if minute.id in begun else act)
        _form(page, made.id, promise)


def decisions(minutes: Sequence[Minute]) -> list[Minute]:
    """What was decided."""
    return [minute for minute in minutes if minute.kind == "decision"]


def _on(minutes: Sequence[Minute], promise: str | None) -> list[Minute]:
    return [minute for minute in minutes if minute.promise == promise]


def _row(page: Page, minute: Minute, act: Callable[[Minute], None] | None) -> None:
    _ = page.words

    def strike() -> None:
        attempt(BOX, lambda: reviews().strike(minute.id))

    with row(f"minute_{minute.id}", minute.text, KINDS[minute.kind].to(page.look.language)):
        if act is not None and minute.kind == "decision":
            st.button(_("Make it an action"), key=f"_minute_act_{minute.id}", on_click=act, args=(minute,))
        st.button(_("Strike"), type="tertiary", key=f"_minute_strike_{minute.id}", on_click=strike)


def _form(page: Page, review: int, promise: str | None) -> None:
    """Every subject has a line of its own, so that what is being typed stays with it."""
    _, language = page.words, page.look.language
    kind, text = (f"_minute_{name}_{review}_{promise or ''}" for name in ("kind", "text"))

    def keep() -> None:
        typed = st.session_state
        if attempt(BOX, lambda: reviews().note(review, promise, typed[kind], typed[text])):
            typed[text] = ""

    with st.form(key=f"minute_form_{promise or 'all'}", border=False):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            st.segmented_control(
                _("Kind"), list(KINDS), format_func=lambda name: KINDS[name].to(language), key=kind, required=True,
                default=next(iter(KINDS)), width="content",
            )  # fmt: skip
            st.text_input(_("What was said or decided"), key=text, max_chars=LONGEST)
            st.form_submit_button(
                _("Write down"), key=f"_minute_keep_{promise or 'all'}", type="primary", on_click=keep
            )
        refused(BOX)
