"""A review as it is spoken of: the subject on screen, with its minutes below."""

import streamlit as st

from charts import format
from components.review.agenda import agenda
from components.review.listed import review_name, told
from components.review.minutes import decisions, minutes_box
from components.review.opened import Opened, go, reviews
from components.review.presenting import is_presented, large, way
from components.review.promise_section import promise_section
from components.review.subjects import AGENDA, DATA, LAST, section_of, subjects
from components.typed import small_line
from data.reviews import Minute
from metrics.data_defects import defects, warnings
from metrics.promises import promise
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
    _subject(item, current, decided)


def _subject(item: Opened, current: str, decided: list[Minute]) -> None:
    if section := section_of(item, current):
        promise_section(item, section)
        minutes_box(item, current)
        return
    if current == LAST:
        _last(item, decided)
    if current == AGENDA:
        pressed = agenda(item)
        if pressed:
            go(item.now, item=pressed)
            st.rerun()
    if current == DATA:
        _data(item)
    if current == AGENDA:
        minutes_box(item, None)


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


def _last(item: Opened, decided: list[Minute]) -> None:
    """What the last review decided, promise by promise."""
    language = item.now.look.language
    for minute in decided:
        about = promise(minute.promise).label.to(language) if minute.promise else ""
        small_line(about)
        st.text(minute.text)


def _data(item: Opened) -> None:
    """The checks that the review's own data failed, with the promises they touch."""
    _, language = item.now.words, item.now.look.language
    found = warnings(item.page.engine, defects(item.page.engine))
    if not found:
        st.text(_("All checks of the data passed."))
    for name, failed in found.items():
        small_line(promise(name).label.to(language))
        for finding in failed:
            st.text(f"⚠ {finding.says.to(language)}")
