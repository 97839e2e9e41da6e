"""How the single values behind a metric spread: as a whole, or one small chart per group."""

from dataclasses import replace

from charts import format
from charts.distribution import distribution
from charts.duration_distribution import duration_distribution
from charts.figure import Figure
from charts.small_multiples import Small, small_multiples
from components.explore.kinds import DISTRIBUTION, shown_rows
from components.explore.names import BETWEEN
from components.explore.points import Point
from components.frame import Page
from components.questions import ask, baseline_of, one, where_for
from data.contracts import contract
from metrics.catalog import metric as metric_named
from metrics.dimensions import dimension
from metrics.model import Filter, Kind, Metric, Query, Row, Unit
from metrics.value_bands import Group, Spread, spread, time_dimension

LETTERS = 7
"""Pixels for each letter under an axis, with the space to the next name."""


def spread_of(page: Page, name: str, by: tuple[str, ...]) -> Spread:
    """Ask for the spread in the period and with the filters on screen; raises UsageError or NotToldApart."""
    shown = page.view.period
    query = Query((name,), shown.start, shown.end, by=by, where=where_for(page, name), baseline=baseline_of(page, name))
    return spread(page.engine, query, metric_named(name))


def draw_spread(
    page: Page, name: str, by: tuple[str, ...], top: int | None, wide: int
) -> tuple[Figure, tuple[Point, ...], list[str]] | None:
    """The chart, what its marks stand for, and what is left out; None where nothing is known."""
    metric = metric_named(name)
    found = spread_of(page, name, by)
    if not any(map(sum, found.counts.values())):
        return None
    if by:
        return _by_group(page, metric, by, found, top, wide)
    if metric.kind is Kind.RATE:
        return _against_limit(page, metric)
    mean = (
        one(page, name)
        if metric.kind is Kind.MEAN and metric.unit is Unit.SCORE
        else Row(name, None, (), None, None, None, 0)
    )
    labels, ticks = ([text.to(page.look.language) for text in texts] for texts in (found.bands, found.ticks))
    drawn = distribution(
        found.rows(name, ()), labels, page.look, mean=mean.value, sd=mean.sd, mean_place=found.place_of(mean.value), ticks=ticks, note=page.words("hours") if metric.kind is Kind.QUANTILE else None,
        height=300, letters=wide // LETTERS,
    )  # fmt: skip
    rows = found.rows(name, ())
    bands = [
        _band(metric, (), label, format.count(row.value, page.look.language))
        for label, row in zip(labels, rows, strict=True)
    ]
    return drawn, tuple(bands), []


def _band(metric: Metric, where: tuple[Filter, ...], label: str, told: str) -> Point:
    """A band of single values: it stands in the table; no filter names it."""
    empty = Row(metric.name, None, (), None, None, None, 0)
    return Point(label, where, None, metric.name, empty, told, opens=False)


def _against_limit(page: Page, metric: Metric) -> tuple[Figure, tuple[Point, ...], list[str]]:
    """The cases of a promise by the time they took, in time and missed; each band can be opened."""
    clock = contract(metric.source).clock(metric.clock or "")
    bands = dimension(metric.source, time_dimension(metric))
    known = {row.group[0]: row for row in ask(page, metric.name, by=(bands.name,))}
    empty = Row(metric.name, None, (), None, None, None, 0)
    rows = [known.get(value.code, replace(empty, group=(value.code,))) for value in bands.values]
    labels = [bands.value_label(row.group[0], page.look.language) for row in rows]
    marks = [
        Point(label, (Filter(bands.name, (str(row.group[0]),)),), None, metric.name, row)
        for label, row in zip(labels, rows, strict=True)
    ]
    return duration_distribution(rows, labels, clock.limit_hours, page.look), tuple(marks), []


def _by_group(
    page: Page, metric: Metric, by: tuple[str, ...], found: Spread, top: int | None, wide: int
) -> tuple[Figure, tuple[Point, ...], list[str]]:
    """The largest groups, each band as its share of the group."""
    _, language = page.words, page.look.language
    largest = sorted(found.counts, key=lambda group: -sum(found.counts[group]))
    shown = largest[: shown_rows(DISTRIBUTION, top)]
    groups = [
        Small(_name(page, metric, by, group), found.shares(metric.name, group), f"n {format.count(sum(found.counts[group]), language)}")
        for group in shown
    ]  # fmt: skip
    ticks = [tick.to(language) for tick in found.ticks]
    in_hours = metric.kind is not Kind.MEAN
    notes = [
        _("Bands of hours, each as its share of the group.") if in_hours else _("Each score as its share of the group.")
    ]
    if len(shown) < len(largest):
        notes.append(_("The largest {n} of {all} groups.", n=len(shown), all=len(largest)))
    bands = [text.to(language) for text in found.bands]
    points = [
        _band(metric, (), BETWEEN.join((small.label, band)), format.percent(share.value if share else None, language))
        for small in groups
        for band, share in zip(bands, small.rows, strict=True)
    ]
    return small_multiples(groups, ticks, Unit.RATIO, page.look, bars=True, wide=wide), tuple(points), notes


def _name(page: Page, metric: Metric, by: tuple[str, ...], group: Group) -> str:
    return BETWEEN.join(
        page.engine.value_label(metric.source, name, value, page.look.language)
        for name, value in zip(by, group, strict=True)
    )
