"""The alerts that stand: who has seen one says so here, or puts it off; and who has seen the others."""

from datetime import date, datetime, timedelta

import streamlit as st

from charts import format
from components.language import language, words
from components.session import current_state
from components.typed import attempt, refused, row, small_line
from data.alerts import Alert, Alerts
from data.entries import LONGEST, read_day
from data.errors import KeptError
from metrics.engine import Engine
from metrics.watch import HEADS, Kind

BOX = "alerts"
WIDTH = 520
FEW, SCROLLED = 5, 330
"""From how many alerts on the list scrolls, and its height in pixels."""
A_WEEK = timedelta(days=7)
BY, UNTIL = "_alert_by", "_alert_until"


def alerts_box(engine: Engine) -> None:
    """A button that opens the list, with the number of those nobody has dealt with; nothing where no alert stands."""
    _ = words()
    alerts, today = Alerts(current_state()), datetime.now(engine.zone).date()
    try:
        standing = alerts.standing()
    except KeptError:
        return  # the box of notes says why
    if not standing:
        return
    kinds = list(Kind)
    found = sorted(standing, key=lambda item: kinds.index(Kind(item.kind)))
    waiting = [item for item in found if not item.quiet(today)]
    title, count = _("Alerts"), f" **{len(waiting)}**" if waiting else ""
    with st.popover(f"{title}{count}", key=BOX, type="tertiary", icon=":material/notifications:"), st.container(
        width=WIDTH, gap="small", key="alerts_box"
    ):  # fmt: skip
        small_line(_("Found by the watch that runs by itself. Seen: it comes no more. Later: it comes again that day."))
        with st.container(
            height=SCROLLED if len(found) > FEW else "content", border=False, gap="small", key="alerts_list"
        ):
            for item in waiting:
                _row(alerts, item, engine, today)
            for item in found:
                if item.quiet(today):
                    _dealt_with(item, engine)
        if waiting:
            _form(today)


def _form(today: date) -> None:
    """Who is looking, and until when something is put off."""
    _ = words()
    refused(BOX)
    st.session_state.setdefault(UNTIL, (today + A_WEEK).isoformat())
    with st.container(horizontal=True, gap="small"):
        st.text_input(_("Your name"), key=BY, max_chars=LONGEST, width=220)
        st.text_input(_("Quiet until"), key=UNTIL, placeholder="2026-11-11", width=160)


def _dealt_with(item: Alert, engine: Engine) -> None:
    """One alert that somebody has seen or put off."""
    _, tongue = words(), language()
    if item.acknowledged_at is not None:
        day = format.day(_day(item.acknowledged_at, engine), tongue)
        state = _("seen by {name} on {day}", name=item.acknowledged_by or "", day=day)
    else:
        state = _("quiet until {day}", day=format.day(item.snoozed_until, tongue) if item.snoozed_until else "")
    small_line(f"{item.text.to(tongue)} · {state}")


def _row(alerts: Alerts, item: Alert, engine: Engine, today: date) -> None:
    """One alert, with what can be done with it."""
    _, tongue = words(), language()

    def seen() -> None:
        attempt(BOX, lambda: alerts.acknowledge(item.key, st.session_state[BY]))

    def later() -> None:
        attempt(BOX, lambda: alerts.snooze(item.key, read_day(st.session_state[UNTIL]), today))

    found = _("found on {day}", day=format.day(_day(item.found_at, engine), tongue))
    with row(f"alert_{item.id}", item.text.to(tongue), f"{HEADS[Kind(item.kind)].to(tongue)} · {found}"):
        st.button(_("Seen"), type="tertiary", key=f"_alert_seen_{item.id}", on_click=seen)
        st.button(_("Later"), type="tertiary", key=f"_alert_later_{item.id}", on_click=later)


def _day(moment: str, engine: Engine) -> date:
    """The organisation's day of a moment as it is written down."""
    return datetime.fromisoformat(moment).astimezone(engine.zone).date()
