"""The same promise on every channel: each with its interval, and whether the best and the worst differ by chance."""

from charts import format
from charts.by_group import by_group
from components.frame import Page
from components.mark import Mark, group_marks
from components.panel import Drawing, Panel
from components.questions import ask, group_name
from metrics.catalog import metric as metric_named
from metrics.grouped import grouped
from metrics.model import Row
from metrics.spread import spread
from metrics.targets import target_on

MOST = 6


def channels_panel(page: Page, name: str) -> Panel:
    """A rate by channel, worst first, with the spread in words."""
    _ = page.words
    metric = metric_named(name)

    def draw() -> Drawing | None:
        found = grouped(metric, ask(page, name, by=("channel",)))
        if not found:
            return None
        rows = [item.row for item in found[:MOST]]
        target = target_on(page.engine, name, page.view.period)
        drawn = by_group(
            rows, [_called(page, name, row) for row in rows], metric.unit, page.look, reference=target,
        )  # fmt: skip
        said = _said(page, name, [item.row for item in found])
        every = [item.row for item in found]
        marks = group_marks(every, [_called(page, name, row) for row in every], ("channel",))
        return Drawing(drawn, said, said, marks=marks, cases=Mark("", name))

    return Panel(
        _("The same standard on every channel"), _("Answered within the promise by channel, worst first"), "channels", draw,
    )  # fmt: skip


def _called(page: Page, name: str, row: Row) -> str:
    return group_name(page, name, "channel", row.group[0])


def _said(page: Page, name: str, rows: list[Row]) -> str:
    """How far best and worst are apart, and whether that is more than chance."""
    _, language = page.words, page.look.language
    found = spread(rows)
    if found is None:
        return _("Fewer than two channels have enough cases to compare.")
    said = {"best": _called(page, name, found.best), "worst": _called(page, name, found.worst),
            "points": format.points(found.apart, language).lstrip("+")}  # fmt: skip
    if found.by_chance:
        return _("{best} and {worst} are {points} points apart: no more than chance brings.", **said)
    return _("{best} and {worst} are {points} points apart: more than chance brings.", **said)
