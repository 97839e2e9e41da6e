"""The way through a review: one subject a screen, arrow keys to move on, and large type for a projector."""

from collections.abc import Mapping

import streamlit as st

from components.escape import markdown_safe
from components.filters import remember_own
from components.frame import Page

LARGE = """<style>
[data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stExpandSidebarButton"], .st-key-data_line, .st-key-search,
.st-key-language { display: none !important; }
.stMainBlockContainer { zoom: 1.35; padding-top: 1rem !important; }
</style>"""


def is_presented(page: Page) -> bool:
    """Whether the review is on a projector."""
    return page.view.asked("present") == "1"


def large() -> None:
    """Large type, and nothing but the subject."""
    st.html(LARGE)


def way(page: Page, named: Mapping[str, str], current: str) -> None:
    """The subject on screen, with the way to the one before and after it, and to any other."""
    _, keys = page.words, list(named)
    place = keys.index(current)

    def chosen() -> None:
        remember_own(page.view, page.engine, item=st.session_state["_review_item"])

    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="review_way"):
        st.button(
            _("Previous"), key="_review_back", shortcut="Left", disabled=place == 0, on_click=remember_own, args=(page.view, page.engine),
            kwargs={"item": keys[max(place - 1, 0)]},
        )  # fmt: skip
        st.button(
            _("Next"), key="_review_next", shortcut="Right", disabled=place + 1 == len(keys), on_click=remember_own, args=(page.view, page.engine),
            kwargs={"item": keys[min(place + 1, len(keys) - 1)]}, type="primary",
        )  # fmt: skip
        st.session_state["_review_item"] = current
        st.selectbox(
            _("Subject"), keys, format_func=lambda key: f"{keys.index(key) + 1}/{len(keys)} · {named[key]}", key="_review_item",
            on_change=chosen, label_visibility="collapsed", width=420, placeholder=_("Choose"),
        )  # fmt: skip
        presented = is_presented(page)
        st.button(
            _("Leave the presentation") if presented else _("Present"), key="_review_present",
            shortcut="Esc" if presented else None, type="tertiary" if presented else "secondary",
            icon=None if presented else ":material/slideshow:", on_click=remember_own, args=(page.view, page.engine),
            kwargs={"present": "" if presented else "1"},
        )  # fmt: skip
        if not presented:
            st.button(
                _("All reviews"),
                key="_review_all",
                type="tertiary",
                on_click=remember_own,
                args=(page.view, page.engine),
                kwargs={"review": "", "item": ""},
            )
    st.header(markdown_safe(named[current]), anchor=False)
