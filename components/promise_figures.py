"""The figures on top of a promise's page, and the choice of the promise."""

from dataclasses import replace

import streamlit as st

from charts import format
from components.cards import Card, cards
from components.filters import remember
from components.frame import Page
from components.promise_questions import query_of, where_of
from metrics.board import standing
from metrics.catalog import metric
from metrics.model import Row
from metrics.promises import Promise, promises
from metrics.verdict import WORDS


def chosen_promise(page: Page) -> Promise:
    """The promise the page is about: chosen here or on the board, the first one of this page otherwise."""
    offered = [item for item in promises() if item.page == "response"]
    names = [item.id for item in offered]
    current = page.view.promise if page.view.promise in names else "aftersales_answered_48h"
    st.session_state["_promise"] = current
    labels = {item.id: item.short.to(page.look.language) for item in offered}

    def change() -> None:
        remember(replace(page.view, promise=st.session_state["_promise"]), page.engine)

    st.segmented_control(
        page.words("Promise"), names, format_func=lambda name: labels[name], key="_promise", required=True,
        label_visibility="collapsed", on_change=change,
    )  # fmt: skip
    return next(item for item in offered if item.id == current)


def figures(page: Page, promise: Promise) -> None:
    """The promise's own figures, in words a person can say in a meeting."""
    _, language, unit = page.words, page.look.language, metric(promise.metric).unit
    item = standing(page.engine, promise, page.view.period, compared=page.compared, where=page.view.where())
    row = item.row
    target = format.target(promise.target, unit, language)
    change = format.change(item.change, unit, language)
    shown = [
        Card(
            _("Attainment, target {target}", target=target), format.percent(row.value, language, 2),
            _("{change} points", change=change) if item.change is not None else "",
        ),
        Card(_("Status"), WORDS[item.verdict].to(language), _interval(row, page)),
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
    cards(shown)


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
    if where_of(page, promise) is None:
        return []
    for name, label in _duration_names(page, metric(promise.metric).source):
        names = (f"{name}_p50", f"{name}_p90", f"{name}_p95")
        p50, p90, p95 = (
            format.hours(row.value, language) for row in page.engine.run(query_of(page, promise, names)).rows
        )
        shown.append(Card(label, p50, _("median; p90 {p90}, p95 {p95}", p90=p90, p95=p95)))
    return shown


def _duration_names(page: Page, source: str) -> list[tuple[str, str]]:
    _ = page.words
    if source == "orders":
        return [("order_processing", _("Processing time"))]
    return [("first_response", _("First response time")), ("resolution", _("Resolution time"))]
