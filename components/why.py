"""“Why this promise?”: its source clause in both languages, who owns it, and what it means."""

from html import escape

import streamlit as st

from charts import format
from charts.look import Look
from components.actions.action_button import ask_for_action
from components.definition import facts_list
from components.frame import Page
from components.questions import baseline_of
from data.words import LANGUAGES
from metrics.baselines import baseline
from metrics.board import Standing
from metrics.catalog import metric
from metrics.model import Grain, Kind
from metrics.periods import Period
from metrics.promises import source
from metrics.signals import ASSURANCE_WORDS, Assurance

EVER = 2000
"""Promises in force since this year or before have no beginning worth naming."""


def why(item: Standing, page: Page) -> None:
    """Open the box over the page."""
    _ = page.words
    st.dialog(_("Why this promise?"), width="medium")(_content)(item, page)


def _content(item: Standing, page: Page) -> None:
    """The clause, then one line per fact; all texts are ours or the organisation's, and escaped."""
    promise, look = item.promise, page.look
    found = metric(promise.metric)
    clauses = [promise.clause.to(language) for language in sorted(LANGUAGES, key=lambda known: known != look.language)]
    st.html("".join(f"<blockquote>{escape(clause)}</blockquote>" for clause in clauses))
    st.html(f"<h4>{escape(promise.label.to(look.language))}</h4><p>{escape(found.meaning.to(look.language))}</p>")
    facts_list(_facts(item, page))
    _ = page.words
    if st.button(_("New action"), key="_why_action", icon=":material/flag:"):
        ask_for_action(promise.id)
        st.rerun()


def _facts(item: Standing, page: Page) -> list[tuple[str, str]]:
    _, language, promise = page.words, page.look.language, item.promise
    unit = metric(promise.metric).unit
    sign = _("at least") if promise.at_least else _("at most")
    text = source().to(language)
    return [
        (
            _("Source"),
            _("{document}, part {section}", document=text, section=promise.section) if promise.section else text,
        ),
        (_("Target"), f"{sign} {format.target(promise.target, unit, language)}"),
        (_("Judged over"), window_word(promise.window, page.look)),
        (_("In force"), _in_force(item, page)),
        (_("Owner"), promise.owner.to(language)),
        (_("Baseline"), _baseline(item, page)),
        (_("As things are"), _assured(item, page.look)),
    ]


def window_word(window: Grain, look: Look) -> str:
    """A promise's window in words."""
    _ = look.words
    words = {
        Grain.MONTH: _("each month"), Grain.QUARTER: _("each quarter"), Grain.HALF: _("half a year"),
        Grain.YEAR: _("the year"), Grain.ROLLING_365: _("the 365 days before"),
    }  # fmt: skip
    return words.get(window, window.value)


def _in_force(item: Standing, page: Page) -> str:
    _, language, promise = page.words, page.look.language, item.promise
    since = _("since {day}", day=format.day(promise.since, language)) if promise.since.year > EVER else ""
    until = _("until {day}", day=format.day(promise.until, language)) if promise.until else ""
    return format.clauses([part for part in (since, until) if part], language) or _("always")


def _baseline(item: Standing, page: Page) -> str:
    if metric(item.promise.metric).kind is not Kind.RELATIVE:
        return ""
    frozen = baseline(page.engine, item.promise.metric, baseline_of(page, item.promise.metric))
    return "" if frozen is None else format.period(Period(*frozen), page.look.language)


def _assured(item: Standing, look: Look) -> str:
    """The assurance mark in a sentence."""
    _ = look.words
    meaning = {
        Assurance.WILL_KEEP: _("the target lies outside the usual variation, on the good side"),
        Assurance.CANNOT_KEEP: _("the target lies outside the usual variation, on the bad side"),
        Assurance.BY_LUCK: _("the target lies within the usual variation: kept or missed by chance"),
        Assurance.TOO_SHORT: _("control limits need at least eight periods"),
    }
    return f"{ASSURANCE_WORDS[item.assurance].to(look.language)} – {meaning[item.assurance]}"
