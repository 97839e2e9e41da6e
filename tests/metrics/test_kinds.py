"""Kinds sampled day by day, and where that pace leads."""

from datetime import date

from metrics.kinds import at_this_pace, kinds_by_day, reached_on
from metrics.model import Row

DAY1, DAY2, DAY3 = date(2026, 7, 1), date(2026, 7, 2), date(2026, 7, 3)


def drawn(day: date | None, sku: str, n: int = 1) -> Row:
    return Row("kinds_sampled", day, (sku,), float(n), n, None, n)


def test_a_kind_drawn_again_counts_once_on_its_first_day() -> None:
    rows = [
        drawn(DAY3, "A"),
        drawn(DAY1, "A"),
        drawn(DAY1, "B"),
        drawn(DAY2, "C", 0),
        drawn(DAY3, "D"),
        drawn(None, "E"),
    ]
    assert kinds_by_day(rows) == [(DAY1, 2), (DAY3, 3)]
    assert kinds_by_day([]) == []


def test_the_day_the_target_was_reached() -> None:
    points = [(DAY1, 2), (DAY3, 5)]
    assert reached_on(points, 2) == DAY1
    assert reached_on(points, 3) == DAY3
    assert reached_on(points, 6) is None


def test_a_pace_goes_on_evenly_but_not_from_a_first_week() -> None:
    """126 kinds in 51 of 92 days lead to 227."""
    start, end = date(2026, 10, 1), date(2026, 12, 31)
    assert at_this_pace([(DAY1, 126)], start, date(2026, 11, 20), end) == 227
    assert at_this_pace([(DAY1, 126)], start, date(2026, 10, 6), end) is None
    assert at_this_pace([], start, date(2026, 11, 20), end) is None
    assert at_this_pace([(DAY1, 232)], start, end, end) == 232
