"""Bring data, step by step: files → what they are → what would become of every row → import → what changed."""

from typing import Any

import streamlit as st

from charts import format
from components.assets import ASSETS
from components.bring.counted import counted
from components.bring.files import box_is_there, drop_files, found_in
from components.bring.importing import importing
from components.bring.preview import preview
from components.bring.proposal import proposal_form, refused_form, unknown_form
from components.bring.visit import Visit, current_visit, end_visit, form_key
from components.bring.work import failed, under_way
from components.language import language, look, words
from data.contracts import contract
from data.errors import KeptError
from data.organisation import read_organisation
from data.proposal import Proposal
from data.store import default_store

AT_ONCE = 40_000_000
"""Bytes up to which a dry run starts by itself."""
Chosen = list[tuple[Proposal, dict[str, Any]]]


def bring_page() -> None:
    """The whole page."""
    _ = words()
    st.html(f"<style>{(ASSETS / 'page.css').read_text('utf-8')}{(ASSETS / 'bring.css').read_text('utf-8')}</style>")
    try:
        visit = current_visit()
    except KeptError as error:
        st.error(error.to(language()), icon=":material/error:")
        return
    if visit.importing is not None:
        _title()
        importing(visit, visit.importing)
        return
    if visit.paths and not box_is_there(visit.box):
        visit.come_back()
    with st.container(key="panel_bring"):
        _introduction()
        uploads = drop_files(visit.box)
        if visit.carried:
            st.button(
                _("Forget these files"),
                on_click=end_visit,
                type="tertiary",
                icon=":material/close:",
                key="bring_forget",
            )
    try:
        visit.take(uploads)
    except KeptError as error:
        st.error(error.to(language()), icon=":material/error:")
        return
    if visit.looked is not None:
        found_in(visit.looked.files)
        _propose(visit)


def _introduction() -> None:
    _ = words()
    lead = _(
        "Exports of your ticket system, shop, surveys, trainings: drop them here. Nothing is stored before you have seen what would become of every row."
    )
    _title()
    st.html(f'<div class="kept-intro">{lead}</div>')


def _title() -> None:
    _ = words()
    title = _("Bring data")
    st.html(f'<div class="kept-h1" role="heading" aria-level="1">{title}</div>')


def _propose(visit: Visit) -> None:
    """The proposals, then the dry run of what was chosen of them."""
    assert visit.looked is not None  # noqa: S101 - for the type checker; the caller has looked
    chosen: Chosen = []
    ready = True
    for proposal in visit.proposals:
        key = form_key(proposal.files, proposal.source)
        if proposal.refusal is not None:
            refused_form(visit, proposal, key)
            continue
        wanted, content = proposal_form(visit, proposal, visit.looked.files, key)
        if content is not None:
            chosen.append((proposal, content))
        elif wanted:
            ready = False
    for found in visit.unknown:
        unknown_form(visit, found, form_key((found.path,), ""))
    if chosen and ready:
        _try(visit, chosen)


def _try(visit: Visit, chosen: Chosen) -> None:
    """The dry run: by itself for small files, when asked for large ones."""
    _ = words()
    plan, said = visit.plan(chosen)
    asked = visit.bytes <= AT_ONCE or said == visit.tried
    if not asked:
        size = format.file_size(visit.bytes, language())
        asked = st.button(
            _("Check every row ({size})", size=size), type="primary", icon=":material/rule:", key="bring_check"
        )
    if not asked:
        return
    visit.try_out(plan, said)
    job = visit.trial
    if job is None or not under_way(job, "bring_trying"):
        return
    if job.error is not None:
        failed(job.error)
        st.button(_("Check again"), on_click=visit.forget_trial, icon=":material/rule:", key="bring_check_again")
        return
    _tried(job.result, chosen)
    changes = sum(report["accepted"] + report["updated"] for report in job.result)
    label = _("Import {n} rows", n=format.count(changes, language())) if changes else _("Import")
    if not changes:
        st.info(_("There is nothing new in these files: the data would stay as they are."), icon=":material/info:")
    if st.button(label, type="primary", icon=":material/publish:", key="bring_import"):
        visit.bring(plan)
        st.rerun()


def _tried(trials: list[dict[str, Any]], chosen: Chosen) -> None:
    """What would become of the rows, and the first of them."""
    _ = words()
    zone = read_organisation(default_store()).zone
    with st.container(border=True, key="panel_trial"):
        head = _("What would become of every row")
        st.html(f'<div class="kept-title">{head}</div>')
        counted(trials, look(), done=False)
        for number, (trial, (_proposal, content)) in enumerate(zip(trials, chosen, strict=True)):
            source = contract(trial["source"]).label.to(language())
            title = _("{source}: the first rows as they will be stored, above what stands in the file", source=source)
            with st.expander(title, icon=":material/preview:", expanded=number == 0, key=f"bring_preview_{number}"):
                preview(trial, content, zone)
