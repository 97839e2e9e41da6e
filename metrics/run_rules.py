"""Which points of a series stand out from its noise: four rules on where points lie about the lines of a control chart.

Rules 1, 2, 3 and 5 of L. S. Nelson (1984), "The Shewhart control chart: tests for special causes", Journal of Quality
Technology 16, 237–239.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import pairwise
from math import isclose
from typing import TypeVar


class Rule(StrEnum):
    """Why a point is a signal."""

    BEYOND_LIMITS = "beyond_limits"
    NINE_ON_ONE_SIDE = "nine_on_one_side"
    SIX_IN_A_TREND = "six_in_a_trend"
    TWO_OF_THREE = "two_of_three"


T = TypeVar("T", int, float)
Line = Callable[[int, float], float]
"""(place in the series, number of sigmas) → height of that line there; 0 sigmas is the middle, −3 the lower limit."""


def rules_completed(values: Sequence[float | None], line: Line) -> tuple[tuple[Rule, ...], ...]:
    """The rules each point completes, as the last of a run or as one that carries the run on.

    A point without a value breaks every run. A point on a line is not beyond it, and one on the middle line is on
    neither side.
    """
    zones = [None if value is None else _zone(value, place, line) for place, value in enumerate(values)]
    return tuple(
        () if value is None else tuple(rule for rule in Rule if _completes(rule, place, values, zones))
        for place, value in enumerate(values)
    )


def _completes(rule: Rule, place: int, values: Sequence[float | None], zones: Sequence[int | None]) -> bool:
    here = zones[place] or 0
    side = 1 if here > 0 else -1
    match rule:
        case Rule.BEYOND_LIMITS:
            return abs(here) == 3
        case Rule.NINE_ON_ONE_SIDE:
            run = _unbroken(zones, place, 9)
            return len(run) == 9 and all(zone * side > 0 for zone in run)
        case Rule.SIX_IN_A_TREND:
            points = _unbroken(values, place, 6)
            return len(points) == 6 and (
                all(a < b for a, b in pairwise(points)) or all(a > b for a, b in pairwise(points))
            )
        case Rule.TWO_OF_THREE:
            return abs(here) >= 2 and sum(zone * side >= 2 for zone in _unbroken(zones, place, 3)) >= 2


def _unbroken(points: Sequence[T | None], place: int, length: int) -> list[T]:
    """The last `length` points up to this place, fewer where a gap comes before."""
    run: list[T] = []
    for point in reversed(points[max(0, place + 1 - length) : place + 1]):
        if point is None:
            break
        run.append(point)
    return run[::-1]


def _zone(value: float, place: int, line: Line) -> int:
    """3 beyond the upper limit, 2 beyond two sigmas, 1 above the middle, 0 on it; negative below."""
    for zone, sigmas in ((3, 3.0), (2, 2.0), (1, 0.0)):
        for side in (1, -1):
            height = line(place, side * sigmas)
            if (value - height) * side > 0 and not isclose(value, height, rel_tol=1e-9, abs_tol=1e-12):
                return zone * side
    return 0
