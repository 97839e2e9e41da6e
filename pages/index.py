"""The frame around every page: page settings, language and navigation; nothing else."""

import streamlit as st

from components.assets import ASSETS
from components.language import language_switch, words
from components.search import search_box

st.set_page_config(page_title="Kept 守诺", page_icon=str(ASSETS / "icon.svg"), layout="wide", initial_sidebar_state=220)

_ = words()
pages = {
    _("Review"): [
        st.Page("promises.py", title=_("Promises"), icon=":material/fact_check:", default=True),
        st.Page("review.py", title=_("Quarterly review"), icon=":material/co_present:", url_path="review"),
        st.Page("actions.py", title=_("Actions"), icon=":material/flag:", url_path="actions"),
    ],
    _("Service"): [
        st.Page("response.py", title=_("Response & SLA"), icon=":material/timer:", url_path="response"),
        st.Page("complaints.py", title=_("Complaints"), icon=":material/report:", url_path="complaints"),
        st.Page(
            "satisfaction.py", title=_("Satisfaction"), icon=":material/sentiment_satisfied:", url_path="satisfaction"
        ),
        st.Page("feedback.py", title=_("Feedback & reviews"), icon=":material/reviews:", url_path="feedback"),
        st.Page("orders.py", title=_("Orders"), icon=":material/package_2:", url_path="orders"),
        st.Page("loyalty.py", title=_("Loyalty"), icon=":material/loyalty:", url_path="loyalty"),
    ],
    _("Quality"): [
        st.Page("inspections.py", title=_("Inspections"), icon=":material/biotech:", url_path="inspections"),
        st.Page("merchants.py", title=_("Merchants"), icon=":material/storefront:", url_path="merchants"),
        st.Page("security.py", title=_("Security"), icon=":material/shield_lock:", url_path="security"),
    ],
    _("Team"): [
        st.Page("agents.py", title=_("Agents"), icon=":material/support_agent:", url_path="agents"),
        st.Page("training.py", title=_("Training"), icon=":material/school:", url_path="training"),
    ],
    _("Data"): [
        st.Page("bring.py", title=_("Bring data"), icon=":material/upload_file:", url_path="bring"),
        st.Page("explore.py", title=_("Explore"), icon=":material/query_stats:", url_path="explore"),
        st.Page("cases.py", title=_("Cases"), icon=":material/list_alt:", url_path="cases"),
        st.Page("case.py", title=_("Case"), icon=":material/receipt_long:", url_path="case", visibility="hidden"),
        st.Page("quality.py", title=_("Data quality"), icon=":material/rule:", url_path="quality"),
        st.Page("versions.py", title=_("Versions"), icon=":material/history:", url_path="versions"),
        st.Page("definitions.py", title=_("Definitions"), icon=":material/menu_book:", url_path="definitions"),
    ],
}
page = st.navigation(pages, expanded=True)
st.logo(str(ASSETS / "logo.svg"), size="large")
search_box([item for section in pages.values() for item in section])
language_switch()
page.run()
