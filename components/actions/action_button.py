"""The button on top of every page that opens an action on the figure and the cases on screen."""

import streamlit as st

from components.actions.open_action import open_action
from components.current_page import current_page
from components.page import Page
from metrics.promises import promise, promises
from metrics.targets import promise_on

ASKED = "_action_asked"
"""Where the session keeps the promise that an action is to be opened on at the next run."""


def action_button(page: Page) -> None:
    """The button; an action asked for by another box is opened as well, since boxes cannot stand in each other."""
    _ = page.words
    pressed = st.button(_("New action"), key="open_action", type="tertiary", icon=":material/flag:")
    asked = st.session_state.pop(ASKED, None)
    if asked is not None or pressed:
        metric = promise(asked).metric if asked else _on_screen(page)
        promised = promise_on(page.engine, metric, page.view.period)
        open_action(page, metric, page.view.where(), promise=promised.id if promised else None)


def ask_for_action(wanted: str) -> None:
    """Open an action on a promise as soon as the page runs again."""
    st.session_state[ASKED] = wanted


def _on_screen(page: Page) -> str:
    """The figure of the mark picked last, else that of the promise on screen, else that of the page's first promise."""
    if page.view.metric is not None:
        return page.view.metric
    mine = [item for item in promises() if item.page == current_page()]
    return promise(page.view.promise).metric if page.view.promise else (mine or promises())[0].metric
