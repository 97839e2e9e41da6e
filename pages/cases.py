"""The cases behind a figure: exactly the rows it was computed from, and why each is what it is to it."""

from components.cases_page import OWN, asked, chosen_metric, listed
from components.frame import open_page
from components.guarded import guarded

page = open_page(own=OWN, to_cases=False)
name = chosen_metric(page)
with guarded("cases"):
    listed(page, asked(page, name))
