"""Whether the records of a figure reach into the period on screen, so that nothing is not taken for “none”."""

from components.frame import Page
from components.questions import last_day
from metrics.catalog import metric as metric_named


def begun(page: Page, name: str) -> bool:
    """Whether the source of a metric has rows from before the end of the period, and the period has begun by then."""
    metric = metric_named(name)
    first, reach = page.engine.first_day(metric.source), page.engine.reach(metric)
    if first is None or reach is None or page.view.period.start > page.engine.day_of(reach):
        return False
    return first <= last_day(page, name)
