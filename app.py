"""Kept 守诺 as a server: start with `streamlit run app.py`. The frame around every page is `pages/index.py`.

The script lives in `pages/` so that no folder called `pages` stands beside it: Streamlit would otherwise serve the
first visitor of a fresh process by its old file menu, without our navigation.
"""

import streamlit as st

from components.server import MIDDLEWARE, ROUTES, lifespan

app = st.App("pages/index.py", routes=ROUTES, middleware=MIDDLEWARE, lifespan=lifespan)
