"""In which order the rows and columns of a pivot table stand, and which are shown when there are too many."""

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum

from metrics.catalog import metric as metric_named
from metrics.dimensions import dimensions, sources_with
from metrics.engine import Value
from metrics.intervals import SMALL_N
from metrics.model import Direction, Grain, Unit
from metrics.pivot_figures import Group, Head, Pivot

Collate = Callable[[str, Value], bytes]
"""What the name of a dimension's value is sorted by."""
SortKey = tuple[object, ...]
WHOLE: dict[str, Sequence[int]] = {"hour": range(24), "weekday": range(1, 8)}
"""Dimensions whose values make a whole that is always shown."""


class Order(StrEnum):
    """How rows are sorted: by the first metric's totals, or by name."""

    HIGH = "high"
    LOW = "low"
    NAME = "name"


def default_order(name: str, rows: tuple[str, ...]) -> Order:
    """Worst first; hours, weekdays and bands in their own order."""
    if rows and has_order(rows[0]):
        return Order.NAME
    return Order.LOW if metric_named(name).direction is Direction.UP else Order.HIGH


def has_order(dimension: str) -> bool:
    """Whether the values of a dimension follow each other: hours, weekdays, scores, ages and times taken."""
    if dimension in ("hour", "weekday", "score", "csat", "nps"):
        return True
    return any(dimensions(source)[dimension].computed for source in sources_with(dimension))


def in_between(dimension: str, values: Sequence[Value]) -> tuple[Value, ...]:
    """The values of a dimension with an order, with those between them that nothing was found for.

    A day whose quiet hours are left out would look busy all through.
    """
    numbers = [value for value in values if isinstance(value, int)]
    if numbers:
        filled: list[Value] = list(WHOLE.get(dimension, range(min(numbers), max(numbers) + 1)))
    else:
        codes = next(known[dimension].values for source in sources_with(dimension) if (known := dimensions(source)))
        places = [place for place, code in enumerate(codes) if code.code in values]
        filled = [codes[place].code for place in range(min(places), max(places) + 1)] if places else []
    return tuple(dict.fromkeys([*filled, *values]))


def ordered(pivot: Pivot, order: Order, collate: Collate) -> tuple[Group, ...]:
    """The rows from the first to the last: outer dimensions by their subtotals, inner ones within them.

    Groups with fewer than ten cases stand last in an order by value, for they cannot be ranked; counts can.
    """

    def key(group: Group) -> SortKey:
        return tuple(_key(pivot, group[:depth], order, collate) for depth in range(1, len(group) + 1))

    return tuple(sorted(pivot.groups, key=key))


def across(pivot: Pivot, collate: Collate) -> tuple[Head, ...]:
    """The columns: periods by time, values in their own order if they have one, else the largest groups first."""
    if pivot.columns is None or isinstance(pivot.columns, Grain):
        return pivot.across
    name = pivot.columns
    if has_order(name):
        return tuple(sorted(pivot.across, key=lambda value: _by_name(name, _value(value), collate)))

    def size(value: Head) -> int:
        row = next((row for metric in pivot.told if (row := pivot.at(metric, (), value)) is not None), None)
        return 0 if row is None else row.n

    return tuple(
        sorted(
            pivot.across, key=lambda value: (value is None, -size(value), _by_name(name, _value(value), collate))
        )
    )  # fmt: skip


def _key(pivot: Pivot, group: Group, order: Order, collate: Collate) -> SortKey:
    by_name = _by_name(pivot.rows[len(group) - 1], group[-1], collate)
    if order is Order.NAME:
        return by_name
    row = pivot.at(pivot.told[0], group) if pivot.told else None
    if row is None or row.value is None:
        return (2, 0.0, *by_name)
    small = row.n < SMALL_N and metric_named(row.metric).unit is not Unit.COUNT
    return (int(small), row.value if order is Order.LOW else -row.value, *by_name)


def _by_name(dimension: str, value: Value, collate: Collate) -> SortKey:
    """“Not given” stands last; numbers and coded bands are sorted as they are."""
    if value is None:
        return (True, b"")
    return (False, value if has_order(dimension) else collate(dimension, value))


def _value(key: Head) -> Value:
    return None if isinstance(key, date) else key
