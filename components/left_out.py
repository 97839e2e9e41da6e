"""What of a link could not be followed, said in a sentence, so that no figure is taken for another."""

from collections.abc import Sequence

import streamlit as st

from components.escape import markdown_code
from components.language import words


def left_out(parts: Sequence[str]) -> None:
    """Name the parts of a link that the data do not have."""
    if not parts:
        return
    _ = words()
    named = markdown_code(", ".join(parts))
    st.warning(
        _("Left out of this link, because the data do not have it: {parts}", parts=named), icon=":material/link_off:"
    )
