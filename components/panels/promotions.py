"""Orders by day with the sales of the year, and whether the promise held in them."""

from datetime import date

from charts import format
from charts.by_group import by_group
from charts.daily_volume import Promotion, daily_volume
from components.dated_notes import below, notes_by_day
from components.frame import Page
from components.mark import Mark, period_marks
from components.panel import Drawing, Panel
from components.questions import ask, last_day, where_for
from metrics.catalog import metric as metric_named
from metrics.model import Grain
from metrics.periods import Period, months_before
from metrics.promotions import Sale, by_sale, sales
from metrics.targets import target_on

LOOK_BACK = 13
"""Months the sales are looked for in: the latest of each and the year before."""


def daily_panel(page: Page, name: str) -> Panel:
    """A count by day over the period on screen, the sales shaded."""
    _, language = page.words, page.look.language

    def draw() -> Drawing | None:
        end = last_day(page, name)
        period = Period(min(page.view.period.start, months_before(end, 3)), end)
        rows = ask(page, name, grain=Grain.DAY, period=period)
        days = [row.period for row in rows if row.period is not None]
        if not days:
            return None
        found = [
            Promotion(item.start, item.end, item.name.to(language))
            for item in sales(page.engine, period.start, period.end)
        ]
        peak = max(rows, key=lambda row: row.n)
        alt = _("Most on {day}: {n}", day=format.day(peak.period or end, language), n=format.count(peak.n, language))
        noted = notes_by_day(page, min(days), max(days))
        drawn = daily_volume(rows, page.look, promotions=found, noted=noted, height=190)
        single = [Period(row.period or end, row.period or end, Grain.DAY) for row in rows]
        marks = period_marks(rows, [format.day(item.start, language) for item in single], single, end, end)
        note = below(page, "", noted, Period(min(days), max(days)).days)
        return Drawing(drawn, alt, note, marks=marks, cases=Mark("", name))

    return Panel(_("Orders by day"), _("Orders placed; the sales of the year are shaded"), "daily", draw)


def sales_panel(page: Page, name: str) -> Panel:
    """A rate in each sale of the last thirteen months, and on all other days."""
    _, language = page.words, page.look.language

    def draw() -> Drawing | None:
        end = last_day(page, name)
        found = by_sale(page.engine, name, months_before(end, LOOK_BACK), end, where_for(page, name))
        known = [(_named(page, sale), row) for sale, row in found if row.n]
        spans = [_days(sale, months_before(end, LOOK_BACK), end) for sale, row in found if row.n]
        if not known:
            return None
        unit = metric_named(name).unit
        target = target_on(page.engine, name, page.view.period)
        drawn = by_group(
            [row for _label, row in known], [label for label, _row in known], unit, page.look, reference=target,
        )  # fmt: skip
        label, row = min(known, key=lambda pair: pair[1].value or 0.0)
        alt = _("Lowest: {group}", group=f"{label} {format.value(row.value, unit, language)}")
        marks = tuple(
            Mark(label, name, period=span, row=row, opens=span is not None)
            for (label, row), span in zip(known, spans, strict=True)
        )
        return Drawing(drawn, alt, marks=marks, cases=Mark("", name))

    return Panel(
        _("In sales and on other days"), _("Orders processed in time, over the last 13 months"), "sales", draw,
    )  # fmt: skip


def _days(sale: Sale | None, first: date, last: date) -> Period | None:
    """The days of a sale that were looked at; the other days are no period."""
    return None if sale is None else Period(max(sale.start, first), min(sale.end, last))


def _named(page: Page, sale: Sale | None) -> str:
    _, language = page.words, page.look.language
    return _("other days") if sale is None else f"{sale.name.to(language)} {sale.start.year}"
