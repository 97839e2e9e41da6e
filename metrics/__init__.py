"""From a question (`Query`) to an answer (`Result`), without Streamlit or Plotly.

Borders: imports `data` only. A KPI is an entry in `metrics/definitions/`; SQL is composed in `build.py` only.
"""
