"""A pivot table as HTML: outer groups with their own totals, the inner ones set in below them, “All” first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from charts import format
from charts.notes import cases, value_line
from components.explore.names import BETWEEN, column_title, value_name
from components.explore.points import Point, point
from components.frame import Page
from components.table import Cell, table
from metrics.catalog import metric as metric_named
from metrics.dimensions import label_of
from metrics.intervals import SMALL_N
from metrics.model import Grain, Unit
from metrics.pivot_figures import ALL, Column, Group, Head, Pivot

HEIGHT = 560


@dataclass(frozen=True)
class Line:
    """One line of the table: a group (shorter ones are totals of those below them), or a period where nothing is grouped."""

    name: str
    group: Group
    column: Column = ALL
    total: bool = False


def lines(page: Page, pivot: Pivot, groups: Sequence[Group]) -> list[Line]:
    """All rows together, then each outer group before the groups within it."""
    found = [Line(page.words("All"), (), total=True)]
    parts = dict.fromkeys(group[:depth] for group in groups for depth in range(1, len(group) + 1))
    for part in parts:
        name = value_name(page, pivot, pivot.rows[len(part) - 1], part[-1])
        found.append(Line(name, part, total=len(part) < len(pivot.rows)))
    return found


def pivot_table(
    page: Page, pivot: Pivot, groups: Sequence[Group], columns: Sequence[Head]
) -> tuple[str, tuple[Point, ...]]:
    """The table, and what its figures stand for, line by line."""
    _ = page.words
    if not pivot.rows and isinstance(pivot.columns, Grain):  # nothing but periods: they stand down the table
        down = [Line(_("All"), (), total=True)]
        down += [Line(column_title(page, pivot, column), (), column) for column in reversed(columns)]
        return _drawn(page, pivot, down, (), pivot.columns)
    return _drawn(page, pivot, lines(page, pivot, groups), columns, None)


def _drawn(
    page: Page, pivot: Pivot, down: Sequence[Line], columns: Sequence[Head], periods: Grain | None
) -> tuple[str, tuple[Point, ...]]:
    language = page.look.language
    labels = [metric_named(name).label.to(language) for name in pivot.names]
    places: list[tuple[str, Column]] = [(name, ALL) for name in pivot.names]
    places += [(name, column) for column in columns for name in pivot.told]
    head = BETWEEN.join(label_of(by).to(language) for by in pivot.rows) if periods is None else page.words("Period")
    titles = [column_title(page, pivot, column) for column in columns]
    heads, above = [head, *labels], []
    if columns and len(pivot.names) == 1:
        heads = [head, page.words("All"), *titles]
    elif columns:
        heads += [metric_named(name).label.to(language) for _column in columns for name in pivot.told]
        above = [("", 1), (page.words("All"), len(labels)), *((title, len(pivot.told)) for title in titles)]
    rows: list[list[Cell]] = []
    points: list[Point] = []
    for line in down:
        cells = [Cell(line.name, state="total" if line.total else "", depth=max(len(line.group) - 1, 0))]
        for name, column in places:
            at = line.column if periods is not None else column
            stands = point(page, pivot, name, line.group, at)
            total = line.total or (bool(columns) and column is ALL)
            cell = _cell(page, pivot, stands, total=total, says_why=line is down[0])
            opens = stands.metric not in pivot.refused and stands.row.value is not None
            cells.append(replace(cell, mark=len(points) if opens else None))
            points.append(stands)
        rows.append(cells)
    return table(heads, rows, HEIGHT, above=above), tuple(points)


def _cell(page: Page, pivot: Pivot, stands: Point, *, total: bool, says_why: bool) -> Cell:
    """A figure; what is behind it is told on hover. Grey where there are too few cases to compare."""
    metric, row, language = metric_named(stands.metric), stands.row, page.look.language
    if stands.metric in pivot.refused:
        why = pivot.refused[stands.metric].to(language)
        return Cell(format.DASH, why if says_why else "", "total grey" if total else "grey", number=True, meaning=why)
    small = row.n < SMALL_N and metric.unit is not Unit.COUNT
    state = " ".join(word for word, wanted in (("total", total), ("grey", small)) if wanted)
    meaning = "\n".join([value_line(row, metric.unit, page.look), *cases(row, metric.unit, page.look)])
    return Cell(format.value(row.value, metric.unit, language), state=state, number=True, meaning=meaning)
