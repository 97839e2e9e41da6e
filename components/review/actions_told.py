"""The improvement actions a review speaks of: on one promise, from one decision, and all that are not ended."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from charts import format
from components.actions.listed import action_table
from components.actions.open_action import PAGE, open_action
from components.actions.verdicts import course_of
from components.drawing import drawn_html
from components.page import Page
from components.review.opened import Opened
from components.session import current_state
from components.typed import small_line
from components.view import data_days
from data.actions import STATUSES, Action, Actions
from data.reviews import Minute
from metrics.promises import promise
from reports.effect_words import effect_sentence, verdict_sentence
from reports.review_file import ActionLine

ASKED = "_minute_action"
"""Where the session keeps the decision an action is to be opened on at the next run."""


def actions() -> Actions:
    """The actions of the store in force."""
    return Actions(current_state())


def due() -> list[Action]:
    """What is not ended, the earliest due first."""
    return sorted((one for one in actions().all() if not one.ended), key=lambda one: (one.plan.due, one.id))


def action_list(item: Opened, found: Sequence[Action], key: str, nothing: str) -> None:
    """A table of actions, with their effect as known today; one that is pressed is opened on its own page."""
    page = item.now
    if not found:
        small_line(nothing)
        return
    pressed = drawn_html(f"review_actions_{key}", action_table(page, found, data_days(page.engine)[1]))
    if pressed in {str(one.id) for one in found}:
        parameters = page.view.parameters(page.engine.fiscal_start)
        st.switch_page(PAGE, query_params={**parameters, "action": pressed, "lang": page.look.language})


def ask_for_action(minute: Minute) -> None:
    """Open an action on a decision as soon as the page runs again, since a box cannot be opened before."""
    st.session_state[ASKED] = minute


def open_asked(item: Opened) -> None:
    """The box of the action asked for, on the promise decided on, or the first of the agenda."""
    minute = st.session_state.pop(ASKED, None)
    if minute is None:
        return
    wanted = minute.promise or item.found.sections[0].standing.promise.id
    page: Page = replace(item.now, view=replace(item.now.view, period=item.found.period))
    open_action(page, promise(wanted).metric, (), promise=minute.promise, minute=minute.id, done=minute.text)


def told_actions(item: Opened) -> list[ActionLine]:
    """All actions not ended, as a file tells them."""
    page, language = item.now, item.now.look.language
    return [
        ActionLine(
            one.problem, one.plan.owner, format.day(one.plan.due, language), STATUSES[one.plan.status].to(language),
            _effect(page, one),
        )
        for one in due()
    ]  # fmt: skip


def _effect(page: Page, one: Action) -> str:
    found = course_of(page, one)
    if found is None:
        return ""
    said = [
        effect_sentence(found, one.rule, page.engine, page.look),
        verdict_sentence(found.effect, one.rule, page.look),
    ]
    return format.sentences([text for text in said if text], page.look.language)
