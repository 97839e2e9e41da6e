"""What the promise board says of data that fail their checks, and the way to them."""

import streamlit as st

from components.board import Doubts
from components.frame import Page
from components.session import current_defects
from metrics.data_defects import warnings

QUALITY_PAGE = "quality.py"


def doubts(page: Page) -> Doubts:
    """Promise → a sentence for each failed check of the data that feed it."""
    language = page.look.language
    found = warnings(page.engine, current_defects())
    return {promise: [finding.says.to(language) for finding in failed] for promise, failed in found.items()}


def open_quality(page: Page) -> None:
    """Go to the data-quality page, with the view kept."""
    parameters = page.view.parameters(page.engine.fiscal_start)
    st.switch_page(QUALITY_PAGE, query_params={**parameters, "lang": page.look.language})
