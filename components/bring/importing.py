"""The import under way, then what it did."""

from typing import Any

import streamlit as st

from components.bring.changed_board import changed_board
from components.bring.counted import counted
from components.bring.visit import Visit, end_visit
from components.bring.work import failed, under_way
from components.language import language, look, words
from components.session import engine_of
from data.errors import KeptError
from data.jobs import Job
from metrics.board_changes import BoardChanges, board_changes


def importing(visit: Visit, job: Job) -> None:
    """Its progress; once it has ended, what became of the rows and of the board, or why it failed."""
    _ = words()
    if not under_way(job, "bring_importing"):
        return
    if job.error is not None:
        failed(job.error)
        st.button(_("Back"), on_click=lambda: setattr(visit, "importing", None), key="bring_back")
        return
    visit.clear()
    _done(visit.before, job.result)


def _done(before: str | None, reports: list[dict[str, Any]]) -> None:
    _ = words()
    made = next((str(report["version"]) for report in reports if report["published"]), None)
    with st.container(border=True, key="panel_done"):
        title = _("Imported") if made else _("Nothing new: the data stay as they were")
        st.html(f'<div class="kept-title">✓ {title}</div>')
        if any(report["replaced_demo"] for report in reports):
            aside = _("The demo data were set aside: demo and real data never mix.")
            st.html(f'<div class="kept-note">{aside}</div>')
        counted(reports, look(), done=True)
    if made is not None:
        with st.container(border=True, key="panel_changed"):
            try:
                changed_board(_changes(before, made), engine_of(made).fiscal_start)
            except KeptError as error:
                st.info(error.to(language()), icon=":material/info:")
    with st.container(horizontal=True):
        if st.button(_("Open the promise board"), type="primary", icon=":material/fact_check:", key="bring_board"):
            st.switch_page("promises.py", query_params={"lang": language()})
        st.button(_("Bring more files"), on_click=end_visit, icon=":material/upload_file:", key="bring_more")


@st.cache_resource(max_entries=8, show_spinner=False)
def _changes(before: str | None, after: str) -> BoardChanges | None:
    """What the import that made `after` changed: two boards, reckoned once however often the page is drawn."""
    return board_changes(None if before is None else engine_of(before), engine_of(after))
