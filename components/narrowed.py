"""What the page is narrowed to, in words: each part can be taken off again."""

from dataclasses import replace
from html import escape

import streamlit as st

from charts import format
from components.escape import markdown_safe
from components.filters import remember
from components.language import language, words
from components.view import View
from metrics.catalog import metric
from metrics.dimensions import sources_with
from metrics.engine import Engine
from metrics.model import Filter

CASES_PAGE = "cases.py"
LETTERS = 60
"""Longer sentences are cut; the box of the filter has them whole."""


def narrowed(view: View, engine: Engine, *, to_cases: bool) -> None:
    """One button per filter in force, which takes it off; the way back from a period a mark has opened; and the cases.

    `to_cases` says whether the page leads to the cases of the figure whose mark was picked.
    """
    shows = to_cases and view.metric is not None
    if not view.filters and view.back is None and not shows:
        return
    _ = words()
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key="narrowed"):
        if view.filters or view.back is not None:
            only = _("Only:")
            st.html(f'<span class="kept-only">{escape(only)}</span>', width="content")
        for item in view.where():
            less = view.with_filter(item.dimension, ())
            _removable(sentence(item, engine), less, engine, f"take_off_{item.dimension}")
        if view.back is not None:
            shown = format.period(view.period, language(), engine.fiscal_start)
            _removable(shown, replace(view, period=view.back, back=None), engine, "take_off_period")
        if len(view.filters) + (view.back is not None) > 1:
            period = view.back or view.period
            if st.button(_("Clear filters"), type="tertiary", key="filter_clear"):
                remember(replace(view, period=period, back=None, filters=(), ignored=()), engine)
                st.rerun()
        if shows:
            _cases(view, engine)


def _cases(view: View, engine: Engine) -> None:
    """The way to the cases of the figure last picked, as the page is narrowed now."""
    _ = words()
    label = metric(view.metric or "").label.to(language())
    text = _("Show the cases: {metric}", metric=label)
    if st.button(text, icon=":material/list_alt:", type="primary", key="show_cases"):
        parameters = view.parameters(engine.fiscal_start) | {"lang": language()}
        st.switch_page(CASES_PAGE, query_params=parameters)


def _removable(text: str, without: View, engine: Engine, key: str) -> None:
    """A part of what the page is narrowed to; a click takes it off."""
    _ = words()
    short = text if len(text) <= LETTERS else text[: LETTERS - 1] + "…"
    help_text = _("Take this filter off")
    if st.button(markdown_safe(short), icon=":material/close:", icon_position="right", key=key, help=help_text):
        remember(replace(without, ignored=()), engine)
        st.rerun()


def sentence(item: Filter, engine: Engine) -> str:
    """A filter in words, as the first source that knows its values says it."""
    known = [source for source in sources_with(item.dimension) if engine.known(source, item) is not None]
    return engine.sentence((known or sources_with(item.dimension))[0], item, language())
