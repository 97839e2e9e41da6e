"""What is chosen on a twin: a period and channels, by Streamlit's own boxes."""

from datetime import date

import streamlit as st

from benchmarks.twins.periods import quarters_and_months

CHANNELS = ("app_chat", "email", "marketplace", "phone", "wechat", "weibo")


def chosen() -> tuple[tuple[date, date], list[str]]:
    """The first and last day, and the channels."""
    periods = quarters_and_months()
    left, right = st.columns(2)
    label = left.selectbox("Period", list(periods))
    return periods[label], right.multiselect("Channel", CHANNELS)
