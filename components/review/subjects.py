"""What a review speaks of, in order: the last decisions, the agenda, each promise, then what is due and the data."""

from collections.abc import Mapping

from components.review.opened import Opened
from metrics.review import Section

LAST, AGENDA, ACTIONS, REWARDS, DATA = "last", "agenda", "actions", "rewards", "data"


def subjects(item: Opened, *, decided: bool) -> Mapping[str, str]:
    """Key → name of every subject, in the order of the meeting; `decided` whether the last review decided anything."""
    _, language = item.page.words, item.page.look.language
    found = {LAST: _("Decisions of the last review")} if decided else {}
    found[AGENDA] = _("Agenda")
    found |= {
        section.standing.promise.id: section.standing.promise.label.to(language) for section in item.found.sections
    }
    return found | {ACTIONS: _("Actions due"), REWARDS: _("Rewards"), DATA: _("Data quality")}


def section_of(item: Opened, key: str) -> Section | None:
    """The section of a promise; None of any other subject."""
    return next((section for section in item.found.sections if section.standing.promise.id == key), None)
