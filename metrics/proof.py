"""What it takes to show that a claimed rate is reached: how many may fail, how many must succeed, how many to look at.

A sample that merely reaches the claim does not show it; these answer what a sample must look like so that, with the
confidence asked for, the true rate is at least the claimed one.
"""

from bisect import bisect_left
from math import ceil, log

import numpy as np
from scipy.special import bdtr

from metrics.intervals import wilson_lower_one_sided


def most_failures(n: int, claimed: float, confidence: float = 0.95) -> int | None:
    """The most failures among n with which a success rate of at least `claimed` is shown; None if none would do.

    Exact one-sided binomial test (Clopper and Pearson, 1934): were the true rate only `claimed`, so few failures would
    come about with a probability of at most 1 − confidence. Claimed and confidence are fractions above 0; a claim of 1
    can never be shown. Raises ValueError for another claim.
    """
    _check(claimed)
    enough = bdtr(np.arange(n + 1, dtype=float), n, 1 - claimed) <= 1 - confidence
    return int(enough.sum()) - 1 if enough.any() else None


def hits_needed(n: int, claimed: float, confidence: float = 0.95) -> int | None:
    """The fewest hits among n with which the one-sided Wilson bound reaches `claimed`; None if even n are too few.

    Needs n ≥ 1. Slightly easier to meet than the exact test behind `most_failures`, and the one behind the intervals
    shown from n = 10 on. Raises ValueError for a claim outside 0–1 or of 0.
    """
    _check(claimed)
    needed = bisect_left(range(n + 1), claimed, key=lambda hits: wilson_lower_one_sided(hits, n, confidence))
    return needed if needed <= n else None


def fewest_without_failure(claimed: float, confidence: float = 0.95) -> int | None:
    """How many must be looked at, none failing, to show a rate of at least `claimed`; None for a claim of 1.

    The success run: the smallest n with claimedⁿ ≤ 1 − confidence. Raises ValueError for a claim outside 0–1 or of 0.
    """
    _check(claimed)
    if claimed == 1:
        return None
    exact = log(1 - confidence) / log(claimed)
    return max(1, ceil(exact - 1e-9))  # 0.9 and 0.1 must give 1, not the 2 that rounding would make of it


def _check(claimed: float) -> None:
    if not 0 < claimed <= 1:
        raise ValueError(f"a claimed rate lies above 0 and up to 1, not at {claimed}")
