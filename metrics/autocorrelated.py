"""A regression on values week by week whose errors hang together: one coefficient, with its interval.

Weeks that follow each other are alike, so that 26 of them know less than 26 draws would; an interval that overlooks this
calls luck an effect. The errors are taken to be of first order, with a correlation ρ between neighbouring weeks that the
data know little about: estimating it and going on as if it were known makes intervals too short (S. L. Turner, A.
Karahalios, A. B. Forbes, M. Taljaard, J. M. Grimshaw and J. E. McKenzie, 2021, BMC Medical Research Methodology 21,
181). Here the coefficient is averaged over all ρ by the restricted likelihood of each (A. Zellner and G. C. Tiao, 1964,
JASA 59, 763–778; D. A. Harville, 1974, Biometrika 61, 383–385).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

Numbers = NDArray[np.float64]

RHO = np.linspace(0.0, 0.9, 19)
PRIOR = np.log1p(-RHO)
"""The logarithm of the prior ∝ 1 − ρ: mild autocorrelation is usual, strong is possible, negative is nothing to rely on."""
HALVINGS = 50
EXACT = 1e-12
"""Weeks nearer to their line than this part of their size lie on it, but for rounding."""


@dataclass(frozen=True)
class Estimate:
    """A value and the ends of its 95 % interval, in the unit of what was measured."""

    value: float
    low: float
    high: float


def coefficient(values: Numbers, variances: Numbers, weeks: Numbers, columns: Numbers, *, known: bool) -> Estimate:
    """The coefficient of the last column. Needs more weeks than columns, and a value that is not nought.

    `variances` say how sure the weeks are beside each other; where they are `known` in the unit of the values, not only
    in proportion, the errors are taken to be no smaller. `weeks` are the numbers of the weeks: they need not follow each
    other.
    """
    scale = 1 / np.sqrt(variances)
    gaps = np.abs(weeks[:, None] - weeks[None, :])
    roots = np.linalg.cholesky(RHO[:, None, None] ** gaps)
    stacked = np.column_stack([columns, values]) * scale[:, None]
    white = np.linalg.solve(roots, np.broadcast_to(stacked, (len(RHO), *stacked.shape)))
    given, told = white[..., :-1], white[..., -1:]
    crossed = np.swapaxes(given, 1, 2) @ given
    inverse = np.linalg.inv(crossed)
    found = inverse @ (np.swapaxes(given, 1, 2) @ told)
    squares = np.sum((told - given @ found) ** 2, axis=(1, 2))
    squares = np.maximum(squares, EXACT * (1.0 if known else np.sum(told**2, axis=(1, 2)).max()))
    free = len(values) - columns.shape[1]
    likely = (
        PRIOR
        - np.log(np.diagonal(roots, axis1=1, axis2=2)).sum(axis=1)
        - np.linalg.slogdet(crossed)[1] / 2
        - free / 2 * np.log(squares)
    )
    share = np.exp(likely - likely.max())
    share /= share.sum()
    spread = np.maximum(squares / free, 1.0 if known else 0.0)
    centres, errors = found[:, -1, 0], np.sqrt(spread * inverse[:, -1, -1])
    low, high = (_quantile(part, centres, errors, share, free) for part in (0.025, 0.975))
    return Estimate(float(share @ centres), low, high)


def between_weeks(values: Numbers, variances: Numbers, columns: Numbers) -> float:
    """The variance between weeks that the sampling variances leave over, by its moments; never below nought.

    R. DerSimonian and N. Laird (1986), Controlled Clinical Trials 7, 177–188, for a regression.
    """
    weighted = columns / variances[:, None]
    inverse = np.linalg.inv(columns.T @ weighted)
    left = values - columns @ (inverse @ (weighted.T @ values))
    expected = np.sum(1 / variances) - np.trace(inverse @ (weighted.T @ weighted))
    free = len(values) - columns.shape[1]
    return max(0.0, float((np.sum(left**2 / variances) - free) / expected))


def _quantile(part: float, centres: Numbers, errors: Numbers, share: Numbers, free: int) -> float:
    """Where the mixture of t distributions has so much of its mass below."""
    low, high = float((centres - 100 * errors).min()), float((centres + 100 * errors).max())
    for _half in range(HALVINGS):
        middle = (low + high) / 2
        below = share @ stdtr(free, (middle - centres) / errors)
        low, high = (middle, high) if below < part else (low, middle)
    return (low + high) / 2
