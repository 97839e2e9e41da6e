"""The only shared Streamlit code: language, session, filters and their URL, panels, cards, the promise board.

Borders: imports `charts`, `metrics`, `data`, `locales`; no SQL, no arithmetic on KPIs.
"""
