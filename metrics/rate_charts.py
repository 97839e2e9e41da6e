"""Control charts of rates: p-chart, Laney p′ where rates vary more than chance allows, exact limits where cases are few.

`hits` and `n` are counts per period, None or n = 0 where a period has no cases; limits are fractions from 0 to 1.
p-chart: W. A. Shewhart (1931). p′: D. B. Laney (2002), "Improved control charts for attributes", Quality Engineering
14, 531–537. Each chart raises ValueError where there are no cases at all.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import NormalDist, fmean

from scipy.special import bdtr, bdtrik, chdtrc

from metrics.control_charts import ChartKind, ControlChart, chart, moving_ranges, without

Counts = Sequence[int | None]

D2 = 1.128
"""Mean moving range of two points → standard deviation."""

FEW = 5
"""Fewer hits or misses than this in the average period, and limits by the normal distribution mean nothing: the rule
of thumb n·p ≥ 5 and n·(1 − p) ≥ 5."""

DISPERSION_LEVEL = 0.01
"""The level of the test for more variation than chance allows."""


def p_chart(hits: Counts, n: Counts, excluded: Collection[int] = ()) -> ControlChart:
    """p̄ ± 3·√(p̄(1 − p̄)/nᵢ), with p̄ the pooled rate."""
    series = _series(hits, n, excluded)
    return _normal_chart(ChartKind.P, series, 1.0, excluded)


def laney(hits: Counts, n: Counts, excluded: Collection[int] = ()) -> ControlChart:
    """p̄ ± 3·√(p̄(1 − p̄)/nᵢ)·σ_z, with σ_z = mean moving range of z / 1.128 and z = (pᵢ − p̄) / √(p̄(1 − p̄)/nᵢ).

    Raises ValueError also where σ_z has no value (see `ControlChart`).
    """
    series = _series(hits, n, excluded)
    if series.sigma_z is None:
        raise ValueError("a p′ chart needs two neighbouring rates, and both hits and misses")
    return _normal_chart(ChartKind.LANEY, series, series.sigma_z, excluded)


def exact_p_chart(hits: Counts, n: Counts, excluded: Collection[int] = ()) -> ControlChart:
    """A p-chart for few hits or few misses: each line is a quantile of the binomial distribution of nᵢ cases.

    The line at k sigmas is the quantile Φ(k), so that a point lies beyond it no oftener than on a normal chart; the
    middle, which runs on one side are counted from, is the median. Probability limits: D. C. Montgomery,
    "Introduction to Statistical Quality Control", 7th ed. (2013), section 7.3.
    """
    series = _series(hits, n, excluded)

    def line(place: int, sigmas: float) -> float:
        size = series.sizes[place]
        return _binomial_quantile(NormalDist().cdf(sigmas), size, series.centre) / size

    return chart(ChartKind.P, series.rates, series.centre, line, excluded, bounds=(0.0, 1.0), sigma_z=series.sigma_z)


def rate_chart(hits: Counts, n: Counts, excluded: Collection[int] = ()) -> ControlChart:
    """The chart the data ask for.

    Exact limits where the average period has fewer than 5 hits or 5 misses. Else p′ where rates vary more than chance
    allows: the binomial dispersion test, Σz² against χ² with k − 1 degrees of freedom, rejects at 1 % (R. A. Fisher,
    "Statistical Methods for Research Workers", 1925, section 19), and σ_z > 1, since a mere step between two steady
    levels also has a large Σz² but needs no wider limits. Else the p-chart.
    """
    series = _series(hits, n, excluded)
    share = min(series.centre, 1 - series.centre)
    if share * fmean(series.sizes[place] for place in series.used) < FEW:
        return exact_p_chart(hits, n, excluded)
    z = [value for value in series.z if value is not None]
    by_chance = float(chdtrc(len(z) - 1, sum(value * value for value in z))) if len(z) > 1 else 1.0
    if by_chance < DISPERSION_LEVEL and (series.sigma_z or 0) > 1:
        return laney(hits, n, excluded)
    return p_chart(hits, n, excluded)


def rates(hits: Counts, n: Counts) -> list[float | None]:
    """The rate of each period; None where there are no cases."""
    return [hit / size if hit is not None and size else None for hit, size in zip(hits, n, strict=True)]


@dataclass(frozen=True)
class _Series:
    """What the charts share: rates and sizes per period, pooled rate, deviations and which places are counted."""

    rates: list[float | None]
    sizes: list[int]
    used: list[int]
    centre: float

    def sigma(self, place: int) -> float:
        return float((self.centre * (1 - self.centre) / self.sizes[place]) ** 0.5)

    @property
    def z(self) -> list[float | None]:
        """Deviation of each counted rate in its own sigmas."""
        deviations: list[float | None] = [None] * len(self.rates)
        for place in self.used:
            if (rate := self.rates[place]) is not None and self.sigma(place):
                deviations[place] = (rate - self.centre) / self.sigma(place)
        return deviations

    @property
    def sigma_z(self) -> float | None:
        ranges = moving_ranges(self.z)
        return fmean(ranges) / D2 if ranges else None


def _series(hits: Counts, n: Counts, excluded: Collection[int]) -> _Series:
    values = rates(hits, n)
    used = [place for place, value in enumerate(without(values, excluded)) if value is not None]
    if not used:
        raise ValueError("a chart of rates needs cases")
    sizes = [size or 0 for size in n]
    return _Series(values, sizes, used, sum(hits[place] or 0 for place in used) / sum(sizes[place] for place in used))


def _normal_chart(kind: ChartKind, series: _Series, widened: float, excluded: Collection[int]) -> ControlChart:
    def line(place: int, sigmas: float) -> float:
        return series.centre + sigmas * widened * series.sigma(place)

    return chart(kind, series.rates, series.centre, line, excluded, bounds=(0.0, 1.0), sigma_z=series.sigma_z)


def _binomial_quantile(probability: float, n: int, rate: float) -> int:
    """The fewest hits that n cases stay within with at least this probability."""
    if rate in (0, 1):
        return round(n * rate)
    hits = ceil(bdtrik(probability, n, rate))
    return hits - 1 if hits and bdtr(hits - 1, n, rate) >= probability else hits  # the root may be a hair too high
