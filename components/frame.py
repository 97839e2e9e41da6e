"""What every page has: filters on top, how far the data reach, the demo mark, and the states without data."""

from html import escape
from typing import NoReturn
from urllib.parse import urlencode

import streamlit as st

from charts import format
from components.assets import PAGE_STYLE
from components.escape import quiet
from components.filters import current_view, filter_bar
from components.keeping import keeping
from components.language import language, look, words
from components.left_out import left_out
from components.narrowed import narrowed
from components.page import Page
from components.session import current_engine
from components.view import FILTERS, Own
from data.errors import KeptError

__all__ = ["Page", "open_page"]


def open_page(
    filters: tuple[str, ...] = FILTERS, *, references: bool = False, own: Own | None = None, to_cases: bool = True,
    narrows: bool = True,
) -> Page:  # fmt: skip
    """The frame of a page. Without data the page ends here with a sentence that says what to do.

    `filters` are the dimensions its figures can be filtered by; `references` whether quoted figures belong to it; `own`
    are the parameters only this page knows, each with what tells whether a text is one of its values; `to_cases` whether
    it leads to the cases of a figure; `narrows` whether filters change what it shows.
    """
    _ = words()
    try:
        engine = current_engine()
    except KeptError as error:
        _no_data(error.to(language()))
    view = current_view(engine, own)
    if view is None:
        _no_data(_("The store holds no data that a promise is measured by yet."))
    page = Page(engine, view, look(), _, view.compared(engine))
    st.html(PAGE_STYLE)
    with st.container(key="top"):
        if narrows:
            filter_bar(view, engine, filters, references=references)
        _data_line(page)
    with st.container(key="told", gap="xsmall"):  # always there: what comes below keeps its place, and so stays mounted
        if narrows:
            narrowed(view, engine, to_cases=to_cases)
        left_out(view.ignored)
    return page


def _data_line(page: Page) -> None:
    """How far the data reach, how much there is, what was left out, and whether it is made up."""
    _, engine, tongue = page.words, page.engine, page.look.language
    manifest = engine.manifest
    moments = [moment for source in manifest.sources if (moment := engine.data_to(source)) is not None]
    parts = []
    if moments:
        reach = format.moment(max(moments), engine.zone, tongue)
        parts.append(_("Data to {moment} ({zone})", moment=reach, zone=engine.zone.key))
    for source, text in (("tickets", _("{n} tickets")), ("orders", _("{n} orders"))):
        if manifest.sources[source].rows:
            parts.append(text.format(n=format.count(manifest.sources[source].rows, tongue)))
    read = sum(state.read for state in manifest.sources.values())
    rejected = sum(state.rejected for state in manifest.sources.values())
    parts.append(_("{share} of rows rejected", share=format.percent(rejected / read if read else 0.0, tongue)))
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center", key="data_line"):
        keeping(page)
        if manifest.demo:
            st.badge(_("Demo data"), icon=":material/science:", color="orange")
        st.markdown(quiet(" · ".join(parts)))


def _no_data(sentence: str) -> NoReturn:
    """The designed empty state: what is missing, and the two ways on."""
    _ = words()
    with st.container(border=True, key="no_data"):
        st.subheader(_("No data yet"))
        st.text(sentence)
        st.markdown(_("To look around, make demo data:"))
        st.code("python -m data demo", language="sh")
        st.html(_link("bring", _("Bring data")))
        st.markdown(_("To see your own promises, drop exports of your orders or tickets there, or import them here:"))
        st.code("python -m data import orders.csv --source orders", language="sh")
    st.stop()


def _link(page: str, label: str) -> str:
    """A link to a page of ours, for where there is no menu entry to press."""
    href = escape(f"{page}?{urlencode({'lang': language()})}", quote=True)
    return f'<a href="{href}" target="_self">{escape(label)}</a>'
