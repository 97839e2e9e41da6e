"""One action: what it is, what it was to change, its effect, its plan, its checklist."""

from datetime import date, datetime
from html import escape

import streamlit as st

from charts import format
from components.actions.checklist import checklist
from components.actions.effect_panel import effect_panel
from components.actions.plan_form import plan_form
from components.definition import facts_list
from components.escape import markdown_safe
from components.filters import remember_own
from components.guarded import guarded
from components.page import Page
from components.panel_rows import panel
from components.session import current_state
from components.view import data_days
from data.actions import Action, Actions
from data.reviews import Reviews
from metrics.catalog import metric as metric_named
from metrics.course import filters
from metrics.periods import Period, of_days
from metrics.promises import promises
from metrics.proposed_rule import figure_of
from reports.rule_words import cases_words, rule_sentences


def one_action(page: Page, actions: Actions, item: Action) -> None:
    """The whole page of an action."""
    _ = page.words
    if st.button(_("All actions"), icon=":material/arrow_back:", type="tertiary", key="all_actions"):
        remember_own(page.view, page.engine, action="")
        st.rerun()
    st.subheader(markdown_safe(item.plan.action), anchor=False)
    left, right = st.columns((5, 6), gap="small")
    with left:
        with st.container(border=True, key="panel_action_facts", gap=None), guarded("action_facts"):
            _title(_("What it is about"))
            facts_list(_facts(page, item))
        with st.container(border=True, key="panel_action_plan", gap="small"), guarded("action_plan"):
            _title(_("What may still change"))
            plan_form(page, actions, item)
    with right:
        panel(effect_panel(page, item))
        with st.container(border=True, key="panel_action_steps", gap="small"), guarded("action_steps"):
            _title(_("Checklist"))
            checklist(page, item)


def _facts(page: Page, item: Action) -> list[tuple[str, str]]:
    """The problem and the figure it was seen in, and the rule, word by word."""
    _, language = page.words, page.look.language
    metric = metric_named(item.metric)
    owned = next((known.label.to(language) for known in promises() if known.id == item.promise), "")
    late = item.overdue(data_days(page.engine)[1])
    due = format.day(item.plan.due, language)
    rule = format.sentences(rule_sentences(item.rule, item.start, page.engine, page.look), language)
    return [
        (_("Problem"), item.problem),
        (_("Decided"), _decided(item)),
        (_("Promise"), owned),
        (_("Figure"), metric.label.to(language)),
        (_("Which cases"), cases_words(item.metric, item.filters, page.engine, page.look)),
        (_("Then"), _then(page, item)),
        (_("Now"), _now(page, item)),
        (_("Start"), format.day(item.start, language)),
        (_("Due"), _("{day} · ▲ overdue", day=due) if late else due),
        (_("Judged by"), rule),
        (_("Frozen"), _("since {day}, when the action was opened", day=format.day(_opened(page, item), language))),
    ]


def _decided(item: Action) -> str:
    """The decision the action comes from, if it comes from one."""
    minute = None if item.minute is None else Reviews(current_state()).minute(item.minute)
    return "" if minute is None else minute.text


def _then(page: Page, item: Action) -> str:
    """The figure the problem was seen in, as it was kept."""
    then = item.origin
    return _told(page, item, Period(then.start, then.end), then.value, then.n)


def _now(page: Page, item: Action) -> str:
    """The same figure in the period on screen, as known today."""
    found = figure_of(page.engine, item.metric, filters(item.filters), page.view.period)
    return _told(page, item, page.view.period, found.value, found.n)


def _told(page: Page, item: Action, period: Period, value: float | None, n: int) -> str:
    _, language = page.words, page.look.language
    return _(
        "{value} in {period} (n {n})", value=format.value(value, metric_named(item.metric).unit, language),
        period=_named(page, period), n=format.count(n, language),
    )  # fmt: skip


def _opened(page: Page, item: Action) -> date:
    """The local day on which an action was opened."""
    return page.engine.day_of(int(datetime.fromisoformat(item.opened_at).timestamp()))


def _named(page: Page, period: Period) -> str:
    """A period by the name of the quarter, month or year it is."""
    fiscal = page.engine.fiscal_start
    return format.period(of_days(period.start, period.end, fiscal), page.look.language, fiscal)


def _title(text: str) -> None:
    st.html(f'<div class="kept-title">{escape(text)}</div>')
