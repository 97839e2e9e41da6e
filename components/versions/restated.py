"""One figure as an earlier version reported it and as a later one knows it, with the cases that make the difference."""

from dataclasses import dataclass, replace
from html import escape

import streamlit as st

from charts import format
from components.cards import Card, cards_html
from components.case_words import role_words
from components.filters import remember, remember_own
from components.frame import Page
from components.panel import Drawing, Panel
from components.panel_rows import panel
from components.session import engine_of, pair_of
from components.table import Cell, table
from components.versions.names import version_name
from components.versions.restated_words import counts, sentence, sort_word
from components.view import Own
from data.store import Store, default_store
from data.versions import Version, in_force_at, review_moment
from metrics.catalog import metric as metric_named, metrics
from metrics.model import Metric, Query, Row, Unit
from metrics.promises import promise, promises
from metrics.restated import MOST, ChangedCase, Restated, changed_cases, comparable, restated

FIRST = "complaint_resolved_48h"
HEIGHT = 340
OWN: Own = {"a": str.isprintable, "b": str.isprintable}
"""The parameters only this page knows: the earlier and the later version."""


@dataclass(frozen=True)
class Asked:
    """Which figure, in which two versions."""

    metric: Metric
    a: Version
    b: Version


def restated_panel(page: Page, found: tuple[Version, ...]) -> None:
    """The choices, and below them the figure in both versions."""
    _ = page.words
    offered = [item for item in found if item.demo == page.engine.manifest.demo]
    title = _("As reported, and as known today")
    if len(offered) < 2:
        note = _("There is one version only. After the next import, the figures of the two can be compared here.")
        panel(Panel(title, "", "restated", lambda: Drawing(None, "", note=note)))
        return
    asked = _choices(page, offered)
    subtitle = _("Each version as far as its own data reach; the cases are compared by their number.")
    panel(Panel(title, subtitle, "restated", lambda: _draw(page, asked)))


def _choices(page: Page, offered: list[Version]) -> Asked:
    _, language = page.words, page.look.language
    names = [item.metric for item in promises() if comparable(metric_named(item.metric))]
    names += [name for name, item in metrics().items() if comparable(item) and name not in names]
    promised = promise(page.view.promise).metric if page.view.promise else FIRST
    name = next((name for name in (page.view.metric, promised) if name in names and _told(page, name)), None)
    name = name or next((name for name in names if _told(page, name)), FIRST)
    by_id = {item.id: item for item in offered}
    later = by_id.get(page.view.asked("b")) or next((item for item in offered if item.in_force), offered[0])
    earlier = by_id.get(page.view.asked("a")) or _as_reported(page, by_id, later)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="restated_choices"):
        _box(page, _("Figure"), "metric", name, {item: metric_named(item).label.to(language) for item in names}, 330)
        versions = {item.id: version_name(page, item) for item in offered}
        _box(page, _("As reported in"), "a", earlier.id, versions, 290)
        _box(page, _("As known in"), "b", later.id, versions, 290)
    return Asked(metric_named(name), earlier, later)


def _told(page: Page, name: str) -> bool:
    """Whether the period on screen has anything to say of a figure, or it was asked for by name."""
    found = page.engine.run(Query((name,), page.view.period.start, page.view.period.end)).rows
    return name == page.view.metric or any(row.value is not None for row in found)


def _as_reported(page: Page, by_id: dict[str, Version], later: Version) -> Version:
    """The version in force when the period was reviewed; else the one before, else any other."""
    reviewed = in_force_at(Store(default_store()), review_moment(page.view.period.end))
    for name in (reviewed, later.parent):
        if name in by_id and name != later.id:
            return by_id[name]
    return next(item for item in by_id.values() if item.id != later.id)


def _box(page: Page, label: str, name: str, value: str, options: dict[str, str], width: int) -> None:
    """A choice that stands in the link."""
    key = f"_restated_{name}"
    st.session_state[key] = value

    def change() -> None:
        chosen = st.session_state[key]
        if name == "metric":
            remember(replace(page.view, metric=chosen), page.engine)
        else:
            remember_own(page.view, page.engine, **{name: chosen})

    _ = page.words
    st.selectbox(
        label, list(options), format_func=options.__getitem__, key=key, on_change=change, width=width,
        placeholder=_("Choose"),
    )  # fmt: skip


def _draw(page: Page, asked: Asked) -> Drawing:
    _, look = page.words, page.look
    a, b, pair = engine_of(asked.a.id), engine_of(asked.b.id), pair_of(asked.a.id, asked.b.id)
    period = page.view.period
    query = Query((asked.metric.name,), period.start, period.end, where=page.view.where())
    found = restated(a, b, pair, query)
    known = "" if asked.b.in_force else _("as known on {moment}", moment=version_name(page, asked.b))
    name = format.period(period, look.language, page.engine.fiscal_start)
    said = sentence(found, name, look, after=known)
    html = f'<p class="kept-said">{escape(said)}</p>{_figures(page, asked, found)}'
    if found.changed:
        html += _table(page, asked.metric, changed_cases(a, b, pair, query))
    n = sum(item.n for item in found.changed.values())
    note = _("The first {n} of {all} cases.", n=MOST, all=format.count(n, look.language)) if n > MOST else ""
    return Drawing(None, said, note, html)


def _figures(page: Page, asked: Asked, found: Restated) -> str:
    """The two figures, and what each sort of change did to the cases behind them."""
    _, look, unit = page.words, page.look, asked.metric.unit
    sides = [
        Card(_("As reported"), format.value(found.before.value, unit, look.language), _behind(page, found.before)),
        Card(_("As known"), format.value(found.after.value, unit, look.language), _behind(page, found.after)),
    ]
    for words, item in zip(counts(found.changed, look), found.changed.values(), strict=True):
        hits, cases = (_signed(number) for number in (item.numerator, item.denominator))
        if unit is Unit.RATIO:
            sides.append(Card(words, hits, _("kept, of {n} cases", n=cases)))
        else:
            sides.append(Card(words, cases, _("cases")))
    return cards_html(sides, look)


def _behind(page: Page, row: Row) -> str:
    _, language = page.words, page.look.language
    if row.denominator is None or row.numerator is None:
        return f"n {format.count(row.n, language)}"
    hits, cases = format.count(row.numerator, language), format.count(row.denominator, language)
    return _("{hits} of {cases} cases", hits=hits, cases=cases)


def _table(page: Page, metric: Metric, cases: tuple[ChangedCase, ...]) -> str:
    _, language, words = page.words, page.look.language, role_words(metric)
    valued = any(case.value_before is not None or case.value_after is not None for case in cases)

    def told(role: object, value: float | None) -> Cell:
        text = next((words[known].to(language) for known in words if known == role), _("no part of it"))
        return Cell(text, f"{value:,.6g}" if valued and value is not None else "", "" if role else "grey")

    rows = [
        [Cell(" · ".join(case.key), depth=0), Cell(sort_word(case.sort, page.look)), told(case.before, case.value_before),
         told(case.after, case.value_after)]
        for case in cases
    ]  # fmt: skip
    return table([_("Case"), _("Why it differs"), _("As reported"), _("As known")], rows, HEIGHT)


def _signed(number: int) -> str:
    return f"{number:+,}".replace("-", "−") if number else "0"
