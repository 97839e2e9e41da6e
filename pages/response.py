"""Response & SLA: how a promise on answering or resolving stands, where it fails, and what work is waiting."""

import streamlit as st

from components.backlog_panel import backlog_panel
from components.frame import open_page
from components.panel import guarded, panel
from components.promise_figures import chosen_promise, figures
from components.promise_panels import by_group_panel, load_panel, time_taken_panel, trend_panel
from metrics.catalog import metric

page = open_page()
promise = chosen_promise(page)

with guarded("figures"):
    figures(page, promise)
left, right = st.columns(2)
with left:
    panel(trend_panel(page, promise))
    panel(time_taken_panel(page, promise))
with right:
    panel(by_group_panel(page, promise))
    if metric(promise.metric).source == "tickets":
        panel(backlog_panel(page, promise))
    panel(load_panel(page, promise))
