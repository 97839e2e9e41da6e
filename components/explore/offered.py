"""What can be chosen on the Explore page: figures with data, their dimensions, and the view to begin with."""

from components.frame import Page
from components.panels.trend import trend_grain
from components.questions import has_values
from components.view import FILTERS
from metrics.applicable import sources
from metrics.catalog import metric as metric_named, metrics
from metrics.dimensions import dimensions
from metrics.model import Grain
from metrics.subjects import SUBJECTS

FIRST_SPLITS = ("team", "category", "region", "channel")
"""What the view to begin with is split by: the first of these that the figure has."""


def metrics_offered(page: Page) -> list[str]:
    """All figures, by subject; those whose source is empty stand last, since they have nothing to show."""
    order = list(SUBJECTS)
    names = sorted(metrics(), key=lambda name: order.index(metric_named(name).subject))
    return sorted(names, key=lambda name: not _has_data(page, name))


def dimensions_offered(page: Page, names: tuple[str, ...]) -> list[str]:
    """The dimensions that some of the figures have and the data fill; those of the filters on top first."""
    found = dict.fromkeys(FILTERS)
    for name in names:
        found |= dict.fromkeys(dimensions(metric_named(name).source))
    return [by for by in found if any(has_values(page, name, by) for name in names)]


def start(page: Page) -> tuple[tuple[str, ...], tuple[str, ...], Grain]:
    """The figure chosen elsewhere, else the first promise that has one, by its first dimension and by period."""
    name = page.view.metric or _first_promised(page)
    by = next((by for by in FIRST_SPLITS if has_values(page, name, by)), None)
    return (name,), (by,) if by else (), trend_grain(page.view.period, name)


def _first_promised(page: Page) -> str:
    """The first promise that can be told by team, else the first with data, else any figure with data."""
    promised = [item.metric for item in page.engine.promises(page.view.period.end)]
    known = [name for name in (*promised, *metrics()) if _has_data(page, name)] or promised
    return next((name for name in known if has_values(page, name, FIRST_SPLITS[0])), known[0])


def _has_data(page: Page, name: str) -> bool:
    return all(page.engine.manifest.sources[source].rows for source in sources(metric_named(name)))
