"""The promise board: is each promise kept, how far from its target, and which way is it going?"""

import streamlit as st

from charts import format
from components.board import promise_board
from components.escape import quiet
from components.frame import open_page
from components.headline import headline, summary
from components.open_promise import open_promise
from components.panel import guarded
from components.why import why
from metrics.board import board, is_running

page = open_page()
_, look = page.words, page.look
fiscal = page.engine.fiscal_start
period = format.period(page.view.period, look.language, fiscal)
compared = format.period(page.compared, look.language, fiscal) if page.compared else None
running = is_running(page.engine, page.view.period)

with guarded("board"):
    with st.spinner(_("Computing …")):
        standings = board(page.engine, page.view.period, compared=page.compared, where=page.view.where())
    st.title(headline(standings, period, look, running=running), anchor=False)
    st.markdown(summary(standings, look, running=running))
    link = page.view.parameters(fiscal) | {"lang": look.language}
    clicked = promise_board(standings, compared, look, link, shown=page.view.period, fiscal_start=fiscal)
    if clicked.opened:
        open_promise(clicked.opened, page)
    asked = next((item for item in standings if item.promise.id == clicked.asked), None)
    if asked is not None:
        why(asked, page)
    notes = [
        _(
            "A case counts in the period in which it falls due; cases not yet due are undecided and left out of the rate."
        ),
        _("▲ ▼ ◇ say what the process, as it is, does to the promise: keep it, miss it, or leave it to chance."),
    ]
    if compared and running:
        notes.append(_("{period} is compared as far as this period has run.", period=compared))
    st.markdown(quiet(format.sentences(notes, look.language)))
