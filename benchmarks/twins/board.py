"""The promise board as a first version would draw it: cards by `st.metric`, a table, and a chart per promise."""

from typing import Any

import pandas as pd
import plotly.express as px
import streamlit as st

from benchmarks.twins.asked import PROMISED, Figures
from benchmarks.twins.controls import chosen
from benchmarks.twins.periods import before, thirteen_months
from metrics.catalog import metric

CARDS = 6


def board(figures: Figures) -> None:
    """Draw the page; every promise is asked for its figure, for the one before, and for its months."""
    st.set_page_config(layout="wide")
    st.title("Promises")
    (first, last), channels = chosen()
    rows: list[dict[str, Any]] = []
    for name, target in PROMISED.items():
        now = figures.value(name, first, last, channels)
        then = figures.value(name, *before(first, last), channels)
        kept = "no data" if now is None else "kept" if now >= target else "missed"
        change = None if now is None or then is None else now - then
        rows.append(
            {"Promise": metric(name).label.en, "Actual": now, "Target": target, "Change": change, "Status": kept}
        )
    for place, row in zip(st.columns(CARDS), rows, strict=False):
        shown, change = row["Actual"], row["Change"]
        place.metric(
            str(row["Promise"]), "–" if shown is None else f"{shown:.1%}", None if change is None else f"{change:+.2%}"
        )
    st.dataframe(pd.DataFrame(rows))
    columns = st.columns(3)
    for number, name in enumerate(PROMISED):
        months = figures.monthly(name, *thirteen_months(last), channels)
        drawn = px.line(x=list(months), y=list(months.values()), title=metric(name).label.en, height=200)
        columns[number % 3].plotly_chart(drawn, key=name)
