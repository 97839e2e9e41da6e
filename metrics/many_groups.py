"""What testing many groups at once asks for: allowing for over-dispersion, and holding down false discoveries."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MIN_GROUPS = 10
"""Below this, cutting back the outer tenths would touch nobody: over-dispersion would be made by the very groups that
are looked for, and hide them."""


def winsorised_dispersion(z: Sequence[float] | NDArray[np.float64]) -> float | None:
    """Mean square of z scores, the outer tenths set to the 10th and 90th percentile; None below ten groups.

    1 where groups differ as by chance. Winsorising keeps the few that really differ from widening everybody's limits.
    D. J. Spiegelhalter (2005), "Funnel plots for comparing institutional performance", Statistics in Medicine 24,
    1185–1202, section 5.
    """
    if len(z) < MIN_GROUPS:
        return None
    return float(np.mean(np.clip(z, *np.quantile(z, [0.1, 0.9])) ** 2))


def false_discovery(p_values: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Adjust p for the number of tests: of those then at most q, a share of q is expected to be wrong.

    The step-up procedure of Y. Benjamini and Y. Hochberg (1995), J. R. Statist. Soc. B 57, 289–300.
    """
    p = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(p)[::-1]
    scaled = p[order] * len(p) / np.arange(len(p), 0, -1)
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(1, np.minimum.accumulate(scaled))
    return adjusted
