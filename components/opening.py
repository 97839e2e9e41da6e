"""Where a thing that was found is opened: a page and the parameters of its link, the filters in force kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from components.view import join_values
from data.errors import UnknownName
from data.views import SavedView
from data.words import Text
from metrics.catalog import metric as metric_named
from metrics.promises import promise
from metrics.search import Entry, Sort

FILTERED_PAGES = {Sort.MERCHANT: ("merchants", "merchant_id"), Sort.AGENT: ("agents", "agent_id")}
"""The page of one merchant or agent, and the filter that picks it."""

OF_ONE_PAGE = ("promise", "metric")
"""Parameters that say what a page is about, and so do not follow to another one."""


@dataclass(frozen=True)
class Target:
    """A page by the name of its file, and the parameters of its link."""

    page: str
    parameters: dict[str, str]


def target_of(entry: Entry, current: Mapping[str, str], views: Mapping[str, SavedView]) -> Target:
    """Where an entry is opened. `current` are the parameters of the link on screen, `views` the saved views by id.

    Raises UnknownName when a saved view was removed meanwhile.
    """
    kept = {name: value for name, value in current.items() if name not in OF_ONE_PAGE}
    match entry.sort:
        case Sort.PROMISE:
            return Target(promise(entry.id).page, {**kept, "promise": entry.id})
        case Sort.METRIC:
            return Target(page_of_metric(entry.id), {**kept, "metric": entry.id})
        case Sort.MERCHANT | Sort.AGENT:
            page, dimension = FILTERED_PAGES[entry.sort]
            return Target(page, {**kept, dimension: join_values((entry.id,))})
        case Sort.VIEW:
            if entry.id not in views:
                raise UnknownName(Text("view", "视图"), entry.label.en, [view.name for view in views.values()])
            return Target(views[entry.id].page, dict(views[entry.id].parameters))
        case Sort.PAGE:
            return Target(entry.id, kept)


def page_of_metric(name: str) -> str:
    """The page on which a metric stands: that of its subject, which is called like it."""
    return metric_named(name).subject
