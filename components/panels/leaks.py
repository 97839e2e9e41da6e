"""Leaks by the day they were discovered and by the day they happened, and what a time without any proves."""

from charts import format
from components.frame import Page
from components.mark import Mark
from components.panel import Drawing, Panel
from components.panels.begun import begun
from components.questions import last_day, one, where_for
from components.table import Cell, table
from metrics.history import history
from metrics.leak_free import days_without, leak_free
from metrics.model import Grain, Query, Row, Unit

DISCOVERED, HAPPENED = "no_leaks", "leaks_occurred"
QUARTERS = 6


def leaks_panel(page: Page, height: int | None = None) -> Panel:
    """The last quarters side by side, newest first."""
    _, language = page.words, page.look.language

    def draw() -> Drawing | None:
        if not begun(page, DISCOVERED):
            return None
        found, happened = (
            history(
                page.engine, Query((name,), where=where_for(page, name)), last_day(page, name), Grain.QUARTER, QUARTERS
            )
            for name in (DISCOVERED, HAPPENED)
        )
        quarters = list(zip(found.periods, found.rows, happened.rows, strict=True))[::-1]
        names = [format.period(period, language, page.engine.fiscal_start) for period, _found, _happened in quarters]
        rows = [
            [Cell(name), _cell(page, first, 2 * place), _cell(page, second, 2 * place + 1)]
            for place, (name, (_period, first, second)) in enumerate(zip(names, quarters, strict=True))
        ]
        marks = tuple(
            Mark(name, row.metric, period=period, row=row)
            for name, (period, *both) in zip(names, quarters, strict=True)
            for row in both
        )
        drawn = table([_("Quarter"), _("Discovered"), _("Happened")], rows, height)
        late = _("A leak discovered late is added to the quarter it happened in, though that quarter is long closed.")
        said = _said(page)
        return Drawing(None, said, format.sentences([said, late], language), drawn, marks)

    return Panel(
        _("Customer-data leaks"), _("By the quarter discovered, and by the quarter they happened"), "leaks", draw
    )


def _cell(page: Page, row: Row, mark: int) -> Cell:
    if row.value is None:
        return Cell(format.DASH, number=True, state="grey")
    text = format.count(row.value, page.look.language)
    return Cell(f"✕ {text}" if row.value else text, number=True, state="bad" if row.value else "", mark=mark)


def _said(page: Page) -> str:
    """Days without a leak, and the rate that would still fit them."""
    _, language = page.words, page.look.language
    since = one(page, "days_since_leak").value
    day = last_day(page, DISCOVERED)
    days = days_without(page.engine.first_day("incidents"), since, day)
    number, found = format.count(days, language), leak_free(days)
    if found is None:
        return _("{n} days without a leak: too few to say anything.", n=number)
    return _("{n} days without a leak do not prove none will come: up to one every {months} months would fit them (rule of three, {sure} confidence).",
             n=number, months=format.value(found.one_in, Unit.SCORE, language), sure=format.percent(0.95, language, 0))  # fmt: skip
