"""From a promise to its page, with the filters in force."""

from dataclasses import replace

import streamlit as st

from components.frame import Page
from metrics.promises import promise


def open_promise(name: str, page: Page) -> None:
    """Go to the page of a promise. Raises UnknownName when there is none of that id."""
    target = promise(name)
    parameters = replace(page.view, promise=target.id).parameters(page.engine.fiscal_start)
    st.switch_page(f"{target.page}.py", query_params={**parameters, "lang": page.look.language})
