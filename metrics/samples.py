"""Samples told by their number, mean and variance: one taken out of another, and compared before and after."""

from collections.abc import Sequence
from math import sqrt

import numpy as np
from scipy.special import ndtri, stdtr

from metrics.group_tests import TINY
from metrics.model import Row

Sample = tuple[float, float, float]
"""Number, mean and variance of the single values."""


def sample_of(row: Row) -> Sample:
    """A row of a mean as a sample."""
    return float(row.n), row.value or 0.0, (row.sd or 0.0) ** 2


def without(whole: Sample, part: Sample) -> Sample:
    """A sample less a part of it; nothing is (0, 0, 0)."""
    n = whole[0] - part[0]
    if n <= 0:
        return 0.0, 0.0, 0.0
    mean = (whole[0] * whole[1] - part[0] * part[1]) / n
    between = n * part[0] / whole[0] * (mean - part[1]) ** 2
    squares = (whole[0] - 1) * whole[2] - (part[0] - 1) * part[2] - between
    return n, mean, max(0.0, squares / max(n - 1, 1))


def difference_of_changes(own: Sequence[Sample], rest: Sequence[Sample]) -> tuple[float, float]:
    """How much more the mean of `own` (before, now) changed than that of `rest`, and that as a normal deviate.

    Welch's t with Satterthwaite's degrees of freedom (F. E. Satterthwaite, 1946, Biometrics Bulletin 2, 110–114). A
    sample whose values are all alike says nothing of its spread: the widest of the others stands in. Needs n ≥ 2 each.
    """
    cells = [*own, *rest]
    widest = max(variance for _, _, variance in cells)
    errors = [(variance or widest) / n for n, _, variance in cells]
    apart = (own[1][1] - own[0][1]) - (rest[1][1] - rest[0][1])
    if not widest:
        return apart, 0.0
    freedom = sum(errors) ** 2 / sum(error**2 / (n - 1) for error, (n, _, _) in zip(errors, cells, strict=True))
    t = apart / sqrt(sum(errors))
    return apart, float(-np.sign(t) * ndtri(max(float(stdtr(freedom, -abs(t))), TINY)))
