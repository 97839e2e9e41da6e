"""The checklist of an action: lines to be ticked, one more, and those no longer needed taken off."""

import streamlit as st

from components.escape import markdown_safe
from components.page import Page
from components.session import current_state
from components.typed import attempt, refused
from data.actions import Action
from data.checklists import Checklists, Step
from data.entries import LONGEST

BOX, NEW = "step", "_step_text"


def checklist(page: Page, item: Action) -> None:
    """The lines, and a form for one more."""
    _ = page.words
    lists = Checklists(current_state())
    for step in lists.of(item.id):
        _row(page, lists, step)

    def keep() -> None:
        if attempt(BOX, lambda: lists.add(item.id, st.session_state[NEW])):
            st.session_state[NEW] = ""

    with st.form(key="step_form", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(_("One more step"), key=NEW, max_chars=LONGEST)
        st.form_submit_button(_("Add"), key="_step_keep", on_click=keep)
    refused(BOX)


def _row(page: Page, lists: Checklists, step: Step) -> None:
    _ = page.words
    key = f"_step_{step.id}"
    st.session_state[key] = step.done_at is not None

    def tick() -> None:
        attempt(BOX, lambda: lists.tick(step.id) if st.session_state[key] else lists.untick(step.id))

    def remove() -> None:
        attempt(BOX, lambda: lists.remove(step.id))

    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"step_{step.id}"):
        st.checkbox(markdown_safe(step.text), key=key, on_change=tick, width="stretch")
        st.button(_("Remove"), type="tertiary", key=f"_step_remove_{step.id}", on_click=remove)
