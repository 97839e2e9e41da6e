"""The parts of the page of one case: what happened when, what it is to the promises, and what else belongs to it."""

from collections.abc import Callable, Sequence
from html import escape
from typing import NoReturn
from urllib.parse import urlencode

import streamlit as st

from charts import format
from components.case_list import record_parameters
from components.case_words import role_words, state_of, told, why
from components.drawing import drawn_html
from components.frame import Page
from components.guarded import guarded
from components.narrowed import CASES_PAGE
from components.table import Cell, table
from components.view import Own
from data.contracts import contract, contracts
from metrics.case_columns import CaseColumn, Told
from metrics.one_case import Record, belonging, other_complaints, standings, times

PAGE = "case.py"
RELATED_COLUMNS = {
    "surveys": ("sent_at", "answered_at", "csat", "nps", "speed", "attitude", "professionalism", "satisfaction"),
    "tickets": ("created_at", "kind", "complaint_class", "topic", "status"),
    "orders": ("created_at", "status", "express", "handed_over_at"),
    "reviews": ("collected_at", "score", "tone"),
    "inspections": ("finished_at", "draw", "result", "defect"),
}
"""What is told of a row that belongs to a case."""

OWN: Own = {"source": lambda text: text in {item.name for item in contracts().values()}, "k0": bool, "k1": bool}
"""The parameters only this page knows: a source and the key of its row."""


def asked_key(page: Page) -> tuple[str, tuple[str, ...]] | None:
    """The source and the key the link asks for; None where it names no case."""
    source = page.view.asked("source")
    key = tuple(page.view.asked(name) for name in ("k0", "k1") if page.view.asked(name))
    return (source, key) if source and key else None


def title(page: Page, found: Record) -> str:
    """“Ticket T100078647”."""
    language, named = page.look.language, contract(found.source)
    return " · ".join(
        f"{named.column(name).label.to(language)} {value}" for name, value in zip(named.key, found.key, strict=True)
    )


def back_to_list(page: Page) -> None:
    """The way back to the list the case was opened from."""
    _ = page.words
    if page.view.metric is not None and st.button(
        _("Back to the cases"), icon=":material/arrow_back:", key="back_to_list"
    ):
        parameters = page.view.parameters(page.engine.fiscal_start) | {"lang": page.look.language}
        st.switch_page(CASES_PAGE, query_params=parameters)


def no_such_case(page: Page) -> NoReturn:
    """The page ends with a sentence that says where cases are found."""
    _ = page.words
    st.info(_("There is no such case in the data. Open one from a list of cases."), icon=":material/inbox:")
    st.stop()


def part(key: str, heading: str, html: Callable[[Page, Record], str], page: Page, found: Record) -> None:
    """One part of the page: a heading and a table, every text in it escaped; one that fails leaves the others alive."""
    with st.container(border=True, key=f"panel_{key}", gap=None):
        st.html(f'<div class="kept-title">{escape(heading)}</div>')
        with guarded(key):
            st.html(html(page, found))


def happened(page: Page, found: Record) -> str:
    """The moments of the case in their order, each with the time since the one before, as HTML."""
    _, language = page.words, page.look.language
    known = [
        (int(found.values[column.name]), column.label.to(language))
        for column in found.columns
        if column.told is Told.MOMENT and found.values.get(column.name) is not None
    ]
    known.sort()
    rows, before = [], None
    for moment, label in known:
        since = "" if before is None else f"+ {format.duration(moment - before, language)}"
        rows.append([Cell(format.moment(moment, page.engine.zone, language)), Cell(label), Cell(since, number=True)])
        before = moment
    return table([_("When"), _("What"), _("Since the step before")], rows) if rows else ""


def clocks(page: Page, found: Record) -> str:
    """What the case is to each promise, and how long each part of it took, as HTML."""
    _, language = page.words, page.look.language
    rows = []
    for metric, case in standings(page.engine, found):
        state, mark = state_of(metric, case.role)
        word = role_words(metric)[case.role].to(language)
        because = why(case, metric, (), page.engine, page.look, page.engine.data_to(found.source) or 0)
        rows.append([Cell(metric.label.to(language)), Cell(f"{mark} {word}", state=state), Cell(because)])
    html = table([_("Promise"), _("Result"), _("Why")], rows) if rows else ""
    taken = [
        [Cell(label.to(language)), Cell(_("not ended yet") if seconds is None else format.duration(seconds, language), number=True)]
        for label, seconds in times(page.engine, found)
    ]  # fmt: skip
    return html + (table([_("Time taken"), ""], taken) if taken else "")


def facts(page: Page, found: Record) -> str:
    """Everything else that is known of the case, as HTML."""
    _, language = page.words, page.look.language
    rows = []
    for column in found.columns:
        value = found.values.get(column.name)
        if column.told is Told.MOMENT or value is None:
            continue
        rows.append([Cell(column.label.to(language)), Cell(_value(page, column, value, found.source))])
    reasons = {item.reason: item.label.to(language) for item in contract(found.source).exclusions}
    if found.reason in reasons:
        rows.append([Cell(_("Left out of every promise")), Cell(reasons[str(found.reason)], state="bad")])
    return table([_("What"), _("Value")], rows)


def related(page: Page, found: Record) -> list[tuple[str, list[Record]]]:
    """What else belongs to the case, each with a title."""
    _, language = page.words, page.look.language
    parts = [(contract(source).label.to(language), rows) for source, rows in belonging(page.engine, found).items()]
    titles = {"merchant_id": _("Other complaints about this merchant"), "sku": _("Other complaints about these goods")}
    parts += [(titles[name], rows) for name, rows in other_complaints(page.engine, found).items()]
    return parts


def related_table(page: Page, key: str, heading: str, rows: Sequence[Record]) -> None:
    """Rows of one source; each opens its own page."""
    with st.container(border=True, key=f"panel_related_{key}", gap=None):
        st.html(f'<div class="kept-title">{escape(heading)}</div>')
        with guarded(f"related_{key}"):
            _related_rows(page, key, rows)


def _related_rows(page: Page, key: str, rows: Sequence[Record]) -> None:
    language = page.look.language
    columns = {column.name: column for column in rows[0].columns}
    shown = [columns[name] for name in RELATED_COLUMNS.get(rows[0].source, ()) if name in columns]
    shown = [column for column in shown if any(row.values.get(column.name) is not None for row in rows)]
    heads = [contract(rows[0].source).label.to(language), *(column.label.to(language) for column in shown)]
    body = "".join(_related_line(page, row, shown, place) for place, row in enumerate(rows))
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    html = (
        f'<div class="kept-table kept-cases"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )
    went = drawn_html(f"related_{key}_table", html)
    if went:
        st.switch_page(PAGE, query_params=_link_of(page, rows[int(went)]))


def _related_line(page: Page, row: Record, shown: Sequence[CaseColumn], place: int) -> str:
    href = escape(f"case?{urlencode(_link_of(page, row))}", quote=True)
    link = f'<td><a href="{href}" data-go="{place}">{escape(" ".join(row.key))}</a></td>'
    cells = (escape(_value(page, column, row.values.get(column.name), row.source)) for column in shown)
    return f"<tr>{link}{''.join(f'<td>{text}</td>' for text in cells)}</tr>"


def _link_of(page: Page, row: Record) -> dict[str, str]:
    return record_parameters(page, row.source, row.key)


def _value(page: Page, column: CaseColumn, value: object, source: str) -> str:
    return told(column, value, source, page.engine, page.look)
