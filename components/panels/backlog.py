"""What is waiting, and for how long."""

from charts import format
from charts.bars import bars
from components.frame import Page
from components.mark import Mark, group_marks
from components.panel import Drawing, Panel
from components.questions import ask
from metrics.dimensions import AGES, dimension
from metrics.model import Filter, Row

SHADES = ("scale2", "scale3", "risk", "bad")
"""The colours of the ages, youngest first."""


def backlog_panel(page: Page, extra: tuple[Filter, ...] = ()) -> Panel:
    """The backlog by age at the end of the period, or as far as the data reach; every age stands there, also at 0."""
    _, language = page.words, page.look.language

    def draw() -> Drawing | None:
        found = {row.group[0]: row for row in ask(page, "backlog", by=("age",), extra=extra)}
        rows = [found.get(code, Row("backlog", None, (code,), 0.0, 0, None, 0)) for code, _limit, _label in AGES]
        labels = [dimension("tickets", "age").value_label(row.group[0], language) for row in rows]
        alt = _("{n} tickets waiting", n=format.count(sum(row.n for row in rows), language))
        marks = group_marks(rows, labels, ("age",), extra)
        return Drawing(
            bars(rows, labels, page.look, colours=SHADES), alt, marks=marks, cases=Mark("", "backlog", extra)
        )

    return Panel(
        _("Backlog by age"), _("Received and not closed at the end of the period"), "backlog", draw,
    )  # fmt: skip
