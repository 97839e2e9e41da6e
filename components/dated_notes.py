"""The notes people made, and the actions begun on a figure, placed on the axis of a chart and listed under it."""

import logging
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from itertools import groupby

from charts import format
from charts.dated_notes import DatedNote, marked
from charts.texts import shortened
from components.failure import where_it_failed
from components.frame import Page
from components.session import current_state
from data.actions import Action, Actions
from data.errors import KeptError
from data.notes import KINDS, Note, Notes
from metrics.periods import Period

log = logging.getLogger("kept")
MOST, LETTERS = 5, 100
"""Notes told under a chart, the latest ones, and letters told of each."""


def notes_on(page: Page, periods: Sequence[Period], metric: str | None = None) -> tuple[DatedNote, ...]:
    """The notes on the days of periods in a row, each at the place of the period that holds its day.

    With a metric also the actions on it that began on those days.
    """
    starts, last = [item.start for item in periods], periods[-1].end
    noted = [
        (
            note.first,
            _placed(note, bisect_right(starts, note.first) - 1, bisect_right(starts, note.end) - 1, page, last),
        )
        for note in _between(starts[0], last)
    ]
    begun = [
        (item.start, _begun(item, bisect_right(starts, item.start) - 1, page, last))
        for item in _actions(metric, starts[0], last)
    ]
    return tuple(note for _day, note in sorted([*noted, *begun], key=lambda pair: pair[0]))


def notes_by_day(page: Page, start: date, end: date) -> tuple[DatedNote, ...]:
    """The notes on the days from `start` to `end`, each at the number of its day."""
    return tuple(
        _placed(note, (note.first - start).days, (note.end - start).days, page, end) for note in _between(start, end)
    )


def below(page: Page, said: str, notes: Sequence[DatedNote], places: int) -> str:
    """What stands under a chart of so many places: what is said of it, and what its numbers stand for: “① 1–12 Nov: sale”.

    Of many notes the latest are told; the others can be read in the box of notes.
    """
    _, language = page.words, page.look.language
    told = [(group.sign, note) for group in marked(notes, places) for note in group.notes]
    parts = []
    for sign, group in groupby(told[-MOST:], key=lambda pair: pair[0]):
        texts = [_("{days}: {text}", days=note.days, text=shortened(note.text, LETTERS)) for _sign, note in group]
        parts.append(f"{sign} {format.clauses(texts, language)}")
    if len(told) > MOST:
        parts.append(_("{n} more under “Notes”", n=len(told) - MOST))
    return format.sentences([part for part in (said, " · ".join(parts)) if part], language)


def _between(start: date, end: date) -> tuple[Note, ...]:
    """The notes of some days; a chart is drawn without them where they cannot be read (the box of notes says why)."""
    try:
        return Notes(current_state()).between(start, end)
    except KeptError as error:
        log.error("notes were not read: %s", where_it_failed(error))
        return ()


def _actions(metric: str | None, start: date, end: date) -> list[Action]:
    """The actions on a metric that began on some days; a chart is drawn without them where they cannot be read."""
    try:
        every = Actions(current_state()).all() if metric is not None else ()
    except KeptError as error:
        log.error("actions were not read: %s", where_it_failed(error))
        return []
    return [item for item in every if item.metric == metric and start <= item.start <= end]


def _begun(item: Action, place: int, page: Page, latest: date) -> DatedNote:
    """The start of an action, told as a note."""
    days = format.days(item.start, item.start, page.look.language, with_year=item.start.year != latest.year)
    _ = page.words
    return DatedNote(place, place, days, _("Improvement action"), _("“{action}” begins", action=item.plan.action))


def _placed(note: Note, first: int, last: int, page: Page, latest: date) -> DatedNote:
    """A note with its days written short: the year only where it is not that of the latest day shown."""
    language = page.look.language
    days = format.days(note.first, note.end, language, with_year=note.end.year != latest.year)
    return DatedNote(first, last, days, KINDS[note.kind].to(language), note.text)
