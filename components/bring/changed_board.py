"""What an import changed on the board, promise by promise."""

import streamlit as st

from charts import format
from components.language import language, words
from components.table import Cell, table
from metrics.board import Standing
from metrics.board_changes import BoardChanges
from metrics.catalog import metric
from metrics.verdict import WORDS
from reports.verdict_marks import MARKS


def changed_board(found: BoardChanges | None, fiscal_start: int) -> None:
    """A table of the promises that changed, in the latest quarter in which any did."""
    _, tongue = words(), language()
    if found is None:
        return
    when = format.period(found.period, tongue, fiscal_start)
    if not found.changed:
        nothing = _("No promise changed.")
        st.html(f'<div class="kept-note">{nothing}</div>')
        return
    title = _("What changed on the board, {period}", period=when)
    st.html(f'<div class="kept-title">{title}</div>')
    rows = [
        [Cell(item.after.promise.label.to(tongue)), *_standing(item.before), *_standing(item.after)]
        for item in found.changed
    ]
    st.html(table([_("Promise"), _("Before"), "", _("Now"), ""], rows))
    if found.others:
        more = _("Figures changed in {n} other quarters too.", n=found.others)
        st.html(f'<div class="kept-note">{more}</div>')


def _standing(item: Standing | None) -> list[Cell]:
    """Value and verdict of one promise."""
    if item is None:
        return [Cell("–", number=True, state="grey"), Cell("")]
    unit = metric(item.promise.metric).unit
    state, mark = MARKS[item.verdict]
    value = format.value(item.row.value, unit, language())
    return [Cell(value, number=True), Cell(f"{mark} {WORDS[item.verdict].to(language())}", state=state)]
