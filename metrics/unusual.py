"""Groups with more cases than their share of the exposure explains, such as a merchant with too many complaints.

Expected is the overall rate × the group's exposure (orders). How often chance brings as many cases is the exact upper
tail of the Poisson distribution; where the groups' rates differ among themselves anyway, of the negative binomial.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, gammainc

from metrics.many_groups import false_discovery, winsorised_dispersion

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]

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


def unusual(counts: Sequence[int] | Integers, exposures: Sequence[float] | Integers) -> tuple[Unusual, ...]:
    """The groups that stand out, the least explicable first.

    A group without exposure is left out, its cases too: nothing can be expected of it. All others count among the
    tests, also those too small to be reported. The false-discovery rate is held to 5 % by Benjamini and Hochberg
    (1995). Raises ValueError where the two sequences differ in length.
    """
    if len(counts) != len(exposures):
        raise ValueError(f"{len(counts)} counts and {len(exposures)} exposures differ in length")
    every, exposure = np.asarray(counts, dtype=np.int64), np.asarray(exposures, dtype=np.float64)
    places = np.flatnonzero(exposure > 0)
    observed, exposed = every[places], exposure[places]
    total = int(observed.sum())
    if not total:
        return ()
    expected = total / float(exposed.sum()) * exposed
    p = _upper_tails(observed, expected, _variance_of_rates(observed, expected))
    adjusted = false_discovery(p)
    found = [
        Unusual(*(row[line].item() for row in (places, observed, expected, p, adjusted)))
        for line in np.flatnonzero((adjusted <= LEVEL) & (observed >= LEAST_CASES))
    ]
    return tuple(sorted(found, key=lambda group: (group.p_value, -group.ratio, group.place)))


def _variance_of_rates(observed: Integers, expected: Numbers) -> float:
    """τ², the variance of the groups' true rates as multiples of the overall one; 0 where chance explains all.

    The additive model: by moments (R. DerSimonian and N. Laird, 1986, Controlled Clinical Trials 7, 177–188) from
    z = (observed − expected) / √expected, winsorised so that those looked for do not hide themselves (D. J.
    Spiegelhalter, 2005, Quality and Safety in Health Care 14, 347–351). 0 with fewer than ten groups.
    """
    dispersion = winsorised_dispersion((observed - expected) / np.sqrt(expected))
    if dispersion is None:
        return 0.0
    groups, total = len(expected), expected.sum()
    return max(0.0, float((groups * dispersion - (groups - 1)) / (total - (expected**2).sum() / total)))


def _upper_tails(observed: Integers, expected: Numbers, variance: float) -> Numbers:
    """P(X ≥ observed): Poisson; with gamma-distributed rates of that variance, negative binomial of size 1 / variance.

    Written as the incomplete gamma and beta functions, which stay exact far out in the tail.
    """
    chances = np.ones(len(observed))
    some = observed > 0
    cases, mean = observed[some], expected[some]
    if variance == 0:
        chances[some] = gammainc(cases, mean)
    else:
        chances[some] = betainc(cases, 1 / variance, mean * variance / (1 + mean * variance))
    return chances
