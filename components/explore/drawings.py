"""The panels of the Explore page: one table of all figures, or one chart for each of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from charts import format
from components.explore.charts import draw, group_target
from components.explore.choices import GRAINS, Choices
from components.explore.cut import Cut, cut, left_out
from components.explore.kinds import DISTRIBUTION, HEAT, KINDS, MULTIPLES, TABLE
from components.explore.names import BETWEEN
from components.explore.pivot_table import pivot_table
from components.explore.points import Point
from components.explore.spreads import draw_spread
from components.frame import Page
from components.panel import Drawing, Panel
from metrics.catalog import metric as metric_named
from metrics.dimensions import label_of
from metrics.intervals import SMALL_N
from metrics.model import Unit

WIDE, HALF = 900, 420
"""Pixels across a panel that has the page to itself, and across one of two, in the narrowest window."""


@dataclass(frozen=True)
class Shown:
    """A drawing, and what each of its marks stands for, in their order."""

    drawing: Drawing
    points: tuple[Point, ...] = ()


def explore_columns(page: Page, choices: Choices) -> tuple[tuple[Panel, ...], ...]:
    """The panels, in columns: a table, or one chart per figure, two side by side."""
    language, subtitle = page.look.language, _subtitle(page, choices)

    def panel(key: str, shown: Callable[[], Shown | None], *names: str) -> Panel:
        def draw() -> Drawing | None:
            found = shown()
            return None if found is None else replace(found.drawing, marks=tuple(item.mark for item in found.points))

        return Panel(BETWEEN.join(metric_named(name).label.to(language) for name in names), subtitle, key, draw)

    if choices.kind == TABLE:
        return ((panel("explore", lambda: table_shown(page, choices), *choices.metrics),),)
    panels = [
        panel(f"explore_{place}", partial(chart_shown, page, choices, name), name)
        for place, name in enumerate(choices.metrics)
    ]
    return (tuple(panels),) if len(panels) == 1 else (tuple(panels[::2]), tuple(panels[1::2]))


def table_shown(page: Page, choices: Choices) -> Shown | None:
    """The pivot table."""
    _, found = page.words, cut(page, choices)
    if not found.pivot.told:
        raise next(iter(found.pivot.refused.values()))
    if not found.groups and not found.columns:
        return None
    html, points = pivot_table(page, found.pivot, found.groups, found.columns)
    notes = left_out(page, found)
    if any(0 < item.row.n < SMALL_N and metric_named(item.metric).unit is not Unit.COUNT for item in points):
        notes.append(_("Grey: fewer than {n} cases, not compared.", n=SMALL_N))
    alt = _("{n} groups", n=found.all_groups)
    return Shown(Drawing(None, alt, format.sentences(notes, page.look.language), html), points)


def chart_shown(page: Page, choices: Choices, name: str) -> Shown | None:
    """One figure as a chart of the kind chosen."""
    _, language = page.words, page.look.language
    wide = WIDE if len(choices.metrics) == 1 else HALF
    label, kind = metric_named(name).label.to(language), KINDS[choices.kind].to(language)
    alt = _("{figure}: {kind}", figure=label, kind=kind)
    if choices.kind == DISTRIBUTION:
        spread = draw_spread(page, name, choices.by, choices.top, wide)
        return (
            None if spread is None else Shown(Drawing(spread[0], alt, format.sentences(spread[2], language)), spread[1])
        )
    found = cut(page, replace(choices, metrics=(name,)))
    if not found.pivot.told:
        raise found.pivot.refused[name]
    if not found.groups or not any(row.value is not None for row in found.pivot.figures.values()):
        return None
    figure, points = draw(page, choices.kind, name, found, wide)
    return Shown(
        Drawing(figure, alt, format.sentences(_notes(page, choices.kind, name, found, points), language)), points
    )


def _notes(page: Page, kind: str, name: str, found: Cut, points: Sequence[Point]) -> list[str]:
    """What is not drawn, what is not compared, and what a line without a name is."""
    _, metric, notes = page.words, metric_named(name), left_out(page, found)
    if kind in (HEAT, MULTIPLES) and metric.unit is not Unit.COUNT and any(0 < item.row.n < SMALL_N for item in points):
        notes.append(_("Grey: fewer than {n} cases, not compared.", n=SMALL_N))
    if kind == MULTIPLES and (target := group_target(page, name)) is not None:
        notes.append(_("Dashed: the target, {target}.", target=format.target(target, metric.unit, page.look.language)))
    return notes


def _subtitle(page: Page, choices: Choices) -> str:
    """What it is split by, and that totals are no sums."""
    _, language = page.words, page.look.language
    parts = []
    if choices.by:
        names = format.listed([label_of(by).to(language) for by in choices.by], language)
        parts.append(_("By {dimensions}", dimensions=names.lower() if language == "en" else names))
    if choices.grain is not None:
        parts.append(GRAINS[choices.grain].to(language))
    if choices.kind == TABLE:
        parts.append(_("totals are computed anew from the cases, not summed"))
    text = " · ".join(parts) or format.period(page.view.period, language, page.engine.fiscal_start)
    return text[:1].upper() + text[1:]
