"""Which column of the file fills which of ours: shown with how sure it is and why, and changed in place."""

import copy
from collections.abc import Sequence
from html import escape
from typing import Any

import streamlit as st
from data.proposal import Found, Match, Proposal
from data.proposal.rules import rule_for

from components.language import language, words
from data.contracts import contract
from data.contracts.model import Column

SHARES = (5, 6, 9)
SURE, LIKELY = 0.9, 0.6
"""From which confidence a match is called sure, and likely."""


def columns_form(proposal: Proposal, found: Found, key: str) -> dict[str, Any]:
    """A line per column of ours that is filled or can be; returns the mapping's content as changed."""
    _ = words()
    source = contract(proposal.source)
    content = copy.deepcopy(proposal.content)
    matches = {match.column: match for match in proposal.matches}
    filled = [column for column in source.columns if column.name in content["columns"]]
    others = [column for column in source.columns if column.name not in content["columns"]]
    for column in filled:
        _line(content, column, matches.get(column.name), found, key)
    with st.container(key=f"{key}_more"):
        chosen = st.multiselect(
            _("Fill more columns"), [column.name for column in others], key=f"{key}_others", placeholder=_("Choose"),
            format_func=lambda name: source.column(name).label.to(language()), select_all=False, width=520,
        )  # fmt: skip
    for column in others:
        if column.name in chosen:
            _line(content, column, None, found, key)
    return content


def _line(content: dict[str, Any], column: Column, match: Match | None, found: Found, key: str) -> None:
    """Ours, theirs, and how sure it is."""
    _, tongue = words(), language()
    given = content["columns"].get(column.name)
    own, proposed = _spelt(given, found.headers), _named(given)
    options = [proposed, *(header for header in found.headers if header != proposed), ""]
    if given is None:
        options = ["", *found.headers]
    left, middle, right = st.columns(SHARES, gap="small", vertical_alignment="center")
    with left:
        star = "" if not column.required else f' <span title="{escape(_("required"), quote=True)}">*</span>'
        st.html(
            f'<div class="kept-ours" title="{escape(column.meaning.to(tongue), quote=True)}">{escape(column.label.to(tongue))}{star}</div>'
        )
    with middle:
        chosen = st.selectbox(
            column.label.to(tongue), options, key=f"{key}_{column.name}", label_visibility="collapsed",
            format_func=lambda header: header or _("(left empty)"), placeholder=_("Choose"),
        )  # fmt: skip
    with right:
        st.html(_sureness(match, column, found, chosen, changed=chosen != proposed))
    if chosen == proposed and given is not None:
        return
    if not chosen:
        content["columns"].pop(column.name, None)
    elif chosen != own:
        shape = found.column(chosen)
        content["columns"][column.name] = (
            chosen if shape is None else rule_for(contract(content["source"]), column, shape)
        )


def _sureness(match: Match | None, column: Column, found: Found, chosen: str, *, changed: bool) -> str:
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
        return ""
    if isinstance(rule, str):
        return rule
    for way in ("from", "first", "add"):
        if way in rule:
            names = rule[way]
            return names if isinstance(names, str) else " / ".join(names)
    return str(rule.get("constant", rule.get("expression", rule.get("row", ""))))


def _spelt(rule: Any, headers: Sequence[str]) -> str:
    """The header a plain rule names, as the file spells it; empty for any other rule."""
    named = _named(rule).strip().lower()
    return next((header for header in headers if header.strip().lower() == named), "")
