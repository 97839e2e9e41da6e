"""The promise board: is each promise kept, how far from its target, and which way is it going?"""

import streamlit as st

from charts import format
from components.board import promise_board
from components.escape import quiet
from components.frame import open_page
from components.headline import headline, summary
from components.open_promise import open_promise
from components.panel import guarded
from metrics.board import board

page = open_page()
_, look = page.words, page.look
fiscal = page.engine.fiscal_start
period = format.period(page.view.period, look.language, fiscal)
compared = format.period(page.compared, look.language, fiscal) if page.compared else None

with guarded("board"):
    with st.spinner(_("Computing …")):
        standings = board(page.engine, page.view.period, compared=page.compared, where=page.view.where())
    st.title(headline(standings, period, look), anchor=False)
    st.markdown(summary(standings, look))
    opened = promise_board(standings, compared, look, page.view.parameters(fiscal) | {"lang": look.language})
    if opened:
        open_promise(opened, page)
    notes = [
        _(
            "A case counts in the period in which it falls due; cases not yet due are undecided and left out of the rate."
        )
    ]
    if compared and any(item.running for item in standings):
        notes.append(_("{period} is compared as far as this period has run.", period=compared))
    st.markdown(quiet(format.sentences(notes, look.language)))
