"""A metric of a pivot table as a chart of one kind, with what its marks stand for."""

from collections.abc import Callable

from charts import format
from charts.bars import bars
from charts.by_group import by_group
from charts.figure import Figure
from charts.heatmap import heatmap
from charts.lines import Series, lines
from charts.small_multiples import Small, small_multiples
from components.explore.cut import Cut
from components.explore.kinds import BAR, HEAT, LINE, MULTIPLES
from components.explore.names import column_names, group_title
from components.explore.points import Point, points
from components.frame import Page
from metrics.catalog import metric as metric_named
from metrics.comparison import Compared
from metrics.grouped import compared
from metrics.model import Direction, Grain, Row, Unit
from metrics.targets import target_on
from metrics.windows import PER_PERIOD

Chart = tuple[Figure, tuple[Point, ...]]
"""A figure, and what its marks stand for, in their order."""
LINE_HEIGHT = 360
LETTERS = 7
"""Pixels for each letter of a name under an axis, with the space to the next one."""


def draw(page: Page, kind: str, name: str, cut: Cut, wide: int) -> Chart:
    """The chart of a kind, for a panel of so many pixels at least."""
    kinds: dict[str, Callable[[Page, str, Cut, int], Chart]] = {
        BAR: _bars, LINE: _lines, HEAT: _heatmap, MULTIPLES: _multiples,
    }  # fmt: skip
    return kinds[kind](page, name, cut, wide)


def _bars(page: Page, name: str, cut: Cut, wide: int) -> Chart:
    """Counts as bars, other figures as dots with their intervals against the target or the whole."""
    metric, pivot = metric_named(name), cut.pivot
    marks = [item for item in points(page, pivot, name, cut.groups) if item.row.value is not None]
    rows, labels = [item.row for item in marks], [item.label for item in marks]
    if metric.unit is Unit.COUNT:
        return bars(rows, labels, page.look), tuple(marks)
    target, whole = group_target(page, name), pivot.at(name, ())
    words = {Compared.WORSE: page.words("worse"), Compared.BETTER: page.words("better")}
    told = [row for group in pivot.groups if (row := pivot.at(name, group)) is not None and row.value is not None]
    word_of = dict(zip((row.group for row in told), compared(metric, told), strict=True))
    reference = target if target is not None or whole is None else whole.value
    figure = by_group(
        rows, labels, metric.unit, page.look, reference=reference, reference_label=None if target is not None else page.words("all"),
        words=[words.get(word, "") if (word := word_of.get(row.group)) else "" for row in rows],
        at_least=metric.direction is not Direction.DOWN, judged=target is not None,
    )  # fmt: skip
    return figure, tuple(marks)


def _lines(page: Page, name: str, cut: Cut, wide: int) -> Chart:
    """A line for each group; the whole as well, unless it is a count that would press all others to the ground."""
    metric, pivot = metric_named(name), cut.pivot
    whole = [()] if not pivot.rows or metric.unit is not Unit.COUNT else []
    groups = [*whole, *(group for group in cut.groups if group)]
    marks = points(page, pivot, name, groups, cut.columns)
    across = len(cut.columns)
    series = [
        Series(group_title(page, pivot, group), [item.row.value for item in marks[place * across : (place + 1) * across]], emphasis=not group)
        for place, group in enumerate(groups)
    ]  # fmt: skip
    figure = lines(
        series, column_names(page, pivot, cut.columns), metric.unit, page.look, reference=group_target(page, name),
        height=LINE_HEIGHT, letters=(wide - 180) // LETTERS,
    )  # fmt: skip
    return figure, marks


def _heatmap(page: Page, name: str, cut: Cut, wide: int) -> Chart:
    metric, pivot = metric_named(name), cut.pivot
    grid = [[pivot.at(name, group, column) for column in cut.columns] for group in cut.groups]
    figure = heatmap(
        grid, [group_title(page, pivot, group) for group in cut.groups], column_names(page, pivot, cut.columns),
        metric.unit, page.look, direction=metric.direction, wide=wide,
    )  # fmt: skip
    return figure, points(page, pivot, name, cut.groups, cut.columns)


def _multiples(page: Page, name: str, cut: Cut, wide: int) -> Chart:
    """Lines over periods; bars for counts and for the values of a dimension."""
    metric, pivot, language = metric_named(name), cut.pivot, page.look.language
    groups = [
        Small(
            group_title(page, pivot, group), [pivot.at(name, group, column) for column in cut.columns],
            format.value(_value(pivot.at(name, group)), metric.unit, language),
        )
        for group in cut.groups
    ]  # fmt: skip
    as_bars = metric.unit is Unit.COUNT or not isinstance(pivot.columns, Grain)
    figure = small_multiples(
        groups, column_names(page, pivot, cut.columns), metric.unit, page.look, bars=as_bars,
        reference=group_target(page, name), wide=wide,
    )  # fmt: skip
    return figure, points(page, pivot, name, cut.groups, cut.columns)


def group_target(page: Page, name: str) -> float | None:
    """The target in force, unless it is a number for a whole window, which says nothing of a group."""
    return None if metric_named(name).kind in PER_PERIOD else target_on(page.engine, name, page.view.period)


def _value(row: Row | None) -> float | None:
    return None if row is None else row.value
