"""Findings of audits that are still open: how old, how severe, how many overdue."""

from charts import format
from charts.bars import bars
from components.frame import Page
from components.mark import Mark, group_marks
from components.panel import Choice, Drawing, Panel
from components.panels.begun import begun
from components.questions import ask, dimension_label, one
from metrics.catalog import metric as metric_named
from metrics.dimensions import dimension
from metrics.model import Row, Unit

NAME = "findings_open"
SHADES = {"age": ("scale2", "scale3", "risk", "bad"), "severity": ("bad", "risk", "scale3", "neutral")}
"""The colours of the values, in the order of the closed list."""


def findings_panel(page: Page) -> Panel:
    """Open findings at the end of the period by age or by severity; every value stands there, also at 0."""
    _, language = page.words, page.look.language
    split = Choice("findings_by", _("By"), {by: dimension_label(page, NAME, by) for by in SHADES})
    known = begun(page, NAME)

    def draw() -> Drawing | None:
        item = dimension(metric_named(NAME).source, split.value)
        found = {row.group[0]: row for row in ask(page, NAME, by=(item.name,)) if row.n} if known else {}
        if not found:
            return None
        codes = [value.code for value in item.values] + ([None] if None in found else [])
        rows = [found.get(code, Row(NAME, None, (code,), 0.0, 0, None, 0)) for code in codes]
        labels = [item.value_label(code, language) for code in codes]
        said = _said(page)
        drawn = bars(rows, labels, page.look, colours=SHADES[item.name][: len(rows)])
        return Drawing(drawn, said, said, marks=group_marks(rows, labels, (item.name,)), cases=Mark("", NAME))

    return Panel(
        _("Findings not fixed"), _("Open at the end of the period"), "findings", draw, (split,),
        empty=_("No finding is open.") if known else "",
    )  # fmt: skip


def _said(page: Page) -> str:
    """How many are past their day, and the age of the oldest."""
    _, language = page.words, page.look.language
    open_, overdue, oldest = (one(page, name) for name in (NAME, "findings_overdue", "oldest_finding_days"))
    return _("{n} open, {overdue} of them past their day; the oldest for {age}.", n=format.count(open_.n, language),
             overdue=format.count(overdue.n, language), age=format.value(oldest.value, Unit.DAYS, language))  # fmt: skip
