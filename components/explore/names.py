"""What the rows and columns of a pivot table are called."""

from datetime import date

from charts import format
from components.frame import Page
from components.panels.trend import short_name
from metrics.catalog import metric as metric_named
from metrics.engine import Value
from metrics.model import Grain
from metrics.periods import containing
from metrics.pivot_figures import ALL, Column, Group, Head, Pivot
from metrics.pivot_order import Collate

BETWEEN = " · "


def value_name(page: Page, pivot: Pivot, dimension: str, value: Value) -> str:
    """A value of a dimension as a person reads it."""
    name = next(iter(pivot.told), pivot.names[0])
    return page.engine.value_label(metric_named(name).source, dimension, value, page.look.language)


def group_title(page: Page, pivot: Pivot, group: Group) -> str:
    """A row in full: the values of all its dimensions."""
    names = [value_name(page, pivot, by, value) for by, value in zip(pivot.rows, group, strict=False)]
    return BETWEEN.join(names) or page.words("All")


def column_title(page: Page, pivot: Pivot, column: Column) -> str:
    """A column in full: its period, or the value it stands for."""
    if column is ALL:
        return page.words("All")
    if isinstance(pivot.columns, Grain) and isinstance(column, date):
        whole = containing(column, pivot.columns, pivot.fiscal_start)
        return format.period(whole, page.look.language, pivot.fiscal_start)
    return value_name(page, pivot, str(pivot.columns), _value(column))


def column_names(page: Page, pivot: Pivot, columns: tuple[Head, ...]) -> list[str]:
    """The columns as short as an axis needs them; the year stands below the first one."""
    if not isinstance(pivot.columns, Grain) or pivot.columns in (Grain.QUARTER, Grain.HALF, Grain.YEAR):
        return [column_title(page, pivot, column) for column in columns]
    starts = [column for column in columns if isinstance(column, date)]
    return [
        short_name(containing(start, pivot.columns, pivot.fiscal_start), page, first=place == 0)
        for place, start in enumerate(starts)
    ]


def collation(page: Page, pivot: Pivot) -> Collate:
    """Sorts names as a reader looks for them: GB 18030 holds the common Chinese signs in the order of their sounds."""
    return lambda by, value: value_name(page, pivot, by, value).casefold().encode("gb18030", "replace")


def _value(column: Column) -> Value:
    return None if isinstance(column, date) or column is ALL else column
