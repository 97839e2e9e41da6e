"""One case: what happened when, what it is to the promises, and what else belongs to it."""

import streamlit as st

from components.case_page import (
    OWN,
    asked_key,
    back_to_list,
    clocks,
    facts,
    happened,
    no_such_case,
    part,
    related,
    related_table,
    title,
)
from components.frame import open_page
from metrics.one_case import record

page = open_page(own=OWN, to_cases=False, narrows=False)
_ = page.words
asked = asked_key(page)
found = record(page.engine, *asked) if asked else None
back_to_list(page)
if found is None:
    no_such_case(page)
st.subheader(title(page, found), anchor=False)
left, right = st.columns(2, gap="small")
with left:
    part("happened", _("Course of the case"), happened, page, found)
    part("clocks", _("Clocks"), clocks, page, found)
    for number, (heading, rows) in enumerate(related(page, found)):
        related_table(page, str(number), heading, rows)
with right:
    part("facts", _("What is known of it"), facts, page, found)
