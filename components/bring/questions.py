"""What only a person can say about a file: asked in place, never guessed."""

from collections.abc import Iterator
from html import escape

import streamlit as st

from components.bring.choice import box_key, remember
from components.escape import markdown_safe
from components.language import language, words
from data.entries import read_day
from data.errors import KeptError
from data.proposal import Proposal, Question

DAY = "\x00day"
"""Stands for “another day” among the options."""


def asked(proposal: Proposal, key: str) -> dict[str, str]:
    """Draw the questions of a proposal; returns the answers given so far by the questions' ids."""
    if not proposal.questions:
        return {}
    _ = words()
    title = _("To be answered before these files can be imported")
    st.html(f'<div class="kept-ask">{title}</div>')
    return dict(_answers(proposal, key))


def _answers(proposal: Proposal, key: str) -> Iterator[tuple[str, str]]:
    for number, question in enumerate(proposal.questions):
        answer = _answer(question, f"{key}_q{number}")
        if answer is not None:
            yield question.id, answer


def _answer(question: Question, key: str) -> str | None:
    _, tongue = words(), language()
    labels = {option.key: option.label.to(tongue) for option in question.options}
    if question.day:
        labels[DAY] = _("All rows are of one day:")
    if question.suggested in labels:
        labels[question.suggested] = _("{option} (likely)", option=labels[question.suggested])
    with st.container(key=f"{key}_box", gap="small"):
        ask, help_text = markdown_safe(question.asks.to(tongue)), markdown_safe(question.why.to(tongue))
        if len(labels) == 1:
            chosen: str | None = next(iter(labels))
            st.markdown(ask, help=help_text)
        elif len(labels) <= 4:
            chosen = st.radio(
                ask, list(labels), None, lambda one: markdown_safe(labels[one]), key=box_key(key), horizontal=True, help=help_text,
            )  # fmt: skip
        else:
            chosen = st.selectbox(
                ask, list(labels), None, lambda one: labels[one], key=box_key(key), help=help_text, placeholder=_("Choose"), width=420,
            )  # fmt: skip
        remember(key, chosen)
        return _day(key) if chosen == DAY else chosen


def _day(key: str) -> str | None:
    """A day as typed; None until it is one."""
    _ = words()
    typed = st.text_input(_("Day"), key=f"{key}_day", placeholder="2026-01-31", width=180, persist_state="session")
    if not typed.strip():
        return None
    try:
        return read_day(typed).isoformat()
    except KeptError as error:
        st.html(f'<div role="alert" class="kept-wrong">{escape(error.to(language()))}</div>')
        return None
