"""The search box: type part of a name in either language, and open what is found, with the filters in force."""

from collections.abc import Sequence
from html import escape
from itertools import groupby

import streamlit as st

from charts.look import Look
from components.assets import SIDEBAR_STYLE
from components.current_page import FIRST, page_title
from components.escape import markdown_safe
from components.language import language, words
from components.opening import target_of
from components.panels.trend import figure_key
from components.session import current_names, current_state
from data.errors import KeptError
from data.views import SavedView, Views
from data.words import Text
from metrics.search import SORT_WORDS, Entry, Found, Index, Sort, find, nearest

TYPED, OPENED = "_search", "_search_opened"
WAIT = "300ms"
"""A pause in typing after which is searched; Enter searches at once."""


def search_box(pages: Sequence[st.Page]) -> None:
    """The box on top of the side bar, its results below it. `pages` are those of the menu."""
    st.html(SIDEBAR_STYLE)
    with st.sidebar, st.container(key="search"):
        _searching(pages)


@st.fragment
def _searching(pages: Sequence[st.Page]) -> None:
    """Typing draws this box anew, and nothing else of the page."""
    _ = words()
    if entry := st.session_state.pop(OPENED, None):
        _open(entry)
    typed = st.text_input(
        _("Search for figures, promises, merchants, agents, pages"), key=TYPED, placeholder=_("Search"), live=WAIT,
        icon=":material/search:", autocomplete="off", label_visibility="collapsed",
    )  # fmt: skip
    if not (typed or "").strip():
        return
    try:
        indexes = (current_names(), Index.of([*_page_entries(pages), *_view_entries()]))
    except KeptError as error:
        _line(error.to(language()))
        return
    found = find(typed, indexes)
    with st.container(key="found", gap=None):
        if found.total:
            _results(found)
        else:
            _none(typed, nearest(typed, indexes))


def _results(found: Found) -> None:
    """A button for each, grouped by sort."""
    _ = words()
    for sort, entries in groupby(found.shown, key=lambda entry: entry.sort):
        _line(SORT_WORDS[sort].to(language()), heading=True)
        for entry in entries:
            _button(entry)
    if found.total > len(found.shown):
        _line(_("{n} more: type more of the name", n=found.total - len(found.shown)))


def _none(typed: str, close: Sequence[Entry]) -> None:
    """Nothing is called so; what comes nearest."""
    _ = words()
    _line(_("Nothing is called “{text}”.", text=typed.strip()))
    _line(_("Did you mean:") if close else _("Type part of a name or of a code."))
    for entry in close:
        _button(entry)


def _button(entry: Entry) -> None:
    name = entry.label.to(language())
    if entry.sort is Sort.MERCHANT and name != entry.id:
        name = f"{name} ({entry.id})"
    st.button(
        markdown_safe(name), type="tertiary", key=f"_found_{entry.sort}_{entry.id}", on_click=_chosen, args=(entry,)
    )


def _line(text: str, *, heading: bool = False) -> None:
    """A small line, escaped; the name of a sort is a heading for those who listen."""
    role = ' role="heading" aria-level="2"' if heading else ""
    st.html(f'<div class="kept-found"{role}>{escape(text)}</div>')


def _chosen(entry: Entry) -> None:
    """Empty the box, and open the entry when this run comes to it."""
    st.session_state[TYPED] = ""
    st.session_state[OPENED] = entry


def _open(entry: Entry) -> None:
    """Go to the entry's page. A figure is also chosen in the page's trend, whatever was chosen there before."""
    try:
        target = target_of(entry, st.session_state.get("_view", {}), {str(view.id): view for view in _saved_views()})
    except KeptError as error:
        _line(error.to(language()))
        return
    if entry.sort is Sort.METRIC:
        st.session_state[figure_key()] = entry.id
    st.switch_page(f"{target.page}.py", query_params={**target.parameters, "lang": language()})


def _page_entries(pages: Sequence[st.Page]) -> list[Entry]:
    """The pages of the menu by their titles in both languages."""
    names = [(page, page.url_path or FIRST) for page in pages]
    return [
        Entry(Sort.PAGE, name, Text(page_title(name, Look("en")), page_title(name, Look("zh"))), (page.title, name))
        for page, name in names
    ]


def _saved_views() -> tuple[SavedView, ...]:
    return Views(current_state()).all()


def _view_entries() -> list[Entry]:
    return [Entry(Sort.VIEW, str(view.id), Text(view.name, view.name)) for view in _saved_views()]
