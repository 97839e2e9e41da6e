"""The promise board: is each promise kept, how far from its target, and which way is it going?"""

import streamlit as st

from charts import format
from components.board import promise_board
from components.compared import moved_by_promise, told_apart
from components.escape import markdown_safe, quiet
from components.frame import open_page
from components.guarded import guarded
from components.open_cases import open_cases
from components.open_promise import open_promise
from components.panel_rows import panel
from components.panels.moved import moved_panel
from components.quality.doubts import doubts, open_quality
from components.rows import waiting
from components.standing_cases import cases_of
from components.why import why
from metrics.board import board, is_running, worst
from reports.headline import headline, summary
from reports.moved_words import moved_clause, moved_short

HEIGHT = 760
"""Height in pixels that is kept free for the board."""

page = open_page()
_, look = page.words, page.look
fiscal = page.engine.fiscal_start
period = format.period(page.view.period, look.language, fiscal)
compared = format.period(page.compared, look.language, fiscal) if page.compared else None
running = is_running(page.engine, page.view.period)

place = st.container(key="board_place")
with place:
    st.html(waiting("board", HEIGHT))
with place, guarded("board"):
    standings = board(page.engine, page.view.period, compared=page.compared, where=page.view.where())
    moved = moved_by_promise(page, standings)
    st.title(headline(standings, period, look, running=running), anchor=False)
    furthest = worst(standings)
    because = moved_clause(moved[furthest.promise.id], page.engine, look) if furthest and moved else ""
    st.markdown(summary(standings, look, running=running, because=markdown_safe(because)))
    link = page.view.parameters(fiscal) | {"lang": look.language}
    short = {name: moved_short(found, page.engine, look) for name, found in moved.items()}
    clicked = promise_board(
        standings, compared, look, link, shown=page.view.period, moved=short, fiscal_start=fiscal, doubts=doubts(page)
    )
    if clicked.opened:
        open_promise(clicked.opened, page)
    if clicked.doubted:
        open_quality(page)
    wanted = next((cases_of(page, item) for item in standings if item.promise.id == clicked.cases), None)
    if wanted is not None:
        open_cases(wanted)
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

    told = told_apart(standings)
    names, labels = [item.promise.metric for item in told], [item.promise.label.to(look.language) for item in told]
    panel(moved_panel(page, names, labels=labels))
