"""When the work comes in: hour of the day by weekday."""

from charts.load_heatmap import load_heatmap
from components.frame import Page
from components.panel import Drawing, Panel
from components.questions import ask
from metrics.catalog import metric as metric_named
from metrics.dimensions import dimension
from metrics.model import Filter


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
        return Drawing(load_heatmap(rows, weekdays, page.look), _("Busiest hour: {when}", when=when))

    return Panel(title, _("Cases received in the period, by hour and weekday"), "load", draw)
