"""The page of Response & SLA as a first version would draw it: one question and one `st.plotly_chart` per panel."""

import pandas as pd
import plotly.express as px
import streamlit as st

from benchmarks.twins.asked import Figures
from benchmarks.twins.controls import chosen
from benchmarks.twins.periods import thirteen_months

PROMISE = "aftersales_answered_48h"
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def response(figures: Figures) -> None:
    """Draw the page."""
    st.set_page_config(layout="wide")
    st.title("Response & SLA")
    period, channels = chosen()
    cards = {
        "Attainment": figures.value(PROMISE, *period, channels),
        "First response, median (h)": figures.value("first_response_p50", *period, channels),
        "First response, p90 (h)": figures.value("first_response_p90", *period, channels),
        "Tickets received": figures.value("ticket_arrivals", *period, channels),
    }
    for place, (name, value) in zip(st.columns(len(cards)), cards.items(), strict=True):
        place.metric(name, "–" if value is None else f"{value:,.3f}")
    left, middle, right = st.columns(3)
    months = figures.monthly(PROMISE, *thirteen_months(period[1]), channels)
    left.plotly_chart(px.line(x=list(months), y=list(months.values()), title="Over time"), key="trend")
    taken = figures.taken(*period, channels)
    left.plotly_chart(px.bar(x=list(taken), y=list(taken.values()), title="Time taken"), key="taken")
    teams = figures.groups(PROMISE, "team", *period, channels)
    names = [str(name) for name in teams]
    middle.plotly_chart(px.bar(x=list(teams.values()), y=names, title="Where it is missed"), key="teams")
    ages = figures.waiting(period[1], channels)
    middle.plotly_chart(px.bar(x=list(ages), y=list(ages.values()), title="Backlog by age"), key="ages")
    load = figures.arrivals(*period, channels)
    cells = [[load.get((day, hour), 0) for hour in range(24)] for day in range(1, 8)]
    right.plotly_chart(px.imshow(cells, y=WEEKDAYS, title="When tickets come in"), key="load")
    categories = figures.groups(PROMISE, "category", *period, channels)
    right.dataframe(pd.DataFrame({"Category": [str(name) for name in categories], "Attainment": categories.values()}))
