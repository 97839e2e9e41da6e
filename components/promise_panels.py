"""The panels of one promise: its trend, groups, time taken and load."""

from dataclasses import replace

import streamlit as st

from charts import format
from charts.attainment_by_group import attainment_by_group
from charts.attainment_trend import attainment_trend
from charts.duration_distribution import duration_distribution
from charts.load_heatmap import load_heatmap
from components.frame import Page
from components.panel import Drawing, Panel
from components.promise_questions import ask, clock_of, last_day, query_of, where_of
from metrics import periods
from metrics.catalog import metric
from metrics.dimensions import dimension, dimensions
from metrics.intervals import SMALL_N
from metrics.model import Grain, Query, Row
from metrics.periods import Period
from metrics.promises import Promise

GROUPS = ("team", "channel", "complaint_class", "priority", "category", "region", "merchant_id")
MOST_GROUPS = 9
TREND_PERIODS = 13
ARRIVALS = {"tickets": "ticket_arrivals", "orders": "orders_placed"}


def trend_panel(page: Page, promise: Promise) -> Panel:
    """Attainment per period, thirteen of them up to the one chosen."""
    _, language, engine = page.words, page.look.language, page.engine

    def draw() -> Drawing | None:
        grain = _trend_grain(page.view.period)
        shown = [periods.containing(last_day(page, promise), grain, engine.fiscal_start)]
        while len(shown) < TREND_PERIODS:
            shown.insert(0, periods.previous(shown[0], engine.fiscal_start))
        where = where_of(page, promise)
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

    return Panel(
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
        if not offered or where_of(page, promise) is None:
            return None
        labels = {name: dimension(source, name).label.to(language) for name in offered}
        chosen = st.selectbox(
            _("By"), offered, format_func=lambda name: labels[name], key=f"by_{source}", label_visibility="collapsed",
            width=220, placeholder=_("Choose"),
        )  # fmt: skip
        result = ask(page, promise, (chosen,))
        rows = sorted((row for row in result.rows if row.n), key=_worst_first)
        if not rows:
            return None
        names = [engine.value_label(source, chosen, row.group[0], language) for row in rows[:MOST_GROUPS]]
        worst = f"{names[0]} {format.percent(rows[0].value, language)}"
        return attainment_by_group(rows[:MOST_GROUPS], names, promise.target, page.look), _(
            "Worst: {group}", group=worst
        )

    return Panel(
        _("Where it is missed"),
        _("Worst first, with 95 % intervals; groups whose intervals overlap cannot be told apart, grey ones are too small"),
        "groups", draw,
    )  # fmt: skip


def time_taken_panel(page: Page, promise: Promise) -> Panel:
    """How long the cases took, with the limit."""
    _, language = page.words, page.look.language
    clock = clock_of(promise)

    def draw() -> Drawing | None:
        name = f"time_{clock.name}"
        if where_of(page, promise) is None:
            return None
        found = {row.group[0]: row for row in ask(page, promise, (name,)).rows}
        if not found:
            return None
        item = dimension(metric(promise.metric).source, name)
        empty = Row(promise.metric, None, (), None, None, None, 0)
        rows = [found.get(value.code, replace(empty, group=(value.code,))) for value in item.values]
        labels = [item.value_label(row.group[0], language) for row in rows]
        alt = _("Cases by time taken, limit {hours} h", hours=clock.limit_hours)
        return duration_distribution(rows, labels, clock.limit_hours, page.look), alt

    return Panel(
        _("Time taken"),
        _("Cases due in the period by the time from start to end; beyond the line the promise is missed"),
        "time", draw,
    )  # fmt: skip


def load_panel(page: Page, promise: Promise) -> Panel:
    """When the work comes in."""
    _, language = page.words, page.look.language
    source = metric(promise.metric).source

    def draw() -> Drawing | None:
        if where_of(page, promise) is None:
            return None
        result = page.engine.run(replace(query_of(page, promise, (ARRIVALS[source],)), by=("weekday", "hour")))
        if not result.rows:
            return None
        days = dimension(source, "weekday")
        weekdays = [days.value_label(number, language) for number in range(1, 8)]
        peak = max(result.rows, key=lambda row: row.n)
        when = f"{days.value_label(peak.group[0], language)} {peak.group[1]}:00"
        return load_heatmap(result.rows, weekdays, page.look), _("Busiest hour: {when}", when=when)

    titles = {"tickets": _("When tickets come in"), "orders": _("When orders come in")}
    return Panel(titles[source], _("These cases received in the period, by hour and weekday"), "load", draw)


def _has_values(page: Page, source: str, name: str) -> bool:
    return any(value is not None for value in page.engine.values(source, name))


def _worst_first(row: Row) -> tuple[bool, float]:
    """Groups too small to be ranked stand last, whatever their rate."""
    return row.n < SMALL_N or row.value is None, row.value or 0.0


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
