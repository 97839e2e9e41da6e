"""Result → Plotly figure or SVG, as pure functions: one chart kind per file, one look, one formatter.

Borders: imports `metrics`, `data`, `locales`; the only package that knows Plotly; knows nothing of Streamlit.
"""
