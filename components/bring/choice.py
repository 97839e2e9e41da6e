"""What is chosen in a box whose options have names: kept by its code, so that another language or page loses nothing."""

from typing import Any

import streamlit as st

from components.language import language


def box_key(key: str, proposed: Any = None) -> str:
    """The key of the box in the language at hand, which shows what was chosen so far, else what is proposed.

    Streamlit tells options by their names, so one box in two languages would take a choice for an unknown option.
    """
    name = f"{key}_{language()}"
    if name not in st.session_state:
        st.session_state[name] = st.session_state.get(key, proposed)
    return name


def remember(key: str, chosen: Any) -> None:
    """Keep what the box of this key shows."""
    st.session_state[key] = chosen
