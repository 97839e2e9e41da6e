"""The verdict on an action: its mark and its state, never colour alone."""

import logging

from charts.look import Look
from components.failure import where_it_failed
from components.page import Page
from data.actions import Action
from data.errors import KeptError
from metrics.course import Course, course
from metrics.effect import OUTCOME_WORDS, Outcome

log = logging.getLogger("kept")
MARKS = {Outcome.WORKED: ("good", "●"), Outcome.DID_NOT: ("bad", "✕"), Outcome.NO_EVIDENCE: ("none", "?")}


def course_of(page: Page, action: Action) -> Course | None:
    """The weeks of an action and its effect; None where its figure cannot be told in the data in force."""
    try:
        return course(page.engine, action.rule, action.start)
    except KeptError as error:
        log.info("an action has no course: %s", where_it_failed(error))
        return None


def verdict_words(found: Course | None, look: Look) -> tuple[str, str]:
    """The state of a verdict, and its mark with its word."""
    if found is None:
        return "grey", look.words("cannot be told")
    state, mark = MARKS[found.effect.outcome]
    return state, f"{mark} {OUTCOME_WORDS[found.effect.outcome].to(look.language)}"
