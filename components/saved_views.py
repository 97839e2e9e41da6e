"""The box in which the view on screen is named and kept, and views kept before are opened, renamed and removed."""

import streamlit as st
from streamlit.errors import StreamlitAPIException

from charts import format
from components.current_page import current_page, page_title
from components.escape import markdown_safe
from components.language import language, look, words
from components.session import current_state
from components.typed import attempt, refused, removed, row, undo
from components.view import View, read_view
from data.errors import KeptError
from data.views import LONGEST_NAME, SavedView, Views
from metrics.engine import Engine

BOX = "views"
WIDTH = 400
FEW, SCROLLED = 6, 320
"""From how many views on the list scrolls, and its height in pixels."""

NAME, RENAMED = "_view_name", "_view_renamed"


def views_box(engine: Engine, view: View) -> None:
    """A button that opens the views kept, and a form that keeps the one on screen."""
    _ = words()
    views = Views(current_state())
    with st.popover(_("Views"), key=BOX, type="tertiary", icon=":material/bookmark:"), st.container(
        width=WIDTH, gap="small", key="views_box"
    ):  # fmt: skip
        try:
            found = views.all()
        except KeptError as error:
            st.info(error.to(language()), icon=":material/info:")
            return
        with st.container(
            height=SCROLLED if len(found) > FEW else "content", border=False, gap="small", key="views_list"
        ):
            for item in found:
                _row(views, item, engine)
        undo(BOX, views.restore)
        _form(views, view, engine)


def open_view(view: SavedView) -> None:
    """Go to the page of a view with its filters; the page says which values are no longer there."""
    _ = words()
    try:
        st.switch_page(f"{view.page}.py", query_params={**view.parameters, "lang": language()})
    except StreamlitAPIException:
        st.warning(_("The page of this view is no longer there."), icon=":material/link_off:")


def _row(views: Views, item: SavedView, engine: Engine) -> None:
    """One view, with what can be done with it."""
    _ = words()

    def rename() -> None:
        st.session_state.update({RENAMED: item.id, NAME: item.name})

    def remove() -> None:
        if attempt(BOX, lambda: views.remove(item.id)):
            removed(BOX, item.id, item.name)
            _leave(item.id)

    with row(f"view_{item.id}", item.name, _what(item, engine)):
        if st.button(_("Open"), type="tertiary", key=f"_view_open_{item.id}", help=markdown_safe(item.name)):
            open_view(item)
        st.button(_("Rename"), type="tertiary", key=f"_view_rename_{item.id}", on_click=rename)
        st.button(_("Remove"), type="tertiary", key=f"_view_remove_{item.id}", on_click=remove)


def _what(item: SavedView, engine: Engine) -> str:
    """The page and the period of a view."""
    parts = [page_title(item.page, look())]
    view = read_view({"period": item.parameters.get("period", "")}, engine)
    if view is not None and not view.ignored:
        parts.append(format.period(view.period, language(), engine.fiscal_start))
    return " · ".join(parts)


def _form(views: Views, view: View, engine: Engine) -> None:
    """A name for the view on screen, or another name for one that is kept."""
    _ = words()
    number = st.session_state.get(RENAMED)
    page = current_page()

    def keep() -> None:
        name = st.session_state[NAME]

        def write() -> None:
            if number is None:
                views.add(name, page, view.parameters(engine.fiscal_start, own=True))
            else:
                views.rename(number, name)
            st.toast(_("View kept."))

        if attempt(BOX, write):
            _leave(number)

    with st.form(key="view_form", border=False):
        label = _("Name of the view on screen") if number is None else _("Another name")
        st.text_input(label, key=NAME, max_chars=LONGEST_NAME, placeholder=_("such as: weekly review"))
        refused(BOX)
        with st.container(horizontal=True):
            st.form_submit_button(
                _("Keep view") if number is None else _("Rename"), key="_view_keep", type="primary", on_click=keep
            )
            if number is not None:
                st.form_submit_button(_("Cancel"), key="_view_cancel", on_click=_leave, args=(number,))


def _leave(number: int | None) -> None:
    """Empty the form, unless it holds the name of another view than the one that is done with."""
    if st.session_state.get(RENAMED) == number:
        st.session_state.pop(RENAMED, None)
        st.session_state[NAME] = ""
