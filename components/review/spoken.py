"""A review as it is spoken of: the subject on screen, with its minutes below."""

from collections.abc import Callable, Mapping

import streamlit as st

from charts import format
from components.filters import remember_own
from components.panel_rows import panel
from components.panels.rewards import rewards_panel
from components.review.actions_told import action_list, actions, ask_for_action, due, open_asked
from components.review.agenda import agenda
from components.review.files import files
from components.review.listed import review_name, told
from components.review.minutes import decisions, minutes_box
from components.review.opened import Opened, reviews
from components.review.presenting import is_presented, large, way
from components.review.promise_section import promise_section, still
from components.review.subjects import ACTIONS, AGENDA, DATA, LAST, REWARDS, section_of, subjects
from components.typed import row, small_line
from data.reviews import Minute
from metrics.data_defects import defects, warnings
from metrics.promises import promise
from metrics.review import Section
from metrics.review_today import reckoned_otherwise


def spoken(item: Opened) -> None:
    """Draw the review; the subject is the one of the link, at first the decisions of the last one."""
    page = item.now
    before = reviews().before(item.made)
    decided = decisions(reviews().minutes(before.id)) if before is not None else []
    named = subjects(item, decided=bool(decided))
    current = page.view.asked("item")
    current = current if current in named else next(iter(named))
    if is_presented(page):
        large()
    else:
        st.title(review_name(page, item.made), anchor=False)
        small_line(_about(item))
    way(page, named, current)
    open_asked(item)
    if section := section_of(item, current):
        _promise(item, section)
    else:
        OTHERS[current](item, decided)


def _promise(item: Opened, section: Section) -> None:
    """A promise, the actions on it, and its minutes."""
    _, name = item.now.words, section.standing.promise.id
    promise_section(item, section)
    mine = actions().of_promise(name)
    if mine:
        small_line(_("Improvement actions"))
        action_list(item, mine, name, "")
    minutes_box(item, name, ask_for_action)


def _agenda(item: Opened, _decided: list[Minute]) -> None:
    """What to speak of, the files to take away, and the minutes of the meeting as a whole."""
    pressed = agenda(item)
    if pressed:
        remember_own(item.now.view, item.now.engine, item=pressed)
        st.rerun()
    if not is_presented(item.now):
        with st.container(horizontal=True, gap="small", key="review_files"):
            files(item)
    minutes_box(item, None, ask_for_action)


def _last(item: Opened, decided: list[Minute]) -> None:
    """What the last review decided, with what became of each decision."""
    _, language = item.now.words, item.now.look.language
    known = actions().all()
    for minute in decided:
        about = promise(minute.promise).label.to(language) if minute.promise else _("The meeting as a whole")
        with row(f"decided_{minute.id}", minute.text, about):
            mine = [one for one in known if one.minute == minute.id]
            if not mine:
                st.button(
                    _("Make it an action"), key=f"_decided_act_{minute.id}", on_click=ask_for_action, args=(minute,)
                )
        action_list(item, mine, f"decided_{minute.id}", _("No action was opened on it."))


def _due(item: Opened, _decided: list[Minute]) -> None:
    """What is not done yet, those overdue first."""
    _ = item.now.words
    action_list(item, due(), "due", _("No action is waiting."))


def _rewards(item: Opened, _decided: list[Minute]) -> None:
    """Who reached which target, in the review's own data."""
    panel(still(rewards_panel(item.page)))


def _data(item: Opened, _decided: list[Minute]) -> None:
    """The checks that the review's own data failed, with the promises they touch."""
    _, language = item.now.words, item.now.look.language
    found = warnings(item.page.engine, defects(item.page.engine))
    if not found:
        st.text(_("All checks of the data passed."))
    for name, failed in found.items():
        small_line(promise(name).label.to(language))
        for finding in failed:
            st.text(f"⚠ {finding.says.to(language)}")


def _about(item: Opened) -> str:
    """When it was made and on which data, and whether another release reckons its figures otherwise."""
    _, language = item.now.words, item.now.look.language
    said = [told(item.now, item.made), _("on data version {version}", version=item.made.version)]
    if not item.unchanged:
        said.append(_("newer data are in force: what is known today stands beside each promise"))
    otherwise = reckoned_otherwise(item.found, item.made.figures)
    if otherwise:
        names = [promise(name).short.to(language) for name in otherwise]
        said.append(
            _("this release reckons otherwise than was reported: {names}", names=format.listed(names, language))
        )
    return " · ".join(said)


OTHERS: Mapping[str, Callable[[Opened, list[Minute]], None]] = {
    LAST: _last, AGENDA: _agenda, ACTIONS: _due, REWARDS: _rewards, DATA: _data,
}  # fmt: skip
"""What draws a subject that is no promise."""
