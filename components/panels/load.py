"""When the work comes in: hour of the day by weekday."""

from charts.load_heatmap import DAYS, HOURS, load_heatmap
from components.frame import Page
from components.mark import Mark, group_marks
from components.panel import Drawing, Panel
from components.questions import ask
from metrics.catalog import metric as metric_named
from metrics.dimensions import dimension
from metrics.model import Filter, Row


def load_panel(page: Page, name: str, title: str, extra: tuple[Filter, ...] = ()) -> Panel:
    """The cases counted by `name` and received in the period, by hour and weekday."""
    _, language = page.words, page.look.language

    def draw() -> Drawing | None:
        rows = ask(page, name, by=("weekday", "hour"), extra=extra)
        if not rows:
            return None
        days = dimension(metric_named(name).source, "weekday")
        weekdays = [days.value_label(number, language) for number in range(1, 8)]
        peak = max(rows, key=lambda row: row.n)
        when = f"{days.value_label(peak.group[0], language)} {peak.group[1]}:00"
        known = {row.group: row for row in rows}
        cells = [
            known.get((day, hour), Row(name, None, (day, hour), 0.0, 0, None, 0)) for day in DAYS for hour in HOURS
        ]
        labels = [f"{weekdays[int(row.group[0] or 0) - 1]} {row.group[1]}:00" for row in cells]
        return Drawing(
            load_heatmap(rows, weekdays, page.look), _("Busiest hour: {when}", when=when),
            marks=group_marks(cells, labels, ("weekday", "hour"), extra), cases=Mark("", name, extra),
        )  # fmt: skip

    return Panel(title, _("Cases received in the period, by hour and weekday"), "load", draw)
