"""Confidence intervals of a proportion.

Wilson: E. B. Wilson (1927), JASA 22, 209–212. Exact: C. J. Clopper and E. S. Pearson (1934), Biometrika 26, 404–413.
"""

from statistics import NormalDist

from scipy.special import betaincinv

SMALL_N = 10
"""Below this n the exact interval is used, and nothing is compared or ranked."""


def wilson(hits: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """The Wilson score interval of hits / n, as fractions. Needs n ≥ 1."""
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    rate = hits / n
    centre = (rate + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * (rate * (1 - rate) / n + z * z / (4 * n * n)) ** 0.5
    return (0.0 if hits == 0 else max(0.0, centre - half)), (1.0 if hits == n else min(1.0, centre + half))


def clopper_pearson(hits: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """The exact interval of hits / n, as fractions. Needs n ≥ 1."""
    tail = (1 - confidence) / 2
    low = 0.0 if hits == 0 else float(betaincinv(hits, n - hits + 1, tail))
    high = 1.0 if hits == n else float(betaincinv(hits + 1, n - hits, 1 - tail))
    return low, high


def proportion(hits: int, n: int) -> tuple[float, float] | None:
    """The 95 % interval shown beside a rate: exact below n = 10, Wilson from there on; None without cases."""
    if n == 0:
        return None
    return clopper_pearson(hits, n) if n < SMALL_N else wilson(hits, n)


def wilson_lower_one_sided(hits: int, n: int, confidence: float = 0.95) -> float:
    """The one-sided lower bound: with this confidence the true rate is above it."""
    return wilson(hits, n, 2 * confidence - 1)[0]
