"""Where the figures of a review can be opened again: the page of each promise, over the period of the review."""

from urllib.parse import urlencode

from metrics.review import Review, Section
from reports.review_file import Link


def links(base: str, of: Review, fiscal_start: int = 1) -> Link:
    """Links to the pages under `base`, such as https://kept.example.com; what they compare with is that of the review."""
    parameters = {"period": of.period.name(fiscal_start)}
    parameters["versus"] = of.compared.name(fiscal_start) if of.compared else "none"

    def link(section: Section) -> str:
        promise = section.standing.promise
        return f"{base.rstrip('/')}/{promise.page}?{urlencode({**parameters, 'promise': promise.id})}"

    return link
