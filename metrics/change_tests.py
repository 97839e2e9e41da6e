"""Is a change between two periods more than chance? Has one group changed otherwise than the rest? Has the mix shifted?

Each test takes rows of one metric. Periods are taken to be independent; where they share cases (a state of the same
people, a year to date within another) the tests are too careful rather than too bold.
"""

from collections.abc import Mapping, Sequence
from math import sqrt

import numpy as np
from scipy.special import bdtr, chdtrc, ndtr

from metrics.comparison import compare_means, compare_with_rest
from metrics.decompose import Group, is_count
from metrics.group_tests import p_means_equal, p_rates_equal, z_of_rate
from metrics.intervals import SMALL_N
from metrics.many_groups import winsorised_dispersion
from metrics.model import Kind, Metric, Row
from metrics.samples import Sample, difference_of_changes, sample_of, without

Pair = tuple[Row, Row]
"""The same group in the earlier and in the later period."""
Apart = tuple[float, float]
"""How much more a group changed than the rest, and that as a normal deviate."""


def large_enough(metric: Metric, before: Row, now: Row) -> bool:
    """Whether two rows may be compared: n ≥ 10 each; of counts and of cases per exposure, in both together."""
    if is_count(metric) or metric.kind is Kind.PER:
        return before.n + now.n >= SMALL_N
    return min(before.n, now.n) >= SMALL_N


def p_of_change(metric: Metric, before: Row, now: Row, days: tuple[int, int]) -> float:
    """The two-sided p of the whole change; `days` are the lengths of both spans, for counts. Needs rows large enough."""
    if is_count(metric):
        return p_of_counts(before.n, now.n, *(days if metric.kind is Kind.COUNT else (1, 1)))
    if metric.kind is Kind.PER:
        return p_of_counts(before.n, now.n, before.denominator or 0, now.denominator or 0)
    rows = (before, now)
    if metric.kind is Kind.MEAN:
        p = compare_means([(row.n, row.value, row.sd) for row in rows]).p_values[1]
    else:
        p = compare_with_rest([_rate(row) for row in rows]).p_values[1]
    return 1.0 if p is None else p


def p_of_counts(before: int, now: int, exposed_before: float, exposed_now: float) -> float:
    """Whether two counts of events have the same rate: given both together, the later one is binomial.

    J. Przyborowski and H. Wilenski (1940), Biometrika 31, 313–323; with the middle p, as in `z_of_rate`.
    """
    total, share = before + now, exposed_now / (exposed_before + exposed_now)
    fewer = float(bdtr(now - 1, total, share)) if now else 0.0
    middle = (fewer + float(bdtr(now, total, share))) / 2
    return min(1.0, 2 * min(middle, 1 - middle))


def p_of_groups(metric: Metric, whole: Pair, groups: Mapping[Group, Pair]) -> dict[Group, tuple[float, float]]:
    """By group large enough: how much more it changed than the rest, and the two-sided p of that.

    The difference is that of two changes in the metric's unit; of counts that of the shares of later cases, so that
    growing by the same factor is no difference. With ten groups or more p allows for over-dispersion.
    """
    found = {
        group: apart
        for group, pair in groups.items()
        if large_enough(metric, *pair) and (apart := _apart(metric, whole, pair)) is not None
    }
    spread = sqrt(max(1.0, winsorised_dispersion([z for _, z in found.values()]) or 1.0))
    return {group: (apart, 2 * float(ndtr(-abs(z) / spread))) for group, (apart, z) in found.items()}


def p_of_shift(metric: Metric, whole: Pair, pair: tuple[Row | None, Row | None]) -> float:
    """Whether one group's share of all cases has changed: the exact test of its cases against all others."""
    before, now = (_cases(metric, row) for row in pair)
    all_before, all_now = (_cases(metric, row) for row in whole)
    if not before + now or before + now < SMALL_N:
        return 1.0
    return 2 * float(ndtr(-abs(z_of_rate(now, before + now, all_now, all_before + all_now))))


