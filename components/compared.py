"""A figure on screen against the period it is compared with: the rows of both, and what moved it."""

from collections.abc import Sequence

from components.frame import Page
from components.questions import baseline_of, where_for
from metrics.board import Standing, worst
from metrics.catalog import metric as metric_named
from metrics.model import Kind, Query, Row
from metrics.moved import Change, Moved, can_be_split, change_between
from metrics.moved_on_board import moved_on
from metrics.spans import Span, compared_spans
from metrics.targets import promise_on


def in_span(page: Page, name: str, span: Span) -> Row:
    """The single row of a metric in a span, with the page's filters; a row without a value where nothing came back."""
    query = Query(
        (name,), span.start, span.end, where=where_for(page, name), as_of=span.as_of, baseline=baseline_of(page, name)
    )
    rows = page.engine.run(query).rows
    return rows[0] if rows else Row(name, None, (), None, None, None, 0)


def change_on(page: Page, name: str) -> Change | None:
    """A metric against the period compared with, over its promise's own windows; None without a comparison or a value."""
    metric, promise = metric_named(name), promise_on(page.engine, name, page.view.period)
    if page.compared is None or metric.kind is Kind.RELATIVE:
        return None
    spans = compared_spans(page.engine, metric, page.view.period, page.compared, promise=promise)
    return None if spans is None else change_between(page.engine, name, spans, where_for(page, name))


def moved_by_promise(page: Page, standings: Sequence[Standing]) -> dict[str, Moved]:
    """By promise what moved it, where the board shows a change."""
    if page.compared is None:
        return {}
    found = {
        item.promise.id: moved_on(page.engine, item, page.view.period, page.compared, page.view.where())
        for item in standings
    }
    return {name: told for name, told in found.items() if told is not None}


def told_apart(standings: Sequence[Standing]) -> list[Standing]:
    """The promises whose change can be split into groups, the one that fell furthest first."""
    furthest = worst(standings)
    found = [item for item in standings if item.change is not None and can_be_split(metric_named(item.promise.metric))]
    return sorted(found, key=lambda item: item is not furthest)
