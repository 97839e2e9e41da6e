"""What may still change of an action: cause, what is done, owner, due, status; and its removal."""

import streamlit as st

from components.actions import listed
from components.filters import remember_own
from components.page import Page
from components.typed import attempt, refused, removed
from data.actions import LONGEST, LONGEST_NAME, STATUSES, Action, Actions, Plan
from data.entries import read_day

BOX = "plan"


def plan_form(page: Page, actions: Actions, item: Action) -> None:
    """The form; where something is refused, all of it stays as typed."""
    _, language = page.words, page.look.language
    key = {name: f"_plan_{item.id}_{name}" for name in ("cause", "action", "owner", "due", "status")}

    def keep() -> None:
        typed = {name: st.session_state[place] for name, place in key.items()}

        def write() -> None:
            plan = Plan(typed["cause"], typed["action"], typed["owner"], read_day(typed["due"]), typed["status"])
            actions.change(item.id, plan)
            st.toast(_("Plan kept."))

        attempt(BOX, write)

    plan, statuses = item.plan, list(STATUSES)
    with st.form(key="plan_form", border=False):
        st.text_input(_("What is done"), plan.action, key=key["action"], max_chars=LONGEST)
        st.text_input(_("Cause"), plan.cause, key=key["cause"], max_chars=LONGEST)
        owner, due, status = st.columns(3, gap="small")
        owner.text_input(_("Who does it"), plan.owner, key=key["owner"], max_chars=LONGEST_NAME)
        due.text_input(_("Due"), plan.due.isoformat(), key=key["due"], placeholder="2026-11-11")
        status.selectbox(
            _("Status"), statuses, statuses.index(plan.status), key=key["status"],
            format_func=lambda name: STATUSES[name].to(language), placeholder=_("Choose"),
        )  # fmt: skip
        refused(BOX)
        st.form_submit_button(_("Save"), key="_plan_keep", type="primary", on_click=keep)

    def remove() -> None:
        if attempt(BOX, lambda: actions.remove(item.id)):
            removed(listed.BOX, item.id, plan.action)
            remember_own(page.view, page.engine, action="")

    st.button(_("Remove this action"), type="tertiary", key="_action_remove", on_click=remove)
