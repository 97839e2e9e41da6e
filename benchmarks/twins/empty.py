"""The floor: a page with one box and one text, in the default frame."""

import streamlit as st

from benchmarks.twins.periods import quarters_and_months

chosen = st.selectbox("Period", quarters_and_months())
st.markdown(f"Chosen: {chosen}")
