"""All actions, as a list and as a board by status."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

import streamlit as st

from charts import format
from components.actions.verdicts import course_of, verdict_words
from components.drawing import drawn_html
from components.filters import remember_own
from components.page import Page
from components.table import Cell, table
from components.typed import undo
from components.view import data_days
from data.actions import STATUSES, Action, Actions
from metrics.catalog import metric as metric_named

BOX = "actions"
LIST, BOARD, DONE = "list", "board", "done"
JUDGED = 40
"""So many actions, the first ones, are judged here; the others are when they are opened."""
Verdicts = Mapping[int, tuple[str, str]]
"""Action → the state of its verdict, and the verdict in words."""


def all_actions(page: Page, actions: Actions, *, missing: bool) -> None:
    """The actions, or what to do where there are none; `missing` says that the one asked for is not there."""
    _ = page.words
    if missing:
        st.warning(_("There is no such action; it may have been removed."), icon=":material/link_off:")
    found = actions.all()
    with st.container(border=True, key="panel_actions", gap="small"):
        heading = _("Improvement actions")
        st.html(f'<div class="kept-title">{escape(heading)}</div>')
        if found:
            _listed(page, found)
        else:
            text = _("No actions yet. “New action” on top of any page opens one on the figure you are looking at.")
            st.html(f'<div class="kept-subtitle">{escape(text)}</div>')
        undo(BOX, actions.restore)


def _listed(page: Page, found: Sequence[Action]) -> None:
    """Those overdue first; one that is pressed is opened."""
    today = data_days(page.engine)[1]
    ordered = sorted(found, key=lambda item: (item.ended, item.plan.due, item.id))
    html = _board(page, ordered, today) if _way(page) == BOARD else action_table(page, ordered, today)
    pressed = drawn_html("actions", html)
    if pressed in {str(item.id) for item in found}:
        remember_own(page.view, page.engine, action=pressed)
        st.rerun()


def _way(page: Page) -> str:
    """Board or list, as the link or the switch says."""
    _ = page.words
    ways = {BOARD: _("Board"), LIST: _("List")}
    current = page.view.asked("as", BOARD)
    st.session_state["_actions_as"] = current

    def change() -> None:
        remember_own(page.view, page.engine, **{"as": st.session_state["_actions_as"]})

    st.segmented_control(
        _("Shown as"), list(ways), format_func=lambda way: ways[way], key="_actions_as", required=True, on_change=change,
        label_visibility="collapsed",
    )  # fmt: skip
    return current


def _board(page: Page, found: Sequence[Action], today: date) -> str:
    """A column for each status."""
    columns, verdicts = [], _verdicts(page, [item for item in found if item.plan.status == DONE])
    for status, label in STATUSES.items():
        mine = [item for item in found if item.plan.status == status]
        head = f"{label.to(page.look.language)} · {format.count(len(mine), page.look.language)}"
        cards = "".join(_card(page, item, today, verdicts) for item in mine)
        columns.append(f'<section class="kept-panel"><div class="kept-title">{escape(head)}</div>{cards}</section>')
    return f'<div class="kept-row kept-statuses">{"".join(columns)}</div>'


def _card(page: Page, item: Action, today: date, verdicts: Verdicts) -> str:
    _, language = page.words, page.look.language
    label = metric_named(item.metric).label.to(language)
    due = _("due {day}", day=format.day(item.plan.due, language))
    late = f'<em class="bad">{escape(_late(page))}</em>' if item.overdue(today) else ""
    judged = f"<i>{escape(verdicts[item.id][1])}</i>" if item.id in verdicts else ""
    return (
        f'<div class="kept-card kept-action"><span>{escape(label)}</span>'
        f'<button type="button" data-go="{item.id}">{escape(item.plan.action)}</button>'
        f"<i>{escape(item.plan.owner)} · {escape(due)}</i>{late}{judged}</div>"
    )


def action_table(page: Page, found: Sequence[Action], today: date) -> str:
    """A line for each: what is done, its figure, who does it by when, how far it is, and its effect; a line is pressed by id."""
    _ = page.words
    heads = [_("What is done"), _("Figure"), _("Who does it"), _("Due"), _("Status"), _("Effect")]
    verdicts = _verdicts(page, found)
    return table(heads, [_line(page, item, today, verdicts) for item in found])


def _verdicts(page: Page, found: Sequence[Action]) -> Verdicts:
    return {item.id: verdict_words(course_of(page, item), page.look) for item in found[:JUDGED]}


def _line(page: Page, item: Action, today: date, verdicts: Verdicts) -> list[Cell]:
    language, late = page.look.language, item.overdue(today)
    state, word = verdicts.get(item.id, ("grey", format.DASH))
    return [
        Cell(item.plan.action, item.problem, go=str(item.id)),
        Cell(metric_named(item.metric).label.to(language)),
        Cell(item.plan.owner),
        Cell(format.day(item.plan.due, language), _late(page) if late else "", "bad" if late else ""),
        Cell(STATUSES[item.plan.status].to(language)),
        Cell(word, state="" if state == "none" else state),
    ]


def _late(page: Page) -> str:
    _ = page.words
    return _("▲ overdue")
