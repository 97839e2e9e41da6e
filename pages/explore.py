"""Explore: any figures by any dimensions and periods, as a table or a chart; the view is a link."""

import streamlit as st

from components.explore.choices import OWN
from components.explore.controls import controls, order_and_number
from components.explore.drawings import explore_columns
from components.explore.more_filters import filter_by, link_hint
from components.explore.told import chosen
from components.frame import open_page
from components.panel_rows import panels
from components.rows import rows

page = open_page(own=OWN)
choices = chosen(page)
controls(page, choices)
with st.container(horizontal=True, gap="small", vertical_alignment="center", key="explore_more"):
    order_and_number(page, choices)
    filter_by(page, choices)
    link_hint(page, choices)
rows(panels(*explore_columns(page, choices)))
