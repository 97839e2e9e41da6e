"""Members and other customers over time, by the one measure that is told alike for both."""

from charts import format
from charts.dated_notes import with_notes
from charts.lines import Series, lines
from components.dated_notes import below, notes_on
from components.frame import Page
from components.mark import Mark
from components.panel import Drawing, Panel
from components.panels.trend import short_name
from components.questions import last_day, where_for
from metrics import periods
from metrics.catalog import metric as metric_named
from metrics.model import Grain, Query, one_group

NAME, BY, MONTHS = "buyer_order_rate", "member", 13


def member_lines_panel(page: Page) -> Panel:
    """Orders per buyer and month, thirteen months."""
    _, language = page.words, page.look.language

    def draw() -> Drawing | None:
        day = last_day(page, NAME)
        shown = periods.latest(day, Grain.MONTH, MONTHS, page.engine.fiscal_start)
        query = Query((NAME,), shown[0].start, day, Grain.MONTH, (BY,), where_for(page, NAME))
        rows = page.engine.run(query).rows
        if not rows:
            return None
        values = {(row.period, row.group[0]): row.value for row in rows}
        series = [
            Series(
                _("Members") if member else _("Others"), [values.get((item.start, member)) for item in shown], member
            )
            for member in (True, False)
        ]
        labels = [short_name(item, page, first=item is shown[0]) for item in shown]
        drawn = lines(series, labels, metric_named(NAME).unit, page.look, height=190)
        found = {(row.period, row.group[0]): row for row in rows}
        marks = tuple(
            Mark(f"{format.period(item, language)} · {line.label}", NAME, (one_group(BY, member),), item, found.get((item.start, member)))
            for line, member in zip(series, (True, False), strict=True)
            for item in shown
        )  # fmt: skip
        noted = notes_on(page, shown)
        said = _("Members chose to be members, so a difference is not proof that membership causes it.")
        drawn = with_notes(drawn, noted, MONTHS, page.look)
        note = below(page, said, noted, MONTHS)
        return Drawing(drawn, metric_named(NAME).meaning.to(language), note, marks=marks, cases=Mark("", NAME))

    return Panel(
        _("Members and others"), _("Orders per buyer in each month with an order"), "member_lines", draw,
    )  # fmt: skip
