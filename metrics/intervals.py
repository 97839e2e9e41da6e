"""Confidence intervals: of a proportion, a mean, a net promoter score, a rate of events and a ratio of two rates.

Wilson: E. B. Wilson (1927), JASA 22, 209–212. Exact: C. J. Clopper and E. S. Pearson (1934), Biometrika 26, 404–413.
Mean: "Student" (1908), Biometrika 6, 1–25. Events: F. Garwood (1936), Biometrika 28, 437–442. Ratio of rates:
K. J. Rothman, S. Greenland and T. L. Lash, "Modern Epidemiology", 3rd ed. (2008), chapter 14.
"""

from math import exp, inf
from statistics import NormalDist

from scipy.special import betaincinv, gammaincinv, stdtrit

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


def mean(
    n: int, total: float, total_of_squares: float, confidence: float = 0.95
) -> tuple[float, float | None, float | None, float | None]:
    """Mean, sample standard deviation (n − 1) and the ends of the t interval, in the unit of the values. Needs n ≥ 1.

    From the number, the sum and the sum of squares of the values; whole numbers lose nothing to rounding. One value
    has a mean only, the rest is None. Values that are all alike give an interval without width.
    """
    average = total / n
    if n == 1:
        return average, None, None, None
    sd = max(0.0, (n * total_of_squares - total * total) / (n * (n - 1))) ** 0.5
    half = float(stdtrit(n - 1, 0.5 + confidence / 2)) * sd / n**0.5
    return average, sd, average - half, average + half


def nps(
    promoters: int, detractors: int, n: int, confidence: float = 0.95
) -> tuple[float, float | None, float | None]:  # fmt: skip
    """Net promoter score and the ends of its interval, in points from −100 to 100. Needs n ≥ 1.

    Each answer counts 1, 0 or −1, so with shares p and d the score p − d has the variance (p + d − (p − d)²) / n, and
    the interval is ± z standard errors. Below n = 10 that is not to be trusted: no interval (None). Where all answers
    are of one kind the variance is nought and would claim certainty: the exact upper bound of a share seen 0 times in
    n then stands for the answers of the other kinds, all taken to be the furthest away.
    """
    share = (promoters - detractors) / n
    if n < SMALL_N:
        return 100 * share, None, None
    variance = (n * (promoters + detractors) - (promoters - detractors) ** 2) / n**2
    if variance:
        half = NormalDist().inv_cdf(0.5 + confidence / 2) * (variance / n) ** 0.5
    else:
        half = clopper_pearson(0, n, confidence)[1] * (1 + abs(share))
    return 100 * share, 100 * max(-1.0, share - half), 100 * min(1.0, share + half)


def poisson(count: int, confidence: float = 0.95) -> tuple[float, float]:
    """The exact interval of the expected number of events where `count` happened (Garwood)."""
    tail = (1 - confidence) / 2
    low = 0.0 if count == 0 else float(gammaincinv(count, tail))
    return low, float(gammaincinv(count + 1, 1 - tail))


def rate_per(count: int, exposure: float, confidence: float = 0.95) -> tuple[float, float]:
    """The exact interval of events per unit of exposure (orders, days, …). Needs exposure > 0."""
    low, high = poisson(count, confidence)
    return low / exposure, high / exposure


def ratio_of_rates(
    count_a: int, exposure_a: float, count_b: int, exposure_b: float, confidence: float = 0.95
) -> tuple[float, float, float] | None:
    """Rate of a / rate of b with its interval; None where nothing happened on either side. Needs exposures > 0.

    The interval is symmetric in the logarithm, whose standard error is √(1/a + 1/b). Where one side has no events that
    has no value: given a + b, a is binomial, and the exact interval of its share is turned into that of the ratio
    (J. Przyborowski and H. Wilenski, 1940, Biometrika 31, 313–323). Without events in b ratio and upper end are
    infinite.
    """
    if count_a + count_b == 0:
        return None
    scale = exposure_b / exposure_a
    ratio = count_a / count_b * scale if count_b else inf
    if count_a and count_b:
        factor = exp(NormalDist().inv_cdf(0.5 + confidence / 2) * (1 / count_a + 1 / count_b) ** 0.5)
        return ratio, ratio / factor, ratio * factor
    low, high = clopper_pearson(count_a, count_a + count_b, confidence)
    return ratio, low / (1 - low) * scale, high / (1 - high) * scale if high < 1 else inf


def rule_of_three(months: float) -> float:
    """The most incidents a month that fit none in so many months, with 95 % confidence: 3 / months.

    J. A. Hanley and A. Lippman-Hand (1983), JAMA 249, 1743–1745; the 3 is −ln 0.05 = 2.996 rounded up.
    Needs months > 0.
    """
    return 3 / months
