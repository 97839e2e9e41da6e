"""Days counted once, and what any period or grain makes of them: sums of integers, exact."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from metrics.model import Grain

Group = tuple[str | int | bool | None, ...]
Integers = NDArray[np.int64]
NONE = np.iinfo(np.int64).max
"""Stands for no value among the columns of which the least is taken."""


@dataclass(frozen=True)
class Series:
    """Lines of one day and one group each, in the order of the groups and, within them, of the days.

    Attributes:
        days: days since 1970-01-01, one per line.
        group_of: the place of each line's group in `groups`.
        groups: the groups, in the order the engine gives them.
        columns: one row of integers per column, one number per line.
        statement: the SQL that gave them.
    """

    days: Integers
    group_of: Integers
    groups: tuple[Group, ...]
    columns: Integers
    statement: str = ""

    @property
    def size(self) -> int:
        """Bytes, to keep a cache within bounds."""
        return self.days.nbytes + self.group_of.nbytes + self.columns.nbytes + 100 * len(self.groups)

    @classmethod
    def of(cls, fetched: dict[str, Any], keys: Sequence[str], columns: Sequence[str], statement: str) -> "Series":
        """From a statement's columns: its group keys, `day` and integers."""
        days = _integers(fetched["day"])
        listed = [_values(fetched[key]) for key in keys]
        places: dict[Group, int] = {}
        group_of = np.zeros(len(days), dtype=np.int64)
        if keys:
            for line, group in enumerate(zip(*listed, strict=True)):
                group_of[line] = places.setdefault(group, len(places))
        else:
            places[()] = 0
        stacked = np.stack([_integers(fetched[name]) for name in columns])
        return cls(days, group_of, tuple(places), stacked, statement)


def gathered(
    series: Series, wanted: Sequence[int], least: Sequence[bool], days: tuple[int | None, int | None], grain: Grain | None,
    fiscal_start: int,
) -> Iterator[tuple[int | None, Group, list[int | None]]]:  # fmt: skip
    """Bucket (None without a grain), group and one number per wanted column, in the order of bucket and group.

    A column of which the least is taken gives None where there is none. Groups without lines do not occur.
    """
    inside = np.ones(len(series.days), dtype=bool)
    if days[0] is not None:
        inside &= series.days >= days[0]
    if days[1] is not None:
        inside &= series.days <= days[1]
    group_of = series.group_of[inside]
    bucket = (
        np.zeros(len(group_of), dtype=np.int64) if grain is None else buckets(series.days[inside], grain, fiscal_start)
    )
    if not len(group_of):
        return
    starts = np.flatnonzero(np.r_[True, (group_of[1:] != group_of[:-1]) | (bucket[1:] != bucket[:-1])])
    numbers = [
        (np.minimum if lowest else np.add).reduceat(series.columns[column][inside], starts)
        for column, lowest in zip(wanted, least, strict=True)
    ]
    order = np.lexsort((group_of[starts], bucket[starts]))
    for place in order:
        line = starts[place]
        found = [
            None if lowest and row[place] == NONE else int(row[place])
            for row, lowest in zip(numbers, least, strict=True)
        ]
        yield None if grain is None else int(bucket[line]), series.groups[group_of[line]], found


def merged(first: Series, second: Series, least: Sequence[bool]) -> Series:
    """Both together: sums add up; of a column of which the least is taken, only what the second one tells counts."""
    groups = sorted({*first.groups, *second.groups}, key=lambda group: [(value is None, value) for value in group])
    places = {group: place for place, group in enumerate(groups)}
    group_of = np.concatenate(
        [np.array([places[group] for group in part.groups], dtype=np.int64)[part.group_of] for part in (first, second)]
    )
    days = np.r_[first.days, second.days]
    columns = np.concatenate([first.columns, second.columns], axis=1)
    columns[np.array(least, dtype=bool), : len(first.days)] = NONE
    order = np.lexsort((days, group_of))
    statement = f"{first.statement};\n\n{second.statement}"
    return Series(days[order], group_of[order], tuple(groups), columns[:, order], statement)


def buckets(days: Integers, grain: Grain, fiscal_start: int) -> Integers:
    """The number of the period each day falls in, as `build.bucket_sql` numbers them."""
    if grain is Grain.WEEK:
        return (days + 3) // 7
    lengths = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.HALF: 6, Grain.YEAR: 12}
    if grain not in lengths:
        return days
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12
    return (months - (fiscal_start - 1)) // lengths[grain]


def _integers(found: Any) -> Integers:
    """A fetched column as integers; what is empty stands for none."""
    if isinstance(found, np.ma.MaskedArray):
        found = np.ma.filled(found.astype(np.int64), NONE)
    return np.asarray(found, dtype=np.int64)


def _values(found: Any) -> list[str | int | bool | None]:
    """A fetched key as Python values."""
    return [None if isinstance(value, float) else value for value in found.tolist()]  # an empty text comes as nan
