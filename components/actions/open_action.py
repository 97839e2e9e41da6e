"""The box in which an action is opened: the problem, what is done about it, and by what it will be judged."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import streamlit as st

from charts import format
from components.actions.rule_form import RuleForm
from components.guarded import guarded
from components.page import Page
from components.session import current_state
from components.typed import attempt, forget, refused, small_line
from components.view import data_days
from data.actions import LONGEST, LONGEST_NAME, Actions, Plan
from data.entries import read_day
from data.judged_by import Origin, Rule
from metrics.catalog import metric as metric_named, metrics
from metrics.model import Filter
from metrics.periods import of_days
from metrics.promises import promises
from metrics.proposed_rule import proposed, stored
from metrics.subjects import SUBJECTS
from metrics.targets import promise_on
from reports.rule_words import cases_words

BOX, OPENED, FIGURE = "action", "_action_opened", "_action_figure"
PAGE = "actions.py"
PROBLEM, CAUSE, ACTION, OWNER, START, DUE = (
    f"_action_{name}" for name in ("problem", "cause", "action", "owner", "start", "due")
)


@dataclass(frozen=True)
class About:
    """What an action is to be opened on."""

    metric: str
    filters: tuple[Filter, ...]
    promise: str | None
    minute: int | None
    done: str


def open_action(
    page: Page, metric: str, filters: tuple[Filter, ...], promise: str | None = None, minute: int | None = None,
    done: str = "",
) -> None:  # fmt: skip
    """Open the box over the page; `minute` is the decision the action comes from, `done` what it says is done."""
    _ = page.words
    st.dialog(_("New improvement action"), width="large")(_content)(page, About(metric, filters, promise, minute, done))


def _content(page: Page, given: About) -> None:
    if st.session_state.get(OPENED) is not None:
        opened = st.session_state.pop(OPENED)
        parameters = page.view.parameters(page.engine.fiscal_start)
        st.switch_page(PAGE, query_params={**parameters, "action": str(opened), "lang": page.look.language})
    with st.container(key="action_box", gap="small"), guarded("open_action"):
        about = _chosen(page, given)
        rule, origin = proposed(page.engine, about.metric, about.filters, page.view.period)
        small_line(_cases(page, about, rule))
        _form(page, about, rule, origin)


def _chosen(page: Page, given: About) -> About:
    """The figure: the one the box was opened on, or another."""
    _, language = page.words, page.look.language
    names = list(dict.fromkeys((given.metric, *(item.metric for item in promises()), *metrics())))
    name = st.selectbox(
        _("Figure"), names, format_func=lambda name: metric_named(name).label.to(language), key=FIGURE,
        placeholder=_("Choose"),
    )  # fmt: skip
    if name == given.metric:
        return given
    promised = promise_on(page.engine, name, page.view.period)
    return replace(given, metric=name, promise=promised.id if promised else None)


def _cases(page: Page, about: About, rule: Rule) -> str:
    """Which cases the action is about, and which filters its figure does not know."""
    _, language = page.words, page.look.language
    told = _("Cases: {cases}", cases=cases_words(rule.metric, rule.filters, page.engine, page.look))
    known = {name for name, _values in rule.filters}
    unknown = [item.dimension for item in about.filters if item.dimension not in known]
    return format.clauses([told, _("other filters do not apply to this figure")] if unknown else [told], language)


def _form(page: Page, about: About, rule: Rule, origin: Origin) -> None:
    """What people type; where it is refused, all of it stays as typed."""
    _ = page.words
    reach = data_days(page.engine)[1]
    rules = RuleForm(page, about.metric, rule)

    def keep() -> None:
        typed = st.session_state

        def write() -> None:
            start = read_day(typed[START])
            plan = Plan(typed[CAUSE], typed[ACTION], typed[OWNER], read_day(typed[DUE]))
            made = Actions(current_state()).open(
                about.metric, typed[_problem_key(about)], plan, start, rules.read(), origin,
                filters=stored(about.filters), promise=about.promise, minute=about.minute,
            )  # fmt: skip
            typed[OPENED] = made.id

        attempt(BOX, write)

    with st.form(key="action_form", border=False):
        _what(page, about, rule, origin)
        left, middle, right = st.columns(3, gap="small")
        left.text_input(_("Who does it"), _owner(page, about), key=OWNER, max_chars=LONGEST_NAME)
        middle.text_input(_("Start"), (reach + timedelta(days=1)).isoformat(), key=START, placeholder="2026-11-11")
        due = reach + timedelta(days=1, weeks=rule.after)
        right.text_input(_("Due"), due.isoformat(), key=DUE, placeholder="2026-11-11")
        rules.draw()
        refused(BOX)
        forget(BOX)  # the box may be opened again on something else
        st.form_submit_button(_("Open the action"), key="_action_keep", type="primary", on_click=keep)


def _what(page: Page, about: About, rule: Rule, origin: Origin) -> None:
    """The problem, its cause, and what is done."""
    _ = page.words
    st.text_input(_("Problem"), _problem(page, about, rule, origin), key=_problem_key(about), max_chars=LONGEST)
    left, right = st.columns(2, gap="small")
    left.text_input(
        _("Cause"), key=CAUSE, max_chars=LONGEST, placeholder=_("such as: returns wait for the depot's check")
    )
    right.text_input(
        _("What is done"),
        about.done,
        key=ACTION,
        max_chars=LONGEST,
        placeholder=_("such as: the depot checks returns daily"),
    )


def _problem_key(about: About) -> str:
    return f"{PROBLEM}_{about.metric}"


def _problem(page: Page, about: About, rule: Rule, origin: Origin) -> str:
    """The figure as a sentence: what it is, of which cases, when, and what was promised."""
    _, language, metric = page.words, page.look.language, metric_named(about.metric)
    said = {
        "figure": metric.label.to(language), "cases": cases_words(rule.metric, rule.filters, page.engine, page.look),
        "value": format.value(origin.value, metric.unit, language), "period": _period(page, origin.start, origin.end),
    }  # fmt: skip
    if origin.target is None:
        text = _("{figure}, {cases}: {value} in {period}", **said)
    else:
        target = format.target(origin.target, metric.unit, language)
        text = _("{figure}, {cases}: {value} in {period}, target {target}", target=target, **said)
    return text.replace(format.NO_BREAK, " ")[:LONGEST]


def _period(page: Page, start: date, end: date) -> str:
    fiscal = page.engine.fiscal_start
    return format.period(of_days(start, end, fiscal), page.look.language, fiscal)


def _owner(page: Page, about: About) -> str:
    """Who owns the promise, else the figure's subject."""
    language = page.look.language
    owned = next((item.owner for item in page.engine.promises(page.view.period.end) if item.id == about.promise), None)
    return (owned or SUBJECTS[metric_named(about.metric).subject].owner).to(language)
