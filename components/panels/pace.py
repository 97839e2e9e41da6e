"""A promise that counts up within its window: how far it has come, against a straight plan."""

from charts import format
from charts.pace import pace
from components.dated_notes import below, notes_by_day
from components.frame import Page
from components.mark import Mark
from components.panel import Drawing, Panel
from components.questions import ask, last_day
from metrics.kinds import Points, at_this_pace, kinds_by_day, reached_on
from metrics.model import Grain, Row
from metrics.periods import Period, containing
from metrics.promises import Promise
from metrics.targets import promise_on

NAME = "kinds_sampled"


def pace_panel(page: Page, height: int = 200) -> Panel:
    """Kinds of goods sampled, in the promise's own window that holds the last day known."""
    _ = page.words

    def draw() -> Drawing | None:
        promised = promise_on(page.engine, NAME, page.view.period)
        if promised is None:
            return None
        today = last_day(page, NAME)
        window = containing(today, promised.window, page.engine.fiscal_start)
        shown = Period(window.start, min(window.end, today))
        points = kinds_by_day(ask(page, NAME, by=("sku",), grain=Grain.DAY, period=shown))
        if not points:
            return None
        noted = notes_by_day(page, window.start, window.end)
        drawn = pace(
            points, window.start, window.end, round(promised.target), page.look, unit_word=_("kinds"), noted=noted,
            height=height,
        )  # fmt: skip
        said = _said(page, points, window, promised)
        marks = tuple(
            Mark(format.day(day, page.look.language), NAME, period=Period(window.start, day),
                 row=Row(NAME, None, (), float(n), n, None, n))
            for day, n in points
        )  # fmt: skip
        note = below(page, said, noted, window.days)
        return Drawing(drawn, said, note, marks=marks, cases=Mark("", NAME, period=shown))

    return Panel(
        _("Kinds of goods sampled"), _("Different kinds drawn at random, day by day, against an even plan"), "pace", draw,
    )  # fmt: skip


def _said(page: Page, points: Points, window: Period, promised: Promise) -> str:
    """When the target was reached, or where the pace leads."""
    _, language = page.words, page.look.language
    today, reached = last_day(page, NAME), format.count(points[-1][1], language)
    target, name = format.count(promised.target, language), format.period(window, language, page.engine.fiscal_start)
    day = reached_on(points, promised.target)
    if day is not None:
        return _("{period}: {n} kinds; the target of {target} was reached on {day}.", period=name, n=reached, target=target,
                 day=format.short_day(day, language))  # fmt: skip
    if today >= window.end:
        return _("{period}: {n} kinds; the target of {target} was not reached.", period=name, n=reached, target=target)
    expected = at_this_pace(points, window.start, today, window.end)
    if expected is None:
        return _("{period}: {n} of {target} kinds so far.", period=name, n=reached, target=target)
    return _("{period}: {n} of {target} kinds so far; at this pace about {expected} by {day}.", period=name, n=reached,
             target=target, expected=format.count(expected, language), day=format.short_day(window.end, language))  # fmt: skip
