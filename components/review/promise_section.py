"""One promise of a review: what was reported, what moved it, what is known today, and its trend."""

from dataclasses import replace

import streamlit as st

from charts import format
from components.cards import Card, cards_html
from components.escape import markdown_safe
from components.panel import Drawing, Panel
from components.panel_rows import panels
from components.panels.moved import moved_panel
from components.panels.trend import trend_panel
from components.review.agenda import why_spoken_of
from components.review.opened import Opened
from components.review.presenting import is_presented
from components.rows import rows
from components.session import pair_of
from components.typed import small_line
from components.versions.restated_words import counts, setting
from metrics.catalog import metric
from metrics.review import BEYOND_CHANCE, Section
from metrics.review_today import Today, today
from metrics.verdict import WORDS
from reports.behind import behind
from reports.moved_words import amount
from reports.verdict_marks import MARKS

HEIGHT, LOW = 220, 150
"""Pixels of a chart; on a projector, where everything is larger, both charts are to stand on one screen."""


def promise_section(item: Opened, section: Section) -> None:
    """Draw it from the review's own version."""
    promise, look = section.standing.promise, item.page.look
    clause = promise.clause.to(look.language)
    small_line(f"{clause} · {promise.owner.to(look.language)}")
    st.html(cards_html(_cards(item, section), look))
    said = why_spoken_of(item, section)
    if said:
        st.markdown(markdown_safe(said))
    _today(item, section)
    height = LOW if is_presented(item.now) else HEIGHT
    below = [trend_panel(item.page, (promise.metric,), key=f"review_trend_{promise.id}", height=height)]
    more_than_chance = section.moved is not None and section.moved.finding in BEYOND_CHANCE
    if more_than_chance:  # else its bars would say nothing
        below.append(moved_panel(item.page, (promise.metric,), key=f"review_moved_{promise.id}", height=height))
    rows(*(panels((still(panel),)) for panel in below))


def _cards(item: Opened, section: Section) -> list[Card]:
    _, look, standing = item.page.words, item.page.look, section.standing
    language, unit, row = look.language, metric(standing.promise.metric).unit, standing.row
    state, mark = MARKS[standing.verdict]
    verdict = f"{mark} {WORDS[standing.verdict].to(language)}"
    target = format.target(standing.promise.target, unit, language)
    sure = "" if row.low is None or row.high is None else _("95 % interval {interval}", interval=format.interval(row.low, row.high, unit, language))  # fmt: skip
    shown = [
        Card(_("Actual, target {target}", target=target), format.value(row.value, unit, language), sure, verdict, state)
    ]
    if item.found.compared is not None and standing.compared is not None:
        against = format.period(item.found.compared, language, item.page.engine.fiscal_start)
        before = format.value(standing.compared.value, unit, language)
        shown.append(
            Card(
                _("vs {period}", period=against),
                format.DASH if standing.change is None else amount(standing.change, unit, look),
                _("was {value}", value=before),
            )
        )
    lines = behind(standing, look)
    if lines:
        shown.append(Card(_("Behind it"), lines[0], " · ".join(lines[1:])))
    return shown


def _today(item: Opened, section: Section) -> None:
    """What is known today beside what was reported; nothing while the version in force is the review's own."""
    _ = item.page.words
    if item.unchanged:
        return
    pair = pair_of(item.made.version, item.now.engine.manifest.version)
    found = today(item.page.engine, item.now.engine, pair, item.found, section.standing)
    st.info(markdown_safe(today_sentence(found, item)), icon=":material/history:")


def today_sentence(found: Today, item: Opened) -> str:
    """What is known today in a sentence: “Known today: 92.1 %, Kept: 31 late rows and 4 corrections”."""
    _, look = item.page.words, item.page.look
    language, unit = look.language, metric(found.now.promise.metric).unit
    if not found.differs:
        return _("Known today: the same as reported.")
    value = format.value(found.now.row.value, unit, language)
    said = _("Known today: {value}, {verdict}", value=value, verdict=WORDS[found.now.verdict].to(language))
    why = [] if found.restated is None else counts(found.restated.changed, look) + [setting(one, look) for one in found.restated.settings]  # fmt: skip
    if not why:
        return _("{said}.", said=said)
    return _("{said}: {why}.", said=said, why=format.listed(why, language))


def still(panel: Panel) -> Panel:
    """A panel that leads nowhere: a review is not filtered, and cases are listed of the version in force only."""

    def draw() -> Drawing | None:
        found = panel.draw()
        return None if found is None else replace(found, marks=(), cases=None)

    return replace(panel, draw=draw)
