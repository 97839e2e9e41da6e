"""What is waiting, and for how long."""

from charts import format
from charts.backlog_age import backlog_age
from components.frame import Page
from components.panel import Drawing, Panel
from metrics.board import applicable
from metrics.dimensions import AGES, dimension
from metrics.model import Query, Row
from metrics.promises import Promise


def backlog_panel(page: Page, promise: Promise) -> Panel:
    """The backlog of the promise's cases by age at the end of the period, or as far as the data reach."""
    _, language = page.words, page.look.language

    def draw() -> Drawing | None:
        where, missing = applicable(page.engine, "tickets", page.view.where())
        if missing or not page.engine.manifest.sources["tickets"].rows:
            return None
        result = page.engine.run(
            Query(("backlog",), end=page.view.period.end, by=("age",), where=(*promise.cases, *where))
        )
        found = {row.group[0]: row for row in result.rows}
        rows = [found.get(code, Row("backlog", None, (code,), 0.0, 0, None, 0)) for code, _limit, _label in AGES]
        labels = [dimension("tickets", "age").value_label(row.group[0], language) for row in rows]
        alt = _("{n} tickets waiting", n=format.count(sum(row.n for row in rows), language))
        return backlog_age(rows, labels, page.look), alt

    return Panel(
        _("Backlog by age"), _("These cases, received and not closed at the end of the period"), "backlog", draw,
    )  # fmt: skip
