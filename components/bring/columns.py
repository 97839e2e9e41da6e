"""Which column of the file fills which of ours: shown with how sure it is and why, and changed in place."""

import copy
from collections.abc import Sequence
from html import escape
from typing import Any

import streamlit as st

from components.bring.choice import box_key, remember
from components.language import language, words
from data.contracts import contract
from data.contracts.model import Column
from data.proposal import Found, Match, Proposal
from data.proposal.rules import rule_for

SHARES = (5, 6, 9)
SURE, LIKELY = 0.9, 0.6
"""From which confidence a match is called sure, and likely."""
EMPTY = ""
"""Stands for a column of ours that nothing fills."""


def chosen_columns(proposal: Proposal, found: Found, key: str) -> dict[str, Any]:
    """The mapping's content with the columns as they were chosen so far."""
    source = contract(proposal.source)
    content = copy.deepcopy(proposal.content)
    for column in source.columns:
        given = content["columns"].get(column.name)
        proposed = _named(given)
        chosen = st.session_state.get(f"{key}_{column.name}", proposed)
        if chosen == proposed:
            continue
        if chosen == EMPTY:
            content["columns"].pop(column.name, None)
        elif (shape := found.column(chosen)) is not None:
            content["columns"][column.name] = rule_for(source, column, shape)
    return content


def columns_form(proposal: Proposal, found: Found, key: str) -> None:
    """A line per column of ours that is filled or can be; `chosen_columns` tells what is chosen on them."""
    _ = words()
    source = contract(proposal.source)
    matches = {match.column: match for match in proposal.matches}
    given = proposal.content["columns"]
    others = [column for column in source.columns if column.name not in given]
    for column in source.columns:
        if column.name in given:
            _line(given[column.name], column, matches.get(column.name), found, key)
    more = st.multiselect(
        _("Fill more columns"), [column.name for column in others], key=box_key(f"{key}_others", []), placeholder=_("Choose"),
        format_func=lambda name: source.column(name).label.to(language()), select_all=False, width=520,
    )  # fmt: skip
    remember(f"{key}_others", more)
    for column in others:
        if column.name in more:
            _line(None, column, None, found, key)


def _line(given: Any, column: Column, match: Match | None, found: Found, key: str) -> None:
    """Ours, theirs, and how sure it is."""
    _, tongue = words(), language()
    proposed = _named(given)
    options = list(dict.fromkeys([proposed, *found.headers, EMPTY]))
    left, middle, right = st.columns(SHARES, gap="small", vertical_alignment="center")
    with left:
        star = "" if not column.required else f' <span title="{escape(_("required"), quote=True)}">*</span>'
        meaning = escape(column.meaning.to(tongue), quote=True)
        st.html(f'<div class="kept-ours" title="{meaning}">{escape(column.label.to(tongue))}{star}</div>')
    with middle:
        chosen = st.selectbox(
            column.label.to(tongue), options, key=box_key(f"{key}_{column.name}", proposed), label_visibility="collapsed",
            format_func=lambda header: header or _("(left empty)"), placeholder=_("Choose"),
        )  # fmt: skip
    remember(f"{key}_{column.name}", chosen)
    with right:
        st.html(_sureness(match, found, chosen or EMPTY, changed=chosen != proposed))


def _sureness(match: Match | None, found: Found, chosen: str, *, changed: bool) -> str:
    _, tongue = words(), language()
    shape = found.column(chosen) if chosen else None
    examples = " · ".join(shape.examples[:3]) if shape is not None else ""
    shown = f"<small>{escape(examples)}</small>" if examples else ""
    if changed or match is None:
        said = _("your choice") if changed and chosen else ""
        return f'<div class="kept-why">{escape(said)} {shown}</div>'
    word, state = _word(match.confidence)
    return f'<div class="kept-why"><b class="{state}">{escape(word)}</b> {escape(match.why.to(tongue))} {shown}</div>'


def _word(confidence: float) -> tuple[str, str]:
    _ = words()
    if confidence >= SURE:
        return _("● sure"), "good"
    return (_("◐ likely"), "risk") if confidence >= LIKELY else (_("○ unsure"), "bad")


def _named(rule: Any) -> str:
    """What a rule fills its column from, as it stands in the mapping."""
    if rule is None:
        return EMPTY
    if isinstance(rule, str):
        return rule
    for way in ("from", "first", "add"):
        if way in rule:
            names: str | Sequence[str] = rule[way]
            return names if isinstance(names, str) else " / ".join(names)
    return str(rule.get("constant", rule.get("expression", rule.get("row", EMPTY))))
