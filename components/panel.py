"""One panel: a title that says what it shows, a chart, and a designed state when it is empty or fails.

A panel that fails leaves the others alive; the reader gets a sentence, the log gets the trace.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st

from charts.look import Figure
from components.escape import quiet
from components.failure import where_it_failed
from components.language import language, words
from data.errors import KeptError

log = logging.getLogger("kept")
CONFIG = {"displayModeBar": False, "responsive": True}

Drawing = tuple[Figure, str]
"""A figure, and its text alternative: what a person who cannot see it should know."""


@dataclass(frozen=True)
class Panel:
    """What a panel shows; `draw` gives None when there is nothing to show."""

    title: str
    subtitle: str
    key: str
    draw: Callable[[], Drawing | None]


@contextmanager
def guarded(key: str) -> Iterator[None]:
    """Whatever goes wrong inside ends in a sentence for the reader and a line in the log, and nowhere else."""
    _ = words()
    try:
        yield
    except KeptError as error:
        st.info(error.to(language()), icon=":material/info:")
    except Exception as error:
        log.error("panel %s failed: %s", key, where_it_failed(error))
        st.error(_("This panel could not be drawn. The others are not affected; the log says why."))


def panel(item: Panel) -> None:
    """Draw one panel."""
    _, key = words(), item.key
    with st.container(border=True, key=key, gap="xsmall"):
        st.markdown(f"**{item.title}**  \n{quiet(item.subtitle)}")
        with guarded(key):
            with st.spinner(_("Computing …")):
                drawing = item.draw()
            if drawing is None:
                st.info(_("No data in this period with these filters."), icon=":material/inbox:")
                return
            chart, alt = drawing
            st.plotly_chart(chart, theme=None, config=CONFIG, key=f"{key}_chart", alt=alt)
