"""The figures on top of a promise's page, and the choice of the promise."""

from dataclasses import replace

import streamlit as st

from charts import format
from components.cards import Card, cards_row
from components.filters import remember
from components.frame import Page
from components.mark import Mark
from components.questions import NothingImported, NotToldApart, ask
from components.rows import PageRow
from components.standing_cases import cases_of
from metrics.board import standing
from metrics.catalog import metric
from metrics.model import Row
from metrics.promises import Promise, promises
from metrics.verdict import WORDS
from reports.precision import within
from reports.verdict_marks import MARKS

FIRST = "aftersales_answered_48h"


def chosen_promise(page: Page) -> Promise:
    """The promise the page is about, of those with a clock: chosen here or on the board, else the first response."""
    made = page.engine.promises(page.view.period.end) or promises()
    offered = [item for item in made if metric(item.metric).clock]
    names = [item.id for item in offered]
    current = page.view.promise if page.view.promise in names else FIRST if FIRST in names else names[0]
    st.session_state["_promise"] = current
    labels = {item.id: item.short.to(page.look.language) for item in offered}

    def change() -> None:
        remember(replace(page.view, promise=st.session_state["_promise"]), page.engine)

    st.segmented_control(
        page.words("Promise"), names, format_func=lambda name: labels[name], key="_promise", required=True,
        label_visibility="collapsed", on_change=change,
    )  # fmt: skip
    return next(item for item in offered if item.id == current)


def figures(page: Page, promise: Promise) -> PageRow:
    """The promise's own figures, in words a person can say in a meeting."""
    return cards_row("figures", lambda: _cards(page, promise), page.look)


def _cards(page: Page, promise: Promise) -> list[Card]:
    _, language, unit = page.words, page.look.language, metric(promise.metric).unit
    item = standing(page.engine, promise, page.view.period, compared=page.compared, where=page.view.where())
    row = item.row
    target = format.target(promise.target, unit, language)
    changed = format.change(item.change, unit, language)
    state, mark = MARKS[item.verdict]
    shown = [
        Card(
            _("Attainment, target {target}", target=target), format.percent(row.value, language, 2),
            _("{change} points", change=changed) if item.change is not None else "", cases=cases_of(page, item),
        ),
        Card(_("Status"), f"{mark} {WORDS[item.verdict].to(language)}", _interval(row, page), state=state),
        Card(
            _("Decided cases"), format.count(row.n, language),
            _("{n} undecided, {x} excluded", n=format.count(row.undecided, language), x=format.count(row.excluded, language)),
        ),
        Card(
            _("Closed-only would say"), format.percent(row.closed_only, language, 2),
            _("leaves out what is open and overdue"),
        ),
        *_durations(page, promise),
    ]  # fmt: skip
    if row.oldest_open_hours is not None:
        age = format.hours(row.oldest_open_hours, language)
        shown.append(Card(_("Oldest open case"), age, _("of those due in the period")))
    return shown


def duration_names(source: str) -> tuple[str, ...]:
    """The durations of a source's cases that stand beside its promises."""
    if source == "orders":
        return ("order_processing_p50", "order_processing_p90")
    return ("first_response_p50", "first_response_p90", "resolution_p50", "resolution_p90")


def _interval(row: Row, page: Page) -> str:
    _, language = page.words, page.look.language
    if row.low is None:
        return ""
    low, high = format.percent(row.low, language), format.percent(row.high, language)
    return _("95 % interval {low}–{high}", low=low, high=high)


def _durations(page: Page, promise: Promise) -> list[Card]:
    """Medians of the promise's own cases, with the slow end beside them."""
    _, language = page.words, page.look.language
    shown: list[Card] = []
    for name, label in _measured(page, metric(promise.metric).source):
        try:
            rows = ask(page, f"{name}_p50", f"{name}_p90", f"{name}_p95", extra=promise.cases)
        except (NotToldApart, NothingImported):
            return []
        p50, p90, p95 = (format.hours(row.value, language) for row in rows)
        parts = [_("median; p90 {p90}, p95 {p95}", p90=p90, p95=p95), within(rows[0], page.look)]
        note = " · ".join(part for part in parts if part)
        shown.append(Card(label, p50, note, cases=Mark(label, f"{name}_p50", promise.cases)))
    return shown


def _measured(page: Page, source: str) -> list[tuple[str, str]]:
    _ = page.words
    if source == "orders":
        return [("order_processing", _("Processing time"))]
    return [("first_response", _("First response time")), ("resolution", _("Resolution time"))]
