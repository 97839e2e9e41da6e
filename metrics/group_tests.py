"""Tests on groups: one against the rest, and all being equal; for rates and for means.

`Rates` are (hits, n) per group, `Means` (n, mean, standard deviation of the single values); z is signed, positive where
the group is higher, and p are two-sided.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, fdtrc, gammaincc, ndtri, stdtr

Rates = Sequence[tuple[int, int]]
Means = Sequence[tuple[int, float, float]]

DRAWS, SEED = 4_999, 20_220_601
"""Of the simulated test; the seed is fixed, so that the same data always give the same answer."""

LEAST_EXPECTED = 5
"""With fewer expected hits or misses in a group, the chi-square distribution does not hold (Cochran, 1954)."""

MANY, MANY_HITS, LUMP = 100, 200, 0.5
"""From so many groups and so many hits and misses on the moments of a statistic are enough, if no single hit in the smallest
group moves it by more than this share of its standard deviation."""

TINY = 1e-300
"""Keeps z finite where p is too small for a number."""

REACH = 10
"""Standard deviations beyond the mean and the hits found at which the chances left out are below the last digit of theirs."""


def z_of_rate(hits: int, n: int, total_hits: int, total: int) -> float:
    """How far a group's rate is from that of the rest: the exact test of two rates, told as a normal deviate.

    Given all hits, those of the group are hypergeometric (R. A. Fisher, 1935); the middle p (H. O. Lancaster, 1961,
    JASA 56, 223–234) does away with most of the caution that counts bring. Exact, since promises are kept at rates
    near 1, where the normal formula sees signals in chance. Raises IndexError for counts that cannot be.
    """
    (z,) = z_of_rates([hits], [n], total_hits, total)
    return float(z)


def z_of_rates(hits: Sequence[int], n: Sequence[int], total_hits: int, total: int) -> NDArray[np.float64]:
    """The same of several groups of one whole, each against its own rest."""
    if not len(hits):
        return np.zeros(0)
    low, most = np.array([_likely(*group, total_hits, total) for group in zip(hits, n, strict=True)]).T
    found = np.array(hits)
    if ((found < low) | (found > most)).any():
        raise IndexError
    lengths = most - low + 1
    starts = np.cumsum(lengths) - lengths
    own = np.repeat(np.array(n, dtype=np.float64), lengths)
    possible = np.arange(lengths.sum()) - np.repeat(starts - low, lengths)
    before = possible - 1.0  # the chance of each number of hits, from that of one hit less
    more, fewer = (own - before) * (total_hits - before), possible * (total - own - total_hits + possible)
    more[starts] = fewer[starts] = 1.0
    steps = np.log(more / fewer)
    steps[starts[1:]] = -np.add.reduceat(steps, starts)[:-1]  # each group begins at nought again
    logs = np.cumsum(steps)
    chances = np.exp(logs - np.repeat(np.maximum.reduceat(logs, starts), lengths))
    at = starts + found - low
    whole = np.add.reduceat(chances, starts)
    middle = chances[at] / 2
    other_side = possible > np.repeat(found, lengths)
    above = np.add.reduceat(np.where(other_side, chances, 0.0), starts) + middle
    chances[at] = 0.0
    below = np.add.reduceat(np.where(other_side, 0.0, chances), starts) + middle
    lower = below < above
    z = ndtri(np.maximum(np.where(lower, below, above) / whole, TINY))
    return np.asarray(np.where(lower, z, -z), dtype=np.float64)


def p_rates_equal(groups: Rates) -> float | None:
    """The p of Pearson's chi-square test that all rates are equal; None for fewer than two groups. Needs n ≥ 1 each.

    Where a group expects fewer than 5 hits or misses, the same statistic is compared with its own distribution for the
    hits of all dealt out at random (A. C. A. Hope, 1968, J. R. Statist. Soc. B 30, 582–598); that of many groups by a gamma
    distribution of the same mean and variance, which takes no time.
    """
    if len(groups) < 2:
        return None
    hits, n = np.array(sorted(groups), dtype=np.int64).T  # sorted, so that the simulation does not hang on the order
    rate = hits.sum() / n.sum()
    if rate in (0, 1):
        return 1.0
    expected, variance = n * rate, n * rate * (1 - rate)
    distance = float(((hits - expected) ** 2 / variance).sum())
    if (n * min(rate, 1 - rate)).min() >= LEAST_EXPECTED:
        return float(chdtrc(len(n) - 1, distance))
    rarer = min(rate, 1 - rate)
    if len(n) >= MANY and n.sum() * rarer >= MANY_HITS:
        mean, spread = _moments(n.astype(np.float64), float(hits.sum()))
        if 1 / (n.min() * rarer) <= LUMP * spread:
            return float(gammaincc((mean / spread) ** 2, distance * mean / spread**2))
    dealt = np.random.default_rng(SEED).multivariate_hypergeometric(n, hits.sum(), size=DRAWS, method="marginals")
    as_far = ((dealt - expected) ** 2 / variance).sum(axis=1) >= distance * (1 - 1e-9)
    return float((1 + as_far.sum()) / (DRAWS + 1))


def _moments(n: NDArray[np.float64], hits: float) -> tuple[float, float]:
    """The exact mean and standard deviation of Pearson's statistic, all hits dealt out at random among groups of `n`.

    R. B. Dawson (1954), J. Amer. Statist. Assoc. 49, 280–281, for a table of groups by hits and misses. Needs more than
    three cases.
    """
    total, k = n.sum(), len(n)
    of_groups, of_sides = (k - 1) * (total - k) / (total - 1), (total - 2) / (total - 1)
    uneven = (total * (1 / n).sum() - k**2) / (total - 2)
    lopsided = (total * (1 / hits + 1 / (total - hits)) - 4) / (total - 2)
    variance = 2 * total / (total - 3) * (of_groups - uneven) * (of_sides - lopsided)
    variance += total**2 / (total - 1) * uneven * lopsided
    return total * (k - 1) / (total - 1), math.sqrt(variance)


def z_of_means(groups: Means) -> list[float]:
    """How far each mean is from that of the rest: Welch's t, told as a normal deviate of the same p.

    B. L. Welch (1947), Biometrika 34, 28–35. The mean of the rest is that of its cases, not of its groups. Needs n ≥ 1
    and a standard deviation above 0 each; a group without a rest has 0.
    """
    n, mean, sd = np.array(groups, dtype=np.float64).reshape(-1, 3).T
    rest = n.sum() - n
    if len(n) < 2:
        return [0.0] * len(n)
    apart = mean - ((n * mean).sum() - n * mean) / rest
    own, others = sd**2 / n, ((n * sd**2).sum() - n * sd**2) / rest**2
    degrees = np.maximum(n - 1, 1)
    shares = (n * sd**2) ** 2 / degrees
    freedom = (own + others) ** 2 / (own**2 / degrees + (shares.sum() - shares) / rest**4)
    t = apart / np.sqrt(own + others)
    return [float(value) for value in -np.sign(t) * ndtri(np.maximum(stdtr(freedom, -np.abs(t)), TINY))]


def p_means_equal(groups: Means) -> float | None:
    """The p of Welch's analysis of variance, which lets groups vary differently; None for fewer than two groups.

    B. L. Welch (1951), Biometrika 38, 330–336. Needs n ≥ 2 and a standard deviation above 0 each.
    """
    if len(groups) < 2:
        return None
    n, mean, sd = np.array(groups, dtype=np.float64).T
    k, weights = len(n), n / sd**2
    shares: NDArray[np.float64] = weights / weights.sum()
    between = float((weights * (mean - (shares * mean).sum()) ** 2).sum()) / (k - 1)
    looseness = float(((1 - shares) ** 2 / (n - 1)).sum())
    ratio = between / (1 + 2 * (k - 2) / (k**2 - 1) * looseness)
    return float(fdtrc(k - 1, (k**2 - 1) / (3 * looseness), ratio))


def _likely(hits: int, n: int, total_hits: int, total: int) -> tuple[int, int]:
    """The fewest and the most hits a group can have, but none so far off that its chance does not count.

    Of millions, thousands are left. The chances fall ever faster away from the mean, so what is left out beyond the hits
    found is as small against these as it is beyond the mean.
    """
    mean = n * total_hits / max(total, 1)
    variance = mean * (1 - total_hits / max(total, 1)) * (total - n) / max(total - 1, 1)
    reach = math.ceil(REACH * (math.sqrt(variance) + 1))
    least, most = max(0, n + total_hits - total), min(n, total_hits)
    low = max(least, math.floor(min(hits, mean)) - reach)
    return low, min(most, math.ceil(max(hits, mean)) + reach)
