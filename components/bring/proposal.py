"""One proposal: what these files are taken for, what is to be answered, and how their columns are read."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from charts import format
from components.bring.columns import chosen_columns, columns_form
from components.bring.mapping_box import mapping_box
from components.bring.questions import asked
from components.bring.visit import Visit, with_content
from components.language import language, words
from components.table import Cell, table
from data.contracts import contract, contracts
from data.errors import KeptError
from data.proposal import Found, Proposal, answered

LEFT_OUT_HEIGHT = 260


def proposal_form(
    visit: Visit, proposal: Proposal, files: Sequence[Found], key: str
) -> tuple[bool, dict[str, Any] | None]:
    """Draw it; returns whether the files are wanted, and the mapping as chosen: None while a question is open."""
    _, tongue = words(), language()
    with st.container(border=True, key=key):
        if not _head(visit, proposal, key):
            return False, None
        _sentences([text.to(tongue) for text in proposal.statements])
        found = next(file for file in files if file.path == proposal.files[0])
        answers = asked(proposal, key)
        count = len(proposal.content["columns"])
        all_of_ours = len(contract(proposal.source).columns)
        title = _("Columns: {n} of {all} filled", n=count, all=all_of_ours)
        box = st.expander(title, icon=":material/table_rows:", key=f"{key}_columns", on_change="rerun")
        if box.open:  # thirty boxes are drawn only for who wants to see them
            with box:
                columns_form(proposal, found, f"{key}_col")
        changed = chosen_columns(proposal, found, f"{key}_col")
        _left_out(proposal, key)
        try:
            content = answered(with_content(proposal, changed), answers)
        except KeptError as error:
            st.html(f'<div class="kept-open">{escape(error.to(tongue))}</div>')
            return True, None
        return True, mapping_box(content, f"{key}_map")


def refused_form(visit: Visit, proposal: Proposal, key: str) -> None:
    """Files that look like a source of ours but cannot be imported as it, and why."""
    assert proposal.refusal is not None  # noqa: S101 - for the type checker; the caller has looked
    with st.container(border=True, key=key):
        with st.container(horizontal=True, vertical_alignment="center"):
            _title(proposal)
            _source(visit, proposal.files, proposal.source, key)
        st.error(proposal.refusal.to(language()), icon=":material/block:")


def unknown_form(visit: Visit, found: Found, key: str) -> None:
    """A file in which nothing of ours was recognised: a person may know better."""
    _ = words()
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=key):
        said = escape(_("Nothing of ours was recognised in this file. If you know what it is, say so."))
        st.html(f'<div class="kept-title">{escape(Path(found.path).name)}</div><div class="kept-subtitle">{said}</div>')
        _source(visit, (found.path,), None, key)


def _source(visit: Visit, paths: Sequence[str], source: str | None, key: str) -> None:
    """What the files are, to be changed."""
    _, tongue = words(), language()
    names, box = list(contracts()), f"{key}_source_{tongue}"  # a box tells its options by their names

    def say() -> None:
        if chosen := st.session_state.get(box):
            visit.say(paths[0], chosen)

    st.selectbox(
        _("These are"), names, None if source is None else names.index(source), key=box, on_change=say,
        format_func=lambda name: contract(name).label.to(tongue), placeholder=_("Choose"), label_visibility="collapsed", width=200,
    )  # fmt: skip


def _head(visit: Visit, proposal: Proposal, key: str) -> bool:
    """What the files are taken for; returns whether they are wanted."""
    _ = words()
    with st.container(horizontal=True, vertical_alignment="center"):
        _title(proposal)
        _source(visit, proposal.files, proposal.source, key)
        return st.checkbox(_("Import"), value=True, key=f"{key}_wanted", width="content", persist_state="session")


def _title(proposal: Proposal) -> None:
    _, tongue = words(), language()
    names = format.listed([Path(path).name for path in proposal.files], tongue)
    beside = [Path(path).name for path in proposal.lookups]
    label = contract(proposal.source).label.to(tongue)
    small = [names]
    if beside:
        small.append(_("looked up in {files}", files=format.listed(beside, tongue)))
    if proposal.preset:
        small.append(_("recognised as an export of {tool}", tool=proposal.preset))
    said = escape(format.clauses(small, tongue))
    st.html(f'<div class="kept-title">{escape(label)}</div><div class="kept-subtitle">{said}</div>')


def _sentences(texts: Sequence[str]) -> None:
    lines = "".join(f"<li>{escape(text)}</li>" for text in texts)
    if lines:
        st.html(f'<ul class="kept-statements">{lines}</ul>')


def _left_out(proposal: Proposal, key: str) -> None:
    """The columns that are not kept, and why."""
    _, tongue = words(), language()
    if not proposal.left_out:
        return
    title = _("Not kept: {n} columns", n=len(proposal.left_out))
    with st.expander(title, icon=":material/visibility_off:", key=f"{key}_left"):
        rows = [
            [Cell(item.column), Cell(item.reason.to(tongue)), Cell(item.file, state="grey")]
            for item in proposal.left_out
        ]
        st.html(table([_("Column"), _("Why"), _("File")], rows, LEFT_OUT_HEIGHT))
