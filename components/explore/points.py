"""What each drawn cell or point stands for: its group, its days, its metric and its figure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from components.explore.names import BETWEEN, column_title, group_title
from components.frame import Page
from components.mark import Mark
from metrics.model import Filter, Grain, Row, one_group
from metrics.periods import Period
from metrics.pivot_figures import ALL, Column, Group, Pivot


@dataclass(frozen=True)
class Point:
    """One mark of a drawing; `where` are its group's values, `period` its days where it has fewer than the page.

    `told` and `opens` are those of a mark (`components/mark.py`).
    """

    label: str
    where: tuple[Filter, ...]
    period: Period | None
    metric: str
    row: Row
    told: str = ""
    opens: bool = True

    @property
    def mark(self) -> Mark:
        """What picking it does."""
        return Mark(self.label, self.metric, self.where, self.period, self.row, told=self.told, opens=self.opens)


def point(page: Page, pivot: Pivot, name: str, group: Group, column: Column = ALL) -> Point:
    """What a place of the pivot table stands for."""
    where = [one_group(by, value) for by, value in zip(pivot.rows, group, strict=False)]
    period = None
    titles = [group_title(page, pivot, group)] if group or column is ALL else []
    if column is not ALL:
        titles.append(column_title(page, pivot, column))
        if isinstance(pivot.columns, Grain):
            period = pivot.period_of(column)
        elif pivot.columns is not None:
            where.append(one_group(pivot.columns, column))  # type: ignore[arg-type]
    row = pivot.at(name, group, column) or Row(name, None, group, None, None, None, 0)
    return Point(BETWEEN.join(titles), tuple(where), period, name, row)


def points(
    page: Page, pivot: Pivot, name: str, groups: Iterable[Group], columns: Sequence[Column] = (ALL,)
) -> tuple[Point, ...]:
    """The places of one metric, row by row: the order of marks in every chart."""
    return tuple(point(page, pivot, name, group, column) for group in groups for column in columns)
