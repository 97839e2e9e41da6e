"""Days counted once, and what any period or grain makes of them: sums of integers, exact."""

from collections.abc import Iterable, Sequence
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
    def of(
        cls, fetched: dict[str, Any], keys: Sequence[str], columns: Sequence[str], statement: str,
        texts: Sequence[Sequence[str] | None] = (),
    ) -> "Series":  # fmt: skip
        """From a statement's columns: its group keys, `day` and integers; `texts` holds what the codes of a key stand for."""
        days = integers(fetched["day"])
        listed = [fetched[key] for key in keys]
        group_of, groups = _grouped(listed, len(days), texts or [None] * len(keys))
        stacked = np.stack([integers(fetched[name]) for name in columns])
        return cls(days, group_of, groups, stacked, statement)


@dataclass(frozen=True)
class Gathered:
    """One line per bucket and group that has any, in the order of bucket and group.

    Attributes:
        buckets: the number of the period; None without a grain.
        places: of each line's group in the groups of its series.
        numbers: one row of integers per column asked for; `NONE` where there is no least.
    """

    buckets: Integers | None
    places: Integers
    numbers: tuple[Integers, ...]

    def kept(self, lines: NDArray[np.bool_]) -> "Gathered":
        """Some of the lines."""
        buckets = None if self.buckets is None else self.buckets[lines]
        return Gathered(buckets, self.places[lines], tuple(row[lines] for row in self.numbers))


def gathered(
    series: Series, wanted: Sequence[int], least: Sequence[bool], days: tuple[int | None, int | None], grain: Grain | None,
    fiscal_start: int,
) -> Gathered:  # fmt: skip
    """What the days from the first to the last hold of the wanted columns, by period and group."""
    inside = np.ones(len(series.days), dtype=bool)
    if days[0] is not None:
        inside &= series.days >= days[0]
    if days[1] is not None:
        inside &= series.days <= days[1]
    lines = np.flatnonzero(inside)
    group_of = series.group_of[lines]
    bucket = None if grain is None else buckets(series.days[lines], grain, fiscal_start)
    if not len(lines):
        return Gathered(bucket, group_of, tuple(np.zeros(0, dtype=np.int64) for _ in wanted))
    changes = group_of[1:] != group_of[:-1]
    if bucket is not None:
        changes |= bucket[1:] != bucket[:-1]
    starts = np.flatnonzero(np.r_[True, changes])
    numbers = [
        (np.minimum if lowest else np.add).reduceat(series.columns[column][lines], starts)
        for column, lowest in zip(wanted, least, strict=True)
    ]
    if bucket is None:
        return Gathered(None, group_of[starts], tuple(numbers))
    order = np.lexsort((group_of[starts], bucket[starts]))
    return Gathered(bucket[starts][order], group_of[starts][order], tuple(row[order] for row in numbers))


def merged(first: Series, second: Series, least: Sequence[bool]) -> Series:
    """Both together: sums add up; of a column of which the least is taken, only what the second one tells counts."""
    groups = _sorted({*first.groups, *second.groups})
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


def _sorted(groups: Iterable[Group]) -> list[Group]:
    """In the order the engine gives them: what is empty last."""
    return sorted(groups, key=lambda group: [(value is None, value) for value in group])


def buckets(days: Integers, grain: Grain, fiscal_start: int) -> Integers:
    """The number of the period each day falls in, as `build.bucket_sql` numbers them."""
    if grain is Grain.WEEK:
        return (days + 3) // 7
    lengths = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.HALF: 6, Grain.YEAR: 12}
    if grain not in lengths:
        return days
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12
    return (months - (fiscal_start - 1)) // lengths[grain]


def integers(found: Any) -> Integers:
    """A fetched column as integers; what is empty stands for none."""
    if isinstance(found, np.ma.MaskedArray):
        found = np.ma.filled(found.astype(np.int64), NONE)
    return np.asarray(found, dtype=np.int64)


def _grouped(
    keys: Sequence[Any], lines: int, texts: Sequence[Sequence[str] | None]
) -> tuple[Integers, tuple[Group, ...]]:
    """The place of each line's group, and the groups, of lines that come in the order of their groups."""
    if not lines or not keys:
        return np.zeros(lines, dtype=np.int64), () if keys else ((),)
    changes = np.zeros(lines, dtype=bool)
    changes[0] = True
    for key in keys:
        changes[1:] |= _differs(key)
    starts = np.flatnonzero(changes)
    values = (_values(key[starts], known) for key, known in zip(keys, texts, strict=True))
    return np.cumsum(changes) - 1, tuple(zip(*values, strict=True))


def _differs(key: Any) -> NDArray[np.bool_]:
    """Whether each value but the first differs from the one before it; what is empty is like what is empty."""
    if isinstance(key, np.ma.MaskedArray):
        empty, filled = np.ma.getmaskarray(key), key.filled(key.data[0])
        return np.asarray((filled[1:] != filled[:-1]) | (empty[1:] != empty[:-1]))
    differs = np.asarray(key[1:] != key[:-1], dtype=bool)
    if key.dtype.kind in "Of":
        places = np.flatnonzero(differs)
        alike = [place for place in places if _is_empty(key[place]) and _is_empty(key[place + 1])]
        differs[alike] = False  # two of them are unlike each other to numpy
    return differs


def _values(found: Any, texts: Sequence[str] | None) -> list[str | int | bool | None]:
    """A fetched key as Python values; codes as what they stand for."""
    values = [None if _is_empty(value) else value for value in found.tolist()]
    if texts is None or found.dtype.kind not in "iu":
        return values
    return [None if value is None else texts[value] for value in values]


def _is_empty(value: object) -> bool:
    """An empty text comes as nan."""
    return isinstance(value, float)
