"""The alerts that stand and that nobody has dealt with yet: who has seen one says so here, or puts it off."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

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
    """A button with their number that opens the list; nothing where there are none."""
    _ = words()
    alerts, today = Alerts(current_state()), datetime.now(engine.zone).date()
    try:
        found = [item for item in alerts.standing() if not item.quiet(today)]
    except KeptError:
        return  # the box of notes says why
    if not found:
        return
    kinds = list(Kind)
    found.sort(key=lambda item: kinds.index(Kind(item.kind)))
    title = _("Alerts")
    with st.popover(f"{title} **{len(found)}**", key=BOX, type="tertiary", icon=":material/notifications:"), st.container(
        width=WIDTH, gap="small", key="alerts_box"
    ):  # fmt: skip
        small_line(_("Found by the watch that runs by itself. Seen: it comes no more. Later: it comes again that day."))
        _list(alerts, found, engine, today)
        refused(BOX)
        st.session_state.setdefault(UNTIL, (today + A_WEEK).isoformat())
        with st.container(horizontal=True, gap="small"):
            st.text_input(_("Your name"), key=BY, max_chars=LONGEST, width=220)
            st.text_input(_("Quiet until"), key=UNTIL, placeholder="2026-11-11", width=160)


def _list(alerts: Alerts, found: Sequence[Alert], engine: Engine, today: date) -> None:
    """The alerts, the gravest kinds first; many of them scroll in a box of their own."""
    with st.container(height=SCROLLED if len(found) > FEW else "content", border=False, gap="small", key="alerts_list"):
        for item in found:
            _row(alerts, item, engine, today)


def _row(alerts: Alerts, item: Alert, engine: Engine, today: date) -> None:
    """One alert, with what can be done with it."""
    _, tongue = words(), language()

    def seen() -> None:
        attempt(BOX, lambda: alerts.acknowledge(item.key, st.session_state[BY]))

    def later() -> None:
        attempt(BOX, lambda: alerts.snooze(item.key, read_day(st.session_state[UNTIL]), today))

    day = datetime.fromisoformat(item.found_at).replace(tzinfo=UTC).astimezone(engine.zone).date()
    found = _("found on {day}", day=format.day(day, tongue))
    with row(f"alert_{item.id}", item.text.to(tongue), f"{HEADS[Kind(item.kind)].to(tongue)} · {found}"):
        st.button(_("Seen"), type="tertiary", key=f"_alert_seen_{item.id}", on_click=seen)
        st.button(_("Later"), type="tertiary", key=f"_alert_later_{item.id}", on_click=later)
