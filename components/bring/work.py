"""Work in a process of its own: its progress, drawn anew twice a second until it has ended, and why it failed."""

import streamlit as st

from components.language import language, words
from data.jobs import STOPPED_BY_HAND, Job
from data.words import Text

EVERY = 0.5
"""Seconds between two looks at the work."""


def failed(error: Text) -> None:
    """Say why the work has no result; that a person stopped it is no error."""
    if error == STOPPED_BY_HAND:
        st.info(error.to(language()), icon=":material/info:")
    else:
        st.error(error.to(language()), icon=":material/error:")


def under_way(job: Job, key: str) -> bool:
    """Draw the progress of a job; returns whether it has ended. When it ends, the whole page is drawn anew."""
    if not job.running:
        return True

    @st.fragment(run_every=EVERY)
    def watch() -> None:
        _ = words()
        if not job.running:
            st.rerun()
        with st.container(horizontal=True, vertical_alignment="center", key=key):
            st.progress(job.share, job.what.to(language()))
            st.button(_("Stop"), on_click=job.stop, key=f"{key}_stop")

    watch()
    return False
