"""The versions, newest first: when, by whom, from which files, what became of the rows, and the way back to each."""

from collections.abc import Callable
from html import escape

import streamlit as st

from charts import format
from components.frame import Page
from components.table import Cell, table
from components.typed import attempt, refused
from components.versions.names import person, version_name
from data.contracts import contract
from data.history import who
from data.store import Store, default_store
from data.versions import Version

BOX, ASKED = "version", "_version_asked"
SHARES = (5, 2)
FEW = 3
"""So many sources of an import are told at once; more are opened by a click."""
HEAD = "border-top:1px solid var(--st-border-color);padding-top:.4rem"
MARK = "font-size:.8rem;font-weight:600;border:1px solid currentColor;border-radius:999px;padding:0 8px 1px;margin-left:8px"
UNITS = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "KB"))


def versions_panel(page: Page, found: tuple[Version, ...]) -> None:
    """All versions that are kept."""
    _ = page.words
    with st.container(border=True, key="panel_versions", gap=None):
        title = _("Versions")
        st.html(f'<div class="kept-title">{escape(title)}</div>')
        lead = _(
            "Every import makes a new one and changes none. What is in force can be undone, and any other put in force again."
        )
        st.html(f'<div class="kept-subtitle">{escape(lead)}</div>')
        refused(BOX)
        for item in found:
            with st.container(key=f"version_{item.id}", gap="small"):
                left, right = st.columns(SHARES, gap="small")
                with left:
                    st.html(_told(page, item))
                with right, st.container(horizontal=True, horizontal_alignment="right", gap="small"):
                    _buttons(page, item)
                if st.session_state.get(ASKED) == item.id:
                    _confirm(page, item, found)


def _told(page: Page, item: Version) -> str:
    _, language = page.words, page.look.language
    marks = [_("in force")] if item.in_force else []
    marks += [_("undone")] if item.undone else []
    marks += [_("demo data")] if item.demo else []
    marked = "".join(f'<span style="{MARK}">{escape(mark)}</span>' for mark in marks)
    rows = format.count(sum(item.rows.values()), language)
    facts = [_("by {person}", person=name)] if (name := person(page, item)) else []
    facts += [_("{n} rows in all", n=rows), _size(item.size)]
    head = f"<div><b>{escape(version_name(page, item))}</b>{marked}</div>"
    lines = f'<div class="kept-subtitle">{escape(" · ".join(facts))}</div>'
    if not item.brought:
        settings = escape(_("No new rows: the settings of the organisation changed."))
        return f'{head}{lines}<div class="kept-subtitle">{settings}</div>'
    brought = _brought(page, item)
    if len(item.brought) > FEW:
        summary = escape(_("{n} sources", n=len(item.brought)))
        brought = f"<details><summary>{summary}</summary>{brought}</details>"
    return head + lines + brought


def _brought(page: Page, item: Version) -> str:
    """What became of the records of each source; the files of demo data were made for the import only."""
    _, language = page.words, page.look.language
    heads = [_("Source"), _("Files"), _("Read"), _("New rows"), _("Updated"), _("Duplicate"), _("Rejected")]
    rows = [
        [Cell(contract(part.source).label.to(language)), Cell(format.DASH if item.demo or not part.files else ", ".join(part.files))]
        + [Cell(format.count(n, language), number=True, state="bad" if name == "rejected" and n else "") for name, n in part.counts.items()]
        for part in item.brought
    ]  # fmt: skip
    return table(heads, rows)


def _buttons(page: Page, item: Version) -> None:
    """The rejected rows to take away, and the change of the version in force, which is asked once more."""
    _ = page.words
    for part in item.brought:
        if part.rejects is not None:
            label = contract(part.source).label.to(page.look.language)
            st.download_button(
                _("Rejected rows: {source}", source=label), part.rejects.read_bytes,
                file_name=f"kept-rejected-{part.source}-{item.id[-6:]}.csv", mime="text/csv", on_click="ignore",
                icon=":material/download:", key=f"_rejects_{item.id}_{part.source}",
            )  # fmt: skip

    def ask() -> None:
        st.session_state[ASKED] = item.id

    if item.in_force and Store(default_store()).before(item.id) is None:
        return
    label = _("Undo this import") if item.in_force else _("Put in force")
    st.button(label, key=f"_version_{item.id}", on_click=ask)


def _confirm(page: Page, item: Version, found: tuple[Version, ...]) -> None:
    """What will happen, and the two ways on."""
    _, store = page.words, Store(default_store())
    change: Callable[[], object]
    if item.in_force:
        before = store.before(item.id)
        name = next((version_name(page, other) for other in found if other.id == before), "")
        text = _("The version of {moment} comes back. This one is kept and can be put in force again.", moment=name)
        label, change = _("Yes, undo it"), lambda: store.undo(item.id, who())
    else:
        text = _("All pages then show this version, and the next import builds on it. The others are kept.")
        label, change = _("Yes, put it in force"), lambda: store.put_in_force(item.id, who())

    def done() -> None:
        st.session_state.pop(ASKED, None)
        if attempt(BOX, change):
            st.toast(_("Done: another version is in force."))

    def leave() -> None:
        st.session_state.pop(ASKED, None)

    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small", key=f"confirm_{item.id}"):
        st.html(f'<div role="alert">{escape(text)}</div>', width="stretch")
        st.button(label, type="primary", key="_version_yes", on_click=done)
        st.button(_("Cancel"), type="tertiary", key="_version_no", on_click=leave)


def _size(size: int) -> str:
    unit = next((unit for unit in UNITS if size >= unit[0]), UNITS[-1])
    return f"{size / unit[0]:,.1f} {unit[1]}"
