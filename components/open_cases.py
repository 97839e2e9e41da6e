"""From a figure to its cases: the page that lists the rows behind it."""

from dataclasses import replace

import streamlit as st

from components.language import language
from components.mark import Mark, narrowed_view
from components.narrowed import CASES_PAGE
from components.session import current_engine
from components.view import View, read_view


def open_cases(mark: Mark) -> None:
    """Go to the list of the cases behind a mark, with the filters in force."""
    engine = current_engine()
    view = read_view(st.session_state.get("_view", {}), engine)
    if view is not None:
        st.switch_page(CASES_PAGE, query_params=cases_link(view, mark, engine.fiscal_start))


def cases_link(view: View, mark: Mark, fiscal_start: int, **own: str) -> dict[str, str]:
    """The parameters of that page; `own` are those only it knows, such as the role of the cases."""
    known = {"asof": mark.as_of.isoformat()} if mark.as_of else {}
    shown = replace(narrowed_view(view, mark), own=tuple({**known, **own}.items()))
    return {**shown.parameters(fiscal_start, own=True), "lang": language()}
