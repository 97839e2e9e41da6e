"""From files to an immutable, published version of the warehouse; the only package that opens a database.

Borders: imports nothing of the packages above it (`metrics`, `charts`, `components`, `pages`), nor Streamlit or Plotly.
"""
