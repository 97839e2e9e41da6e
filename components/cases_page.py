"""The parts of the page of cases: which figure, which of its cases, the list, and the files to take away."""

from dataclasses import dataclass, replace
from datetime import date
from html import escape

import streamlit as st

from charts import format
from components.case_file import case_file
from components.case_list import (
    OPEN,
    SORT,
    TURN,
    case_list,
    case_parameters,
    first_columns,
    offered_columns,
    pages_of,
)
from components.case_words import role_words
from components.drawing import drawn_html
from components.filters import remember
from components.frame import Page
from components.left_out import left_out
from components.questions import baseline_of, where_for
from components.view import Own, join_values, split_values
from metrics.build_cases import Order
from metrics.case_columns import CaseColumn, case_columns, key_columns
from metrics.cases import PAGE_ROWS, CaseList, Role, cases, first_order, listed_metric, sortable
from metrics.catalog import metric as metric_named, metrics
from metrics.model import Metric, Query, Row, Unit
from metrics.periods import end_moment
from metrics.promises import promise

FIRST = "aftersales_answered_48h"
CASE_PAGE = "case.py"
ALL = "all"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


OWN: Own = {
    "shown": lambda text: text in {role.value for role in Role},
    "sort": str.isprintable,
    "page": lambda text: text.isdecimal() and int(text) > 0,
    "columns": str.isprintable,
    "asof": _is_day,
}
"""The parameters only this page knows; columns are checked once the figure is known."""


@dataclass(frozen=True)
class Asked:
    """What the page is asked for, with what the link says wrong taken out and named."""

    metric: Metric
    query: Query
    role: Role | None
    order: Order
    columns: tuple[str, ...]
    number: int
    wrong: tuple[str, ...]


def chosen_metric(page: Page) -> str:
    """The figure whose cases are listed: chosen here, by a mark, or that of the promise on screen."""
    _, language = page.words, page.look.language
    promised = promise(page.view.promise).metric if page.view.promise else FIRST
    current = page.view.metric or promised
    labels = {name: item.label.to(language) for name, item in metrics().items()}
    st.session_state["_cases_metric"] = current

    def change() -> None:
        kept = tuple((name, text) for name, text in page.view.own if name == "asof")
        remember(replace(page.view, metric=st.session_state["_cases_metric"], own=kept), page.engine)

    st.selectbox(
        _("Figure"), list(labels), format_func=labels.__getitem__, key="_cases_metric", on_change=change, width=380,
        placeholder=_("Choose"), label_visibility="collapsed",
    )  # fmt: skip
    return current


def asked(page: Page, name: str) -> Asked:
    """What the page's parameters ask for of a figure. Raises NotToldApart or NothingImported."""
    view, metric = page.view, listed_metric(name)
    wrong: list[str] = []
    descending, column = view.asked("sort").startswith("-"), view.asked("sort").removeprefix("-")
    order = Order(column, descending) if column else first_order(metric)
    if order.column not in sortable(metric):
        wrong.append(f"sort={view.asked('sort')}")
        order = first_order(metric)
    known = {item.name: item for item in case_columns(metric)}
    names = [str(item) for item in split_values(view.asked("columns"))] if view.asked("columns") else []
    wrong += [f"columns={item}" for item in names if item not in known]
    columns = tuple(item for item in names if item in known)
    as_of = end_moment(date.fromisoformat(view.asked("asof")), page.engine.zone) if view.asked("asof") else None
    reach = page.engine.reach(metric_named(name))
    if as_of is not None and reach is not None:
        as_of = min(as_of, reach)
    query = Query(
        (name,), view.period.start, view.period.end, where=where_for(page, name), as_of=as_of, baseline=baseline_of(page, name)
    )  # fmt: skip
    role = Role(view.asked("shown")) if view.asked("shown") else None
    return Asked(metric, query, role, order, columns, int(view.asked("page", "1")), tuple(wrong))


def listed(page: Page, wanted: Asked) -> None:
    """The figure in words, the choice of roles, the list and its files."""
    found = cases(
        page.engine, wanted.query, role=wanted.role, order=wanted.order, offset=(wanted.number - 1) * PAGE_ROWS
    )
    number, wrong = wanted.number, list(wanted.wrong)
    if number > pages_of(found.found):
        wrong.append(f"page={number}")
        number = pages_of(found.found)
        found = cases(page.engine, wanted.query, role=wanted.role, order=wanted.order, offset=(number - 1) * PAGE_ROWS)
    left_out(wrong)
    _ = page.words
    shown = _shown(wanted, found)
    st.html(f'<div class="kept-said">{escape(said(page, wanted, found))}</div>')
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="cases_choices"):
        _roles(page, wanted, found)
        _columns(page, wanted, shown)
        case_file(page, wanted.query, wanted.role, wanted.order, found)
    if not found.found:
        st.info(_("No case in this period with these filters."), icon=":material/inbox:")
        return
    with st.container(border=True, key="panel_cases", gap=None):
        html = case_list(page, found, shown, wanted.order, number)
        _follow(page, found, drawn_html("cases_table", html))


