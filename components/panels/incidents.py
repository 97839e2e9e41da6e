"""Security incidents of a year by kind or severity: a quarter alone has too few to say much."""

from charts import format
from charts.bars import bars
from components.frame import Page
from components.mark import Mark, group_marks
from components.panel import Choice, Drawing, Panel
from components.panels.begun import begun
from components.questions import ask, dimension_label, group_name, last_day
from metrics.model import Grain
from metrics.periods import containing

NAME = "incidents_discovered"
COLOURS = {"leak": "bad", "high": "bad", "medium": "risk", "low": "neutral"}


def incidents_panel(page: Page) -> Panel:
    """Incidents discovered in the 365 days up to the end of the period, the most frequent first."""
    _, language = page.words, page.look.language
    split = Choice("incidents_by", _("By"), {by: dimension_label(page, NAME, by) for by in ("kind", "severity")})
    known = begun(page, NAME)

    def draw() -> Drawing | None:
        if not known:
            return None
        year = containing(last_day(page, NAME), Grain.ROLLING_365)
        rows = sorted((row for row in ask(page, NAME, by=(split.value,), period=year) if row.n), key=lambda row: -row.n)
        if not rows:
            return None
        labels = [group_name(page, NAME, split.value, row.group[0]) for row in rows]
        colours = [COLOURS.get(str(row.group[0]), "accent") for row in rows]
        said = _("{n} incidents from {start} to {end}.", n=format.count(sum(row.n for row in rows), language),
                 start=format.day(year.start, language), end=format.day(year.end, language))  # fmt: skip
        marks = group_marks(rows, labels, (split.value,), period=year)
        drawn = bars(rows, labels, page.look, colours=colours)
        return Drawing(drawn, said, said, marks=marks, cases=Mark("", NAME, period=year))

    return Panel(
        _("Incidents in a year"), _("Discovered in the 365 days up to the end of the period"), "incidents", draw, (split,),
        empty=_("No incident was discovered in this year.") if known else "",
    )  # fmt: skip
