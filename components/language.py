"""The reader's language: from the URL, else as chosen before, else from the browser."""

import streamlit as st

from charts.look import Look
from data.words import LANGUAGES, Language
from locales import Translate, translator

PARAMETER = "lang"
NAMES: dict[Language, str] = {"zh": "中文", "en": "English"}


def language() -> Language:
    """The language in force."""
    for candidate in (st.query_params.get(PARAMETER), st.session_state.get(PARAMETER)):
        for known in LANGUAGES:
            if candidate == known:
                st.session_state[PARAMETER] = known
                return known
    return "zh" if (st.context.locale or "").lower().startswith("zh") else "en"


def words() -> Translate:
    """The translator of the language in force; pages call it `_`."""
    return translator(language())


def look() -> Look:
    """What charts need to know about the reader."""
    return Look(language(), dark=st.context.theme.type == "dark")


def language_switch() -> None:
    """The switch at the foot of the side bar; its names are in their own languages."""
    st.session_state["_language"] = language()
    st.sidebar.segmented_control(
        "Language · 语言", list(NAMES), format_func=lambda name: NAMES[name], key="_language", required=True,
        label_visibility="collapsed", on_change=_chosen,
    )  # fmt: skip


def _chosen() -> None:
    st.session_state[PARAMETER] = st.session_state["_language"]
    st.query_params[PARAMETER] = st.session_state["_language"]
