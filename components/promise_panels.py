"""The panels of one promise: its figures, trend, groups, time taken and load."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import streamlit as st

from charts import format
from charts.attainment_by_group import attainment_by_group
from charts.attainment_trend import attainment_trend
from charts.duration_distribution import duration_distribution
from charts.load_heatmap import load_heatmap
from components.cards import Card, cards
from components.filters import remember
from components.frame import Page
from components.panel import Drawing
from data.contracts import contract
from data.contracts.model import Clock
from metrics import periods
from metrics.board import applicable, standing
from metrics.catalog import metric
from metrics.dimensions import dimension, dimensions
from metrics.model import Filter, Grain, Query, Result, Row
from metrics.periods import Period
from metrics.promises import Promise, promises
from metrics.verdict import WORDS

Panel = tuple[str, str, str, Callable[[], Drawing | None]]
GROUPS = ("team", "channel", "complaint_class", "priority", "category", "region", "merchant_id")
MOST_GROUPS = 9
TREND_PERIODS = 13
ARRIVALS = {"tickets": "ticket_arrivals", "orders": "orders_placed"}


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
    if _where(page, promise) is None:
        return []
    for name, label in _duration_names(page, metric(promise.metric).source):
        names = (f"{name}_p50", f"{name}_p90", f"{name}_p95")
        p50, p90, p95 = (
            format.hours(row.value, language) for row in page.engine.run(_query(page, promise, names)).rows
        )
        shown.append(Card(label, p50, _("median; p90 {p90}, p95 {p95}", p90=p90, p95=p95)))
    return shown


def _duration_names(page: Page, source: str) -> list[tuple[str, str]]:
    _ = page.words
    if source == "orders":
        return [("order_processing", _("Processing time"))]
    return [("first_response", _("First response time")), ("resolution", _("Resolution time"))]


def trend_panel(page: Page, promise: Promise) -> Panel:
    """Attainment per period, thirteen of them up to the one chosen."""
    _, language, engine = page.words, page.look.language, page.engine

    def draw() -> Drawing | None:
        grain = _trend_grain(page.view.period)
        shown = [periods.containing(_last_day(page, promise), grain, engine.fiscal_start)]
        while len(shown) < TREND_PERIODS:
            shown.insert(0, periods.previous(shown[0], engine.fiscal_start))
        where = _where(page, promise)
        if where is None:
            return None
        result = engine.run(Query((promise.metric,), shown[0].start, shown[-1].end, grain, where=where))
        known = {row.period: row for row in result.rows}
        rows = [known.get(item.start, Row(promise.metric, item.start, (), None, None, None, 0)) for item in shown]
        if all(row.value is None for row in rows):
            return None
        labels = [_short(item, page, first=item is shown[0]) for item in shown]
        last = next(row for row in reversed(rows) if row.value is not None)
        alt = _("Attainment over {n} periods, latest {rate}", n=len(rows), rate=format.percent(last.value, language))
        return attainment_trend(rows, labels, promise.target, page.look), alt

    return (
        _("Attainment over time"),
        _("Share of the cases due in each period that were in time; the band is the 95 % interval"),
        "trend", draw,
    )  # fmt: skip


def by_group_panel(page: Page, promise: Promise) -> Panel:
    """Attainment by one dimension, worst first; the choice stands in the panel."""
    _, language, engine = page.words, page.look.language, page.engine
    source = metric(promise.metric).source
    offered = [name for name in GROUPS if name in dimensions(source) and _has_values(page, source, name)]

    def draw() -> Drawing | None:
        if not offered or _where(page, promise) is None:
            return None
        labels = {name: dimension(source, name).label.to(language) for name in offered}
        chosen = st.selectbox(
            _("By"), offered, format_func=lambda name: labels[name], key=f"by_{source}", label_visibility="collapsed",
            width=220, placeholder=_("Choose"),
        )  # fmt: skip
        result = _ask(page, promise, (chosen,))
        rows = sorted((row for row in result.rows if row.n), key=_worst_first)
        if not rows:
            return None
        names = [engine.value_label(source, chosen, row.group[0], language) for row in rows[:MOST_GROUPS]]
        worst = f"{names[0]} {format.percent(rows[0].value, language)}"
        return attainment_by_group(rows[:MOST_GROUPS], names, promise.target, page.look), _(
            "Worst: {group}", group=worst
        )

    return (
        _("Where it is missed"),
        _("Worst first, with 95 % intervals; groups whose intervals overlap cannot be told apart, grey ones are too small"),
        "groups", draw,
    )  # fmt: skip


def time_taken_panel(page: Page, promise: Promise) -> Panel:
    """How long the cases took, with the limit."""
    _, language = page.words, page.look.language
    clock = _clock(promise)

    def draw() -> Drawing | None:
        name = f"time_{clock.name}"
        if _where(page, promise) is None:
            return None
        found = {row.group[0]: row for row in _ask(page, promise, (name,)).rows}
        if not found:
            return None
        item = dimension(metric(promise.metric).source, name)
        empty = Row(promise.metric, None, (), None, None, None, 0)
        rows = [found.get(value.code, replace(empty, group=(value.code,))) for value in item.values]
        labels = [item.value_label(row.group[0], language) for row in rows]
        alt = _("Cases by time taken, limit {hours} h", hours=clock.limit_hours)
        return duration_distribution(rows, labels, clock.limit_hours, page.look), alt

    return (
        _("Time taken"),
        _("Cases due in the period by the time from start to end; beyond the line the promise is missed"),
        "time", draw,
    )  # fmt: skip


def load_panel(page: Page, promise: Promise) -> Panel:
    """When the work comes in."""
    _, language = page.words, page.look.language
    source = metric(promise.metric).source

    def draw() -> Drawing | None:
        if _where(page, promise) is None:
            return None
        result = page.engine.run(replace(_query(page, promise, (ARRIVALS[source],)), by=("weekday", "hour")))
        if not result.rows:
            return None
        days = dimension(source, "weekday")
        weekdays = [days.value_label(number, language) for number in range(1, 8)]
        peak = max(result.rows, key=lambda row: row.n)
        when = f"{days.value_label(peak.group[0], language)} {peak.group[1]}:00"
        return load_heatmap(result.rows, weekdays, page.look), _("Busiest hour: {when}", when=when)

    titles = {"tickets": _("When tickets come in"), "orders": _("When orders come in")}
    return titles[source], _("These cases received in the period, by hour and weekday"), "load", draw


def _query(page: Page, promise: Promise, names: tuple[str, ...]) -> Query:
    """A question about the promise's own cases, in the period and with the filters of the page."""
    where = _where(page, promise) or ()
    return Query(names, page.view.period.start, page.view.period.end, where=(*promise.cases, *where))


