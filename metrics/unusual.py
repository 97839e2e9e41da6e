"""Groups with more cases than their share of the exposure explains, such as a merchant with too many complaints.

Expected is the overall rate × the group's exposure (orders). How often chance brings as many cases is the exact upper
tail of the Poisson distribution; where the groups' rates differ among themselves anyway, of the negative binomial.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, gammainc

from metrics.many_groups import false_discovery, winsorised_dispersion

LEVEL = 0.05
"""The false-discovery rate: of the groups reported, at most this share is expected to be chance."""

LEAST_CASES = 5
"""A group with fewer cases is never reported, however few were expected."""


@dataclass(frozen=True)
class Unusual:
    """One group that stands out.

    Attributes:
        place: of the group in the sequences given, from 0.
        observed, expected: cases.
        p_value: how often chance alone brings at least as many.
        q_value: p adjusted for the number of groups looked at.
    """

    place: int
    observed: int
    expected: float
    p_value: float
    q_value: float

    @property
    def ratio(self) -> float:
        """Observed / expected."""
        return self.observed / self.expected


def unusual(counts: Sequence[int], exposures: Sequence[float]) -> tuple[Unusual, ...]:
    """The groups that stand out, the least explicable first.

    A group without exposure is left out, its cases too: nothing can be expected of it. All others count among the
    tests, also those too small to be reported. The false-discovery rate is held to 5 % by Benjamini and Hochberg
    (1995). Raises ValueError where the two sequences differ in length.
    """
    groups = [(place, *pair) for place, pair in enumerate(zip(counts, exposures, strict=True)) if pair[1] > 0]
    total = sum(count for _, count, _ in groups)
    if not total:
        return ()
    rate = total / sum(exposure for _, _, exposure in groups)
    expected = [rate * exposure for _, _, exposure in groups]
    variance = _variance_of_rates([count for _, count, _ in groups], expected)
    p = [_upper_tail(count, mean, variance) for (_, count, _), mean in zip(groups, expected, strict=True)]
    found = [
        Unusual(place, count, mean, chance, float(adjusted))
        for (place, count, _), mean, chance, adjusted in zip(groups, expected, p, false_discovery(p), strict=True)
        if adjusted <= LEVEL and count >= LEAST_CASES
    ]
    return tuple(sorted(found, key=lambda group: (group.p_value, -group.ratio, group.place)))


def _variance_of_rates(observed: Sequence[int], expected: Sequence[float]) -> float:
    """τ², the variance of the groups' true rates as multiples of the overall one; 0 where chance explains all.

    The additive model: by moments (R. DerSimonian and N. Laird, 1986, Controlled Clinical Trials 7, 177–188) from
    z = (observed − expected) / √expected, winsorised so that those looked for do not hide themselves (D. J.
    Spiegelhalter, 2005, Quality and Safety in Health Care 14, 347–351). 0 with fewer than ten groups.
    """
    e = np.asarray(expected)
    dispersion = winsorised_dispersion(list((np.asarray(observed) - e) / np.sqrt(e)))
    if dispersion is None:
        return 0.0
    return max(0.0, float((len(e) * dispersion - (len(e) - 1)) / (e.sum() - (e**2).sum() / e.sum())))


def _upper_tail(observed: int, expected: float, variance: float) -> float:
    """P(X ≥ observed): Poisson; with gamma-distributed rates of that variance, negative binomial of size 1 / variance.

    Written as the incomplete gamma and beta functions, which stay exact far out in the tail.
    """
    if observed == 0:
        return 1.0
    if variance == 0:
        return float(gammainc(observed, expected))
    return float(betainc(observed, 1 / variance, expected * variance / (1 + expected * variance)))