def _shown(wanted: Asked, found: CaseList) -> tuple[CaseColumn, ...]:
    """The columns of the list: the key, then those chosen, else those that tell these cases apart."""
    known = {column.name: column for column in found.columns}
    names = (*key_columns(wanted.metric), *(wanted.columns or first_columns(found)))
    return tuple(known[name] for name in dict.fromkeys(names) if name in known)


def said(page: Page, wanted: Asked, found: CaseList) -> str:
    """The figure these cases add up to, in words."""
    _, language = page.words, page.look.language
    rows = page.engine.run(wanted.query).rows
    name = wanted.query.metrics[0]
    row = rows[0] if rows else Row(name, None, (), None, None, None, 0)
    unit = metric_named(name).unit
    parts = [format.value(row.value, unit, language)]
    counts = found.counts
    if Role.HIT in counts or Role.MISS in counts:
        hits, decided = counts.get(Role.HIT, 0), counts.get(Role.HIT, 0) + counts.get(Role.MISS, 0)
        parts[0] += _(
            " = {hits} of {decided}", hits=format.count(hits, language), decided=format.count(decided, language)
        )
    elif unit is not Unit.COUNT:
        parts.append(_("from {n} cases", n=format.count(counts.get(Role.COUNTED, 0), language)))
    if found.as_of is not None:
        parts.append(_("as known on {moment}", moment=format.moment(found.as_of, page.engine.zone, language)))
    if metric_named(name) is not wanted.metric:
        parts.append(_("the cases of “{metric}” in this period", metric=wanted.metric.label.to(language)))
    return format.clauses(parts, language)


def _roles(page: Page, wanted: Asked, found: CaseList) -> None:
    """All cases, or those of one role; each with how many there are."""
    _, language = page.words, page.look.language
    words = role_words(wanted.metric)
    labels = {ALL: f"{_('All')} {format.count(sum(found.counts.values()), language)}"}
    labels |= {
        role.value: f"{words[role].to(language)} {format.count(n, language)}"
        for role in Role if (n := found.counts.get(role, 0)) or role is wanted.role
    }  # fmt: skip
    st.session_state["_role"] = wanted.role.value if wanted.role else ALL
    st.segmented_control(
        _("Result"), list(labels), format_func=labels.__getitem__, key="_role", required=True, label_visibility="collapsed",
        on_change=lambda: _ask(page, shown="" if st.session_state["_role"] == ALL else st.session_state["_role"], page_number=""),
    )  # fmt: skip


def _columns(page: Page, wanted: Asked, shown: tuple[CaseColumn, ...]) -> None:
    """Which columns are shown."""
    _, language = page.words, page.look.language
    offered = {
        column.name: column.label.to(language) for column in offered_columns(wanted.metric, case_columns(wanted.metric))
    }
    if not offered:
        return
    st.session_state["_columns"] = [column.name for column in shown if column.name in offered]
    with st.popover(_("Columns"), key="cases_columns"):
        st.multiselect(
            _("Columns"), list(offered), format_func=offered.__getitem__, key="_columns", placeholder=_("Choose"),
            select_all=False, on_change=lambda: _ask(page, columns=join_values(st.session_state["_columns"])),
        )  # fmt: skip


def _ask(page: Page, *, page_number: str | None = None, **changes: str) -> None:
    """Write changed parameters of this page into the URL."""
    changed = dict(page.view.own) | changes | ({} if page_number is None else {"page": page_number})
    own = tuple((name, text) for name, text in changed.items() if text)
    remember(replace(page.view, own=own, ignored=()), page.engine)


def _follow(page: Page, found: CaseList, went: str) -> None:
    """Do what a button of the list says: sort, turn the page, open a case."""
    if went.startswith(SORT):
        _ask(page, sort=went.removeprefix(SORT), page_number="")
        st.rerun()
    if went.startswith(TURN):
        _ask(page, page_number=went.removeprefix(TURN))
        st.rerun()
    if went.startswith(OPEN):
        case = found.cases[int(went.removeprefix(OPEN))]
        st.switch_page(CASE_PAGE, query_params=case_parameters(page, found.metric, case))
