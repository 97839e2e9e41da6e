"""Control charts: the limits between which a process stays as long as nothing about it changes. Here: XmR.

W. A. Shewhart, "Economic Control of Quality of Manufactured Product" (1931); XmR after D. J. Wheeler, "Understanding
Variation" (1993). In every chart `excluded` are places, counted from 0, that get limits but are neither judged nor
counted in the centre, such as a period still running.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from statistics import fmean

from metrics.run_rules import Line, Rule, rules_completed

LIMIT_FACTOR = 2.66
"""Mean moving range → distance of the limits from the centre: 3 / 1.128."""

RANGE_FACTOR = 3.268
"""Mean moving range → limit of a single moving range: D₄ for two points."""


class ChartKind(StrEnum):
    """The three kinds of control chart; the data choose."""

    XMR = "xmr"
    P = "p"
    LANEY = "laney"


@dataclass(frozen=True)
class ControlChart:
    """The limits of a series and its signals; every sequence is as long as the series.

    Attributes:
        centre: the mean (XmR) or the pooled rate (p, p′).
        lower, upper: limits of each point; None where the point has no value. Limits of a rate stay within 0 and 1.
        signals: the rules each point completes; empty where it is noise.
        sigma_z: of a rate, how much more it varies from one period to the next than chance alone (1 = as chance).
            None for XmR, without two neighbouring rates, and where there are only hits or only misses.
        excluded: places that have limits but are not judged.
    """

    kind: ChartKind
    centre: float
    lower: tuple[float | None, ...]
    upper: tuple[float | None, ...]
    signals: tuple[tuple[Rule, ...], ...]
    sigma_z: float | None = None
    excluded: frozenset[int] = frozenset()

    def last(self, count: int) -> "ControlChart":
        """The latest points only, count ≥ 1; limits and signals stay those of the whole series."""
        cut = max(0, len(self.lower) - count)
        return replace(
            self, lower=self.lower[cut:], upper=self.upper[cut:], signals=self.signals[cut:],
            excluded=frozenset(place - cut for place in self.excluded if place >= cut),
        )  # fmt: skip


def chart(
    kind: ChartKind, values: Sequence[float | None], centre: float, line: Line, excluded: Collection[int],
    *, bounds: tuple[float, float] = (float("-inf"), float("inf")), sigma_z: float | None = None,
) -> ControlChart:  # fmt: skip
    """A chart from its lines: limits at three sigmas, kept within `bounds`, and the signals of the judged points."""
    known = {place for place, value in enumerate(values) if value is not None}
    return ControlChart(
        kind=kind,
        centre=centre,
        lower=tuple(max(bounds[0], line(place, -3)) if place in known else None for place in range(len(values))),
        upper=tuple(min(bounds[1], line(place, 3)) if place in known else None for place in range(len(values))),
        signals=rules_completed(without(values, excluded), line),
        sigma_z=sigma_z,
        excluded=frozenset(excluded),
    )


def xmr(values: Sequence[float | None], excluded: Collection[int] = ()) -> ControlChart:
    """Mean ± 2.66 × mean moving range, in the unit of the values; a lower limit may be below 0.

    Raises ValueError where no two neighbouring points are known.
    """
    used = without(values, excluded)
    ranges = moving_ranges(used)
    if not ranges:
        raise ValueError("an XmR chart needs two neighbouring points")
    centre = fmean(value for value in used if value is not None)
    sigma = LIMIT_FACTOR * fmean(ranges) / 3
    return chart(ChartKind.XMR, values, centre, lambda _, sigmas: centre + sigmas * sigma, excluded)


def moving_range_limit(values: Sequence[float | None]) -> float | None:
    """The limit of a single moving range, 3.268 × their mean; None where no two neighbouring points are known."""
    ranges = moving_ranges(values)
    return RANGE_FACTOR * fmean(ranges) if ranges else None


def moving_ranges(values: Sequence[float | None]) -> list[float]:
    """The distances between neighbouring known points; a gap is not bridged."""
    return [abs(after - before) for before, after in pairwise(values) if before is not None and after is not None]


def without(values: Sequence[float | None], excluded: Collection[int]) -> list[float | None]:
    """The series with the excluded places emptied."""
    return [None if place in excluded else value for place, value in enumerate(values)]
