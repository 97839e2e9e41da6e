"""The questions a page asks about one promise: its own cases, in the period and with the filters of the page."""

from dataclasses import replace
from datetime import date

from components.frame import Page
from data.contracts import contract
from data.contracts.model import Clock
from metrics import periods
from metrics.board import applicable
from metrics.catalog import metric
from metrics.model import Filter, Query, Result
from metrics.promises import Promise


def query_of(page: Page, promise: Promise, names: tuple[str, ...]) -> Query:
    """A question about the promise's own cases, in the period and with the filters of the page."""
    where = where_of(page, promise) or ()
    return Query(names, page.view.period.start, page.view.period.end, where=(*promise.cases, *where))


def where_of(page: Page, promise: Promise) -> tuple[Filter, ...] | None:
    """The page's filters as the promise's source knows them; None where it does not know one of them."""
    kept, missing = applicable(page.engine, metric(promise.metric).source, page.view.where())
    return None if missing else kept


def ask(page: Page, promise: Promise, by: tuple[str, ...]) -> Result:
    """The promise itself, split by dimensions."""
    return page.engine.run(replace(query_of(page, promise, (promise.metric,)), by=by))


def clock_of(promise: Promise) -> Clock:
    """The clock the promise is measured with."""
    found = metric(promise.metric)
    return contract(found.source).clock(found.clock or "")


def last_day(page: Page, promise: Promise) -> date:
    """The last day of the period, or how far the data reach into it."""
    reach = page.engine.data_to(metric(promise.metric).source)
    end = page.view.period.end
    return end if reach is None else min(end, max(periods.local_day(reach, page.engine.zone), page.view.period.start))
