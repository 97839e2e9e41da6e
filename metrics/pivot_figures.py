"""The figures of a pivot table by their place: what the engine said of each cell, each subtotal and each total."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from data.errors import KeptError
from metrics.catalog import metric as metric_named
from metrics.engine import Value
from metrics.model import Grain, Kind, Row, Unit
from metrics.periods import Period, containing


class Whole(Enum):
    """What stands for all columns together, since None is “not given”."""

    ALL = "all"


ALL = Whole.ALL
Group = tuple[Value, ...]
"""One value for each of the first so many row dimensions; () is all rows together."""
Head = Value | date
"""What a column is of: a value of a dimension, or the first day of a period."""
Column = Head | Whole
Place = tuple[str, Group, Column]
"""Metric, group, column."""


@dataclass(frozen=True)
class Pivot:
    """Figures by place.

    Attributes:
        rows: the dimensions down, the outermost first.
        columns: the dimension or the length of the periods across; None without columns.
        period: the days asked for.
        groups: the rows, one value for each dimension, as found.
        across: the column keys, in no order if they are values of a dimension; first days if they are periods.
        figures: what the engine said of each place; its totals stand at `ALL`, its subtotals at shorter groups.
        refused: why a metric has no figures.
        known: the days from and to which a metric's source tells anything.
    """

    names: tuple[str, ...]
    rows: tuple[str, ...]
    columns: str | Grain | None
    period: Period
    groups: tuple[Group, ...]
    across: tuple[Head, ...]
    figures: Mapping[Place, Row] = field(hash=False)
    refused: Mapping[str, KeptError] = field(hash=False)
    known: Mapping[str, tuple[date, date]] = field(hash=False)
    fiscal_start: int = 1

    def at(self, name: str, group: Group, column: Column = ALL) -> Row | None:
        """The figure of a place; None without data. What is counted and was not found is nought, in days the data cover."""
        found, metric = self.figures.get((name, group, column)), metric_named(name)
        if found is not None or name in self.refused or metric.unit is not Unit.COUNT:
            return found
        first, last = self.known.get(name, (date.max, date.min))
        shown = self.period_of(column)
        whole = column if metric.kind in (Kind.STATE, Kind.STOCK) else ALL  # these have an answer for every period
        if shown.end < first or shown.start > last or (name, (), whole) not in self.figures:
            return None
        start = column if isinstance(column, date) else None
        return Row(name, start, group, 0.0, 0, None, 0)

    def period_of(self, column: Column) -> Period:
        """The days a column stands for: its part of the days asked for, or all of them."""
        if not isinstance(column, date) or not isinstance(self.columns, Grain):
            return self.period
        whole = containing(column, self.columns, self.fiscal_start)
        start, end = max(whole.start, self.period.start), min(whole.end, self.period.end)
        return whole if (start, end) == (whole.start, whole.end) else Period(start, end)

    @property
    def told(self) -> tuple[str, ...]:
        """The metrics that have figures."""
        return tuple(name for name in self.names if name not in self.refused)