def _where(page: Page, promise: Promise) -> tuple[Filter, ...] | None:
    """The page's filters as the promise's source knows them; None where it does not know one of them."""
    kept, missing = applicable(page.engine, metric(promise.metric).source, page.view.where())
    return None if missing else kept


def _ask(page: Page, promise: Promise, by: tuple[str, ...]) -> Result:
    return page.engine.run(replace(_query(page, promise, (promise.metric,)), by=by))


def _clock(promise: Promise) -> Clock:
    found = metric(promise.metric)
    return contract(found.source).clock(found.clock or "")


def _last_day(page: Page, promise: Promise) -> date:
    """The last day of the period, or how far the data reach into it."""
    reach = page.engine.data_to(metric(promise.metric).source)
    end = page.view.period.end
    return end if reach is None else min(end, max(periods.local_day(reach, page.engine.zone), page.view.period.start))


def _has_values(page: Page, source: str, name: str) -> bool:
    return any(value is not None for value in page.engine.values(source, name))


def _worst_first(row: Row) -> tuple[bool, float]:
    return row.value is None, row.value or 0.0


def _trend_grain(period: Period) -> Grain:
    """A year or a quarter is shown by months, anything up to a month by weeks, a few days by days."""
    if period.days > 45:
        return Grain.MONTH
    return Grain.WEEK if period.days > 8 else Grain.DAY


def _short(item: Period, page: Page, *, first: bool) -> str:
    """The name of a period under the axis; the year stands below January and the first one."""
    language = page.look.language
    if item.grain is not Grain.MONTH:
        return format.short_day(item.start, language)
    name = format.month(item.start, language, with_year=False)
    return f"{name}<br>{item.start.year}" if first or item.start.month == 1 else name
