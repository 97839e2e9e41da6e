"""The quarterly review: made of a quarter, presented subject by subject, with its minutes; the same figures for ever."""

import streamlit as st

from components.frame import open_page
from components.guarded import guarded
from components.review.kept_figures import kept_figures
from components.review.listed import made_list, make_box
from components.review.opened import OWN, asked_for, opened
from components.review.spoken import spoken
from data.errors import KeptError, StoreError

page = open_page(own=OWN, to_cases=False, narrows=False)
_ = page.words

made = None
try:
    made = asked_for(page)
except KeptError as error:
    st.info(error.to(page.look.language), icon=":material/info:")
if made is None:
    st.title(_("Quarterly reviews"), anchor=False)
    with guarded("review_make"):
        make_box(page)
    with guarded("reviews"):
        made_list(page)
else:
    with guarded("review"):
        try:
            found = opened(page, made)
        except StoreError as error:
            kept_figures(page, made, error)
        else:
            spoken(found)
