"""The frame around every page: page settings, language and navigation; nothing else."""

import streamlit as st

from components.assets import ASSETS
from components.language import language_switch, words
from components.session import settle_process

st.set_page_config(page_title="Kept 守诺", page_icon=str(ASSETS / "icon.svg"), layout="wide", initial_sidebar_state=220)

settle_process()
_ = words()
pages = {
    _("Review"): [st.Page("promises.py", title=_("Promises"), icon=":material/fact_check:", default=True)],
    _("Service"): [st.Page("response.py", title=_("Response & SLA"), icon=":material/timer:", url_path="response")],
}
page = st.navigation(pages)
st.logo(str(ASSETS / "logo.svg"), size="large")
language_switch()
page.run()