def p_of_mix(metric: Metric, groups: Sequence[tuple[Row | None, Row | None]]) -> float:
    """Whether the groups' shares of all cases have changed *and* the groups differ, so that this matters: the larger p.

    The shares by Pearson's chi-square of groups by periods. The groups by the test of equality of their kind within each
    period, the smaller p doubled: over both together, a shift would make a change look like a difference of groups.
    """
    cases = [tuple(_cases(metric, row) for row in pair) for pair in groups]
    shifted = p_rates_equal([(now, before + now) for before, now in cases if before + now])
    alike = [_p_equal(metric, [pair[place] for pair in groups]) for place in (0, 1)]
    return 1.0 if shifted is None else max(shifted, min(1.0, 2 * min(alike)))


def _p_equal(metric: Metric, groups: Sequence[Row | None]) -> float:
    """The p of all groups of one period being alike; 1 where nothing can be tested."""
    rows = [row for row in groups if row is not None and _cases(metric, row)]
    if metric.kind is Kind.MEAN:
        p = p_means_equal([(row.n, row.value or 0.0, row.sd) for row in rows if row.n >= SMALL_N and row.sd])
    elif metric.kind is Kind.PER:
        p = _p_rates_per_equal([_rate(row) for row in rows])
    else:
        p = p_rates_equal([_rate(row) for row in rows])
    return 1.0 if p is None else p


def _p_rates_per_equal(groups: Sequence[tuple[int, int]]) -> float | None:
    """Of cases per exposure: Pearson's chi-square against cases in proportion to the exposure; None without any."""
    above, below = np.array(groups, dtype=np.float64).reshape(-1, 2).T
    if len(above) < 2 or not above.sum():
        return None
    expected = below * above.sum() / below.sum()
    return float(chdtrc(len(above) - 1, ((above - expected) ** 2 / expected).sum()))


def _apart(metric: Metric, whole: Pair, own: Pair) -> Apart | None:
    """A group against all other cases; None where there are too few others."""
    if metric.kind is Kind.MEAN:
        samples = [sample_of(row) for row in own]
        rest: list[Sample] = [without(sample_of(every), part) for every, part in zip(whole, samples, strict=True)]
        return difference_of_changes(samples, rest) if min(n for n, _, _ in rest) >= SMALL_N else None
    others = tuple(
        Row(metric.name, None, (), None, above, below, every.n - part.n)
        for every, part in zip(whole, own, strict=True)
        for above, below in [(_rate(every)[0] - _rate(part)[0], _rate(every)[1] - _rate(part)[1])]
    )
    if not large_enough(metric, others[0], others[1]):
        return None
    if is_count(metric):
        n, rest_n = (pair[0].n + pair[1].n for pair in (own, others))
        return own[1].n / n - others[1].n / rest_n, z_of_rate(own[1].n, n, whole[1].n, n + rest_n)
    cells = [_rate(row) for row in (*own, *others)]
    return _events_apart(cells) if metric.kind is Kind.PER else _rates_apart(cells)


def _rates_apart(cells: Sequence[tuple[int, int]]) -> Apart:
    """Of four rates: half a hit and half a miss are added to each, so that a group without a miss is not certain.

    R. M. Price and D. G. Bonett (2004), Computational Statistics & Data Analysis 45, 449–456.
    """
    values = [(hits + 0.5) / (n + 1) for hits, n in cells]
    variance = sum(value * (1 - value) / (n + 1) for value, (_, n) in zip(values, cells, strict=True))
    apart = (values[1] - values[0]) - (values[3] - values[2])
    return apart, apart / sqrt(variance)


def _events_apart(cells: Sequence[tuple[int, int]]) -> Apart | None:
    """Of events per exposure, whose variance is that of Poisson counts; None where one has no exposure."""
    if not all(exposure for _, exposure in cells):
        return None
    values = [cases / exposure for cases, exposure in cells]
    variance = sum((cases + 0.5) / exposure**2 for cases, exposure in cells)
    apart = (values[1] - values[0]) - (values[3] - values[2])
    return apart, apart / sqrt(variance)


def _rate(row: Row) -> tuple[int, int]:
    return row.numerator or 0, row.denominator or 0


def _cases(metric: Metric, row: Row | None) -> int:
    """What gives a group its weight: its cases, or its exposure."""
    if row is None:
        return 0
    return row.n if metric.kind is Kind.MEAN or is_count(metric) else row.denominator or 0
