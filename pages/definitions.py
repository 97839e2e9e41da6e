"""Definitions: what each figure means, how it is computed, the SQL that ran, who owns it, and why it is so."""

import streamlit as st

from components.definition import chosen_metric, definition_panel, quoted_panel, rules_panel
from components.frame import open_page
from components.guarded import guarded

page = open_page(to_cases=False)
metric = chosen_metric(page)
left, right = st.columns((3, 2), gap="small")
with left, guarded("definition"):
    definition_panel(page, metric)
with right:
    with guarded("rules"):
        rules_panel(page)
    with guarded("quoted"):
        quoted_panel(page)
