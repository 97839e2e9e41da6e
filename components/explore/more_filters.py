"""A filter by any dimension of the figures chosen, and the address of the view."""

from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from components.explore.choices import Choices
from components.explore.offered import dimensions_offered
from components.filters import remember
from components.frame import Page
from components.language import language
from components.view import FILTERS
from metrics.catalog import metric as metric_named
from metrics.dimensions import dimensions, label_of
from metrics.model import spelt

MOST_VALUES = 5_000
"""A list of more values than this is no choice; such dimensions are filtered by from a link."""


def filter_by(page: Page, choices: Choices) -> None:
    """A dimension of the figures, and which of its values; those of the filters on top are left out."""
    _, tongue = page.words, page.look.language
    offered = [by for by in dimensions_offered(page, choices.metrics) if by not in FILTERS]
    offered = [by for by in offered if len(_values(page, choices, by)) <= MOST_VALUES]
    if not offered:
        return
    with st.popover(_("Filter by …"), icon=":material/filter_alt:", key="explore_filter"):
        name = st.selectbox(
            _("Dimension"), offered, format_func=lambda by: label_of(by).to(tongue), key="_explore_filter",
            placeholder=_("Choose"), width=300,
        )  # fmt: skip
        _values_box(page, choices, name)


def _values_box(page: Page, choices: Choices, name: str) -> None:
    _, tongue = page.words, page.look.language
    values, key = _values(page, choices, name), "_explore_values"
    source = next(source for source in _sources(choices) if name in dimensions(source))
    chosen = page.view.chosen(name)
    st.session_state[key] = list(chosen)

    def change() -> None:
        view = page.view.with_filter(name, tuple(st.session_state[key]))
        remember(replace(view, own=choices.parameters(), ignored=()), page.engine)

    st.multiselect(
        _("Values"), list(dict.fromkeys([*values, *chosen])), key=key, placeholder=_("All"), select_all=False, on_change=change,
        format_func=lambda value: page.engine.value_label(source, name, value, tongue), width=300, wrap=True,
    )  # fmt: skip


def _values(page: Page, choices: Choices, name: str) -> list[str | None]:
    """The values a dimension has in the sources of the figures chosen."""
    known = [source for source in _sources(choices) if name in dimensions(source)]
    found = (value for source in known for value in page.engine.values(source, name))
    return list(dict.fromkeys(None if value is None else spelt(value) for value in found))


def _sources(choices: Choices) -> list[str]:
    return list(dict.fromkeys(metric_named(name).source for name in choices.metrics))


def link_hint(page: Page, choices: Choices) -> None:
    """The address that shows the same on another machine, to be copied."""
    _ = page.words
    view = replace(page.view, own=choices.parameters())
    parameters = {**view.parameters(page.engine.fiscal_start, own=True), "lang": language()}
    with st.popover(_("Link"), icon=":material/link:", key="explore_link"):
        st.code(f"{st.context.url or ''}?{urlencode(parameters)}", language=None, wrap_lines=True, width=420)
