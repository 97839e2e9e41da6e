"""The intervals of many groups at once: to the last digit those of `intervals`, which gives the methods."""

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, gammaincinv, stdtrit

from metrics.intervals import SMALL_N

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]
CONFIDENCE = 0.95
TAIL = (1 - CONFIDENCE) / 2
LARGEST = 2**53
"""Whole numbers up to here lose nothing as floating-point numbers."""


def proportions(hits: Integers, n: Integers) -> tuple[Numbers, Numbers]:
    """Both ends of the interval shown beside each rate, exact below n = 10 and Wilson from there on; nan without cases."""
    low, high = np.full(len(n), np.nan), np.full(len(n), np.nan)
    large, small = n >= SMALL_N, (n > 0) & (n < SMALL_N)
    low[large], high[large] = _wilson(hits[large], n[large])
    low[small], high[small] = _clopper_pearson(hits[small], n[small])
    return low, high


def means(n: Integers, total: Integers, squares: Integers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Mean, standard deviation and both ends of the interval of each; only the mean of one value, nothing (nan) of none.

    Needs sums whose products fit: see `exact`.
    """
    count, some, more = n.astype(np.float64), n > 0, n > 1
    average, sd, half = (np.full(len(n), np.nan) for _ in range(3))
    average[some] = total[some] / count[some]
    spread = (n * squares - total * total)[more] / (n * (n - 1))[more]
    sd[more] = _roots(np.maximum(0.0, spread))
    half[more] = stdtrit(count[more] - 1, 0.5 + CONFIDENCE / 2) * sd[more] / _roots(count[more])
    return average, sd, average - half, average + half


def exact(n: Integers, total: Integers, squares: Integers) -> bool:
    """Whether the sums are small enough for `means`."""
    if not len(n):
        return True
    most, largest = int(n.max()), int(np.abs(total).max())
    return max(most * int(squares.max()), largest * largest, most * most) < LARGEST


def rates_per(counts: Integers, exposures: Integers) -> tuple[Numbers, Numbers]:
    """Both ends of the exact interval of each rate of events per unit of exposure; nan without exposure."""
    low, high = np.full(len(counts), np.nan), np.full(len(counts), np.nan)
    some = exposures > 0
    least, exposed = np.zeros(int(some.sum())), exposures[some]
    events = counts[some]
    least[events > 0] = gammaincinv(events[events > 0], TAIL)
    low[some], high[some] = least / exposed, gammaincinv(events + 1, 1 - TAIL) / exposed
    return low, high


def _wilson(hits: Integers, n: Integers) -> tuple[Numbers, Numbers]:
    z = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2)
    rate = hits / n
    centre = (rate + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * _roots(rate * (1 - rate) / n + z * z / (4 * n * n))
    low = np.where(hits == 0, 0.0, np.maximum(0.0, centre - half))
    return low, np.where(hits == n, 1.0, np.minimum(1.0, centre + half))


def _clopper_pearson(hits: Integers, n: Integers) -> tuple[Numbers, Numbers]:
    low, high = np.zeros(len(n)), np.ones(len(n))
    some, missed = hits > 0, hits < n
    low[some] = betaincinv(hits[some], (n - hits + 1)[some], TAIL)
    high[missed] = betaincinv((hits + 1)[missed], (n - hits)[missed], 1 - TAIL)
    return low, high


def _roots(values: Numbers) -> Numbers:
    """Square roots as Python's power gives them, which can differ from numpy's in the last digit."""
    return np.array([value**0.5 for value in values.tolist()], dtype=np.float64)
