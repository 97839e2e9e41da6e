"""Is a change between two periods more than chance? Has one group changed otherwise than the rest? Has the mix shifted?

Each test takes rows of one metric. Periods are taken to be independent; where they share cases (a state of the same
people, a year to date within another) the tests are too careful rather than too bold.
"""

from collections.abc import Mapping, Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, chdtrc, ndtr

from metrics.comparison import compare_means, compare_with_rest
from metrics.decompose import Group, is_count
from metrics.group_tests import p_means_equal, p_rates_equal, z_of_rate, z_of_rates
from metrics.intervals import SMALL_N
from metrics.many_groups import winsorised_dispersion
from metrics.model import Kind, Metric, Row
from metrics.samples import Sample, difference_of_changes, sample_of, without

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]
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
    large = {group: pair for group, pair in groups.items() if large_enough(metric, *pair)}
    if metric.kind is Kind.MEAN:
        found = {group: apart for group, pair in large.items() if (apart := _means_apart(whole, pair)) is not None}
    elif is_count(metric):
        found = _counts_apart(whole, large)
    else:
        found = _quotients_apart(metric, whole, large)
    spread = sqrt(max(1.0, winsorised_dispersion([z for _, z in found.values()]) or 1.0))
    p_values = (2 * ndtr(-np.abs([z for _, z in found.values()]) / spread)).tolist()
    return {group: (apart, p) for (group, (apart, _)), p in zip(found.items(), p_values, strict=True)}


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


def _means_apart(whole: Pair, own: Pair) -> Apart | None:
    """A group's mean against that of all other cases; None where there are too few others."""
    samples = [sample_of(row) for row in own]
    rest: list[Sample] = [without(sample_of(every), part) for every, part in zip(whole, samples, strict=True)]
    return difference_of_changes(samples, rest) if min(n for n, _, _ in rest) >= SMALL_N else None


def _counts_apart(whole: Pair, groups: Mapping[Group, Pair]) -> dict[Group, Apart]:
    """Each group's share of later cases against that of all other cases, of those with enough others; all at once."""
    before, now = whole[0].n, whole[1].n
    kept = {
        group: (later.n, earlier.n + later.n)
        for group, (earlier, later) in groups.items()
        if before + now - earlier.n - later.n >= SMALL_N
    }
    z = z_of_rates([own for own, _ in kept.values()], [n for _, n in kept.values()], now, before + now).tolist()
    return {
        group: (own / n - (now - own) / (before + now - n), deviate)
        for (group, (own, n)), deviate in zip(kept.items(), z, strict=True)
    }


def _quotients_apart(metric: Metric, whole: Pair, groups: Mapping[Group, Pair]) -> dict[Group, Apart]:
    """Each group's rate, or cases per exposure, against all other cases, of those with enough others; all at once."""
    own = _cells([row for pair in groups.values() for row in pair]).reshape(-1, 2, 3)
    others = _cells(whole) - own
    hits, n, cases = np.moveaxis(np.concatenate([own, others], axis=1), 2, 0)
    of_rest = cases[:, 2:]
    if metric.kind is Kind.PER:
        kept = (of_rest.sum(axis=1) >= SMALL_N) & (n > 0).all(axis=1)
        values, variances = _events(hits[kept], n[kept])
    else:
        kept = of_rest.min(axis=1) >= SMALL_N
        values, variances = _rates(hits[kept], n[kept])
    apart = (values[:, 1] - values[:, 0]) - (values[:, 3] - values[:, 2])
    z = apart / np.sqrt(((variances[:, 0] + variances[:, 1]) + variances[:, 2]) + variances[:, 3])
    names = [group for group, keep in zip(groups, kept, strict=True) if keep]
    return dict(zip(names, zip(apart.tolist(), z.tolist(), strict=True), strict=True))


def _rates(hits: Integers, n: Integers) -> tuple[Numbers, Numbers]:
    """Rates and their variances: half a hit and half a miss are added, so that a group without a miss is not certain.

    R. M. Price and D. G. Bonett (2004), Computational Statistics & Data Analysis 45, 449–456.
    """
    values = (hits + 0.5) / (n + 1)
    return values, values * (1 - values) / (n + 1)


def _events(cases: Integers, exposure: Integers) -> tuple[Numbers, Numbers]:
    """Events per exposure and their variances, those of Poisson counts."""
    return cases / exposure, (cases + 0.5) / exposure**2


def _cells(rows: Sequence[Row]) -> Integers:
    """Numerator, denominator and n of each row."""
    columns = [row.numerator or 0 for row in rows], [row.denominator or 0 for row in rows], [row.n for row in rows]
    return np.array(columns, dtype=np.int64).T


def _rate(row: Row) -> tuple[int, int]:
    return row.numerator or 0, row.denominator or 0


def _cases(metric: Metric, row: Row | None) -> int:
    """What gives a group its weight: its cases, or its exposure."""
    if row is None:
        return 0
    return row.n if metric.kind is Kind.MEAN or is_count(metric) else row.denominator or 0
