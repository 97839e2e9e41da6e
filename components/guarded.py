"""Whatever fails ends in a sentence for the reader and a line in the log, and leaves the rest of the page alive."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from components.failure import where_it_failed
from components.language import language, words
from data.errors import KeptError

log = logging.getLogger("kept")


@contextmanager
def guarded(key: str) -> Iterator[None]:
    """Draw within it; `key` names the part in the log. What is told of a failure stands where the drawing would."""
    try:
        yield
    except KeptError as error:
        st.info(error.to(language()), icon=":material/info:")
    except Exception as error:
        st.error(failed(key, error))


def failed(key: str, error: Exception) -> str:
    """Note an error nobody foresaw, without anything from the data, and give the sentence for the reader."""
    _ = words()
    log.error("panel %s failed: %s", key, where_it_failed(error))
    return _("This panel could not be drawn. The others are not affected; the log says why.")
