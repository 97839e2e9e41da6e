"""How far a sampling plan has come: different kinds of goods sampled, day by day, and where that pace leads."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import accumulate

from metrics.model import Row

SOON = 7
"""Days that must have passed before a pace says anything."""

Points = Sequence[tuple[date, int]]


def kinds_by_day(rows: Sequence[Row]) -> list[tuple[date, int]]:
    """(day, kinds so far) for each day that brought a new kind; from rows by day whose first group is the kind."""
    first: dict[object, date] = {}
    for row in rows:
        if row.period is not None and row.n:
            first[row.group[0]] = min(row.period, first.get(row.group[0], row.period))
    days = sorted(Counter(first.values()).items())
    return list(zip((day for day, _new in days), accumulate(new for _day, new in days), strict=True))


def reached_on(points: Points, target: float) -> date | None:
    """The first day on which so many kinds were sampled; None if that has not come."""
    return next((day for day, reached in points if reached >= target), None)


def at_this_pace(points: Points, start: date, today: date, end: date) -> int | None:
    """What the whole period would bring if its rest went like its part up to today; None in its first week."""
    passed = (today - start).days + 1
    if passed < SOON or not points:
        return None
    return round(points[-1][1] * ((end - start).days + 1) / passed)
