"""The box in which notes are read, typed, changed and removed."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from charts import format
from components.language import language, words
from components.session import current_state
from components.typed import attempt, refused, removed, row, small_line, undo
from components.view import View, data_days
from data.entries import LONGEST, read_day
from data.errors import KeptError
from data.notes import KINDS, Note, Notes
from metrics.engine import Engine
from metrics.periods import months_before
from metrics.promotions import Sale, sales

BOX = "notes"
MONTHS = 13
"""So far back the longest trend looks."""

FEW, LISTED, SCROLLED = 5, 40, 270
"""From how many notes on the list scrolls, how many it holds, and its height in pixels."""

WIDTH = 440
FIRST, LAST, KIND, TEXT, SALE, EDITED = (
    f"_note_{name}" for name in ("first", "last", "kind", "text", "sale", "edited")
)


def notes_box(engine: Engine, view: View) -> None:
    """A button that opens the notes of the days on screen and of later ones, and a form for one more."""
    _ = words()
    notes = Notes(current_state())
    start, end = min(view.period.start, months_before(view.period.end, MONTHS)), view.period.end
    try:
        found = notes.between(start, date.max)  # what is planned for later days, too
    except KeptError as error:
        with st.popover(_("Notes"), key=BOX, type="tertiary", icon=":material/edit_note:"):
            st.info(error.to(language()), icon=":material/info:")
        return
    count = f" **{len(found)}**" if found else ""
    with st.popover(f"{_('Notes')}{count}", key=BOX, type="tertiary", icon=":material/edit_note:"), st.container(
        width=WIDTH, gap="small", key="notes_box"
    ):  # fmt: skip
        small_line(_("Shown on every trend, to everybody; the data stay as they are."))
        _list(notes, found)
        undo(BOX, notes.restore)
        _offer_sales(sales(engine, start, end), found)
        _form(notes, min(end, data_days(engine)[1]))


def _list(notes: Notes, found: Sequence[Note]) -> None:
    """The notes, latest first; many of them scroll in a box of their own, so that the form stays in sight."""
    _ = words()
    with st.container(height=SCROLLED if len(found) > FEW else "content", border=False, gap="small", key="notes_list"):
        for note in reversed(found[-LISTED:]):
            _row(notes, note)
        if len(found) > LISTED:
            small_line(_("{n} earlier ones: choose an earlier period to see them", n=len(found) - LISTED))


def _row(notes: Notes, note: Note) -> None:
    """One note, with what can be done with it."""
    _, tongue = words(), language()

    def edit() -> None:
        _fill(note.first, note.last, note.kind, note.text)
        st.session_state[EDITED] = note.id

    def remove() -> None:
        if attempt(BOX, lambda: notes.remove(note.id)):
            removed(BOX, note.id, note.text)
            _leave(note.id)

    days, kind = format.days(note.first, note.end, tongue), KINDS[note.kind].to(tongue)
    with row(f"note_{note.id}", note.text, f"{days} · {kind}"):
        st.button(_("Edit"), type="tertiary", key=f"_note_edit_{note.id}", on_click=edit)
        st.button(_("Remove"), type="tertiary", key=f"_note_remove_{note.id}", on_click=remove)


def _form(notes: Notes, day: date) -> None:
    """One more note, or other words for one that is there."""
    _, tongue = words(), language()
    edited = st.session_state.get(EDITED)
    st.session_state.setdefault(FIRST, day.isoformat())

    def keep() -> None:
        typed = st.session_state

        def write() -> None:
            last = read_day(typed[LAST]) if typed[LAST].strip() else None
            first = read_day(typed[FIRST])
            fields = (first, last, typed[KIND], typed[TEXT])
            notes.add(*fields) if edited is None else notes.change(edited, *fields)
            st.toast(_("Note kept: {days}", days=format.days(first, last or first, tongue)))

        if attempt(BOX, write):
            _leave(edited)

    with st.form(key="note_form", border=False):
        with st.container(horizontal=True, gap="small"):
            st.text_input(_("Day"), key=FIRST, placeholder="2026-11-11", width=120)
            st.text_input(_("Last day, if several"), key=LAST, placeholder="2026-11-12", width=150)
            st.selectbox(
                _("Kind"), list(KINDS), format_func=lambda kind: KINDS[kind].to(tongue), key=KIND, placeholder=_("Choose"),
            )  # fmt: skip
        st.text_input(_("What happened"), key=TEXT, max_chars=LONGEST, placeholder=_("such as: express fee waived"))
        refused(BOX)
        with st.container(horizontal=True):
            st.form_submit_button(
                _("Add note") if edited is None else _("Save note"), key="_note_keep", type="primary", on_click=keep
            )
            if edited is not None:
                st.form_submit_button(_("Cancel"), key="_note_cancel", on_click=_leave, args=(edited,))


def _offer_sales(offered: list[Sale], found: tuple[Note, ...]) -> None:
    """The organisation's sales, to be taken over into the form; those noted already are left out."""
    _, tongue = words(), language()
    noted = {(note.first, note.end) for note in found}
    names = {
        f"{sale.name.to(tongue)} · {format.days(sale.start, sale.end, tongue)}": sale
        for sale in offered
        if (sale.start, sale.end) not in noted
    }
    if not names:
        return

    def take() -> None:
        if sale := names.get(st.session_state[SALE] or ""):
            _fill(sale.start, sale.end, "promotion", sale.name.to(tongue))
        st.session_state[SALE] = None

    st.selectbox(
        _("Take over a sale"), list(names), index=None, key=SALE, placeholder=_("Take over a sale of the settings"), on_change=take,
        label_visibility="collapsed",
    )  # fmt: skip


def _fill(first: date, last: date | None, kind: str, text: str) -> None:
    """Write into the form."""
    typed = {FIRST: first.isoformat(), LAST: last.isoformat() if last else "", KIND: kind, TEXT: text}
    st.session_state.update(typed)


def _leave(note: int | None) -> None:
    """Empty the form, unless it holds another note than the one that is done with."""
    if st.session_state.get(EDITED) == note:
        st.session_state.pop(EDITED, None)
        st.session_state.update({LAST: "", TEXT: ""})
