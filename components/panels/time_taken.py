"""How long the cases of a promise took, against its limit."""

from dataclasses import replace

from charts.duration_distribution import duration_distribution
from components.frame import Page
from components.mark import Mark, group_marks
from components.panel import Choice, Drawing, Panel
from components.questions import ask
from data.contracts import contract
from metrics.catalog import metric as metric_named
from metrics.dimensions import dimension
from metrics.model import Row


def time_taken_panel(page: Page, names: tuple[str, ...]) -> Panel:
    """Cases due in the period by the time they took; the choice is among promises with a clock."""
    _, language = page.words, page.look.language
    choice = Choice(
        "time_metric", _("Figure"), {name: metric_named(name).label.to(language) for name in names}, wide=True
    )

    def draw() -> Drawing | None:
        metric = metric_named(choice.value)
        clock = contract(metric.source).clock(metric.clock or "")
        item = dimension(metric.source, f"time_{clock.name}")
        found = {row.group[0]: row for row in ask(page, metric.name, by=(item.name,))}
        if not found:
            return None
        empty = Row(metric.name, None, (), None, None, None, 0)
        rows = [found.get(value.code, replace(empty, group=(value.code,))) for value in item.values]
        labels = [item.value_label(row.group[0], language) for row in rows]
        drawn = duration_distribution(rows, labels, clock.limit_hours, page.look)
        alt = _("Cases by time taken, limit {hours} h", hours=clock.limit_hours)
        marks = group_marks(rows, labels, (item.name,))
        return Drawing(drawn, alt, marks=marks, cases=Mark("", metric.name))

    return Panel(
        _("Time taken"), _("Cases due in the period; beyond the line the promise is missed"), "time", draw, (choice,),
    )  # fmt: skip
