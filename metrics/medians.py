"""Quantiles of a histogram, and how much a median has changed, with a bootstrap interval that resamples no rows.

A histogram is (value, count) pairs sorted by value, such as how often each number of seconds occurs: a list of them or an
array of two columns.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Histogram = Sequence[tuple[int, int]] | NDArray[np.int64] | NDArray[np.float64]

SEED = 20_220_601
"""Fixed, so that the same data always give the same interval."""


def quantile_of(histogram: Histogram, q: float) -> float:
    """The quantile q (0–1), linear between neighbouring values, in the unit of the values.

    Type 7 of R. J. Hyndman and Y. Fan (1996), The American Statistician 50, 361–365: of n sorted values the one at
    place (n − 1)·q, counted from 0. Raises ValueError for a histogram without cases or q outside 0–1.
    """
    values, ends = _columns(histogram)
    if not 0 <= q <= 1:
        raise ValueError(f"a quantile lies between 0 and 1, not at {q}")
    place = (ends[-1] - 1) * q
    before = int(place)
    low, high = values[np.searchsorted(ends, [before, min(before + 1, ends[-1] - 1)], side="right")]
    return float(low + (high - low) * (place - before))


def ratio_of_medians(
    before: Histogram, after: Histogram, *, seed: int = SEED, draws: int = 2_000
) -> tuple[float, float, float] | None:
    """Median after / median before with its 95 % percentile interval; None where a side has no cases or before is 0.

    Below 1 means quicker than before. A resample whose earlier median is 0 has no ratio and counts as infinite, so the
    interval may be open above. With fewer than ten cases on a side the interval is too narrow to be relied on.
    Bootstrap and percentile interval: B. Efron (1979), Annals of Statistics 7, 1–26.
    """
    if not all(np.reshape(side, (-1, 2))[:, 1].any() for side in (before, after)):
        return None
    earlier = quantile_of(before, 0.5)
    if earlier == 0:
        return None
    generator = np.random.default_rng(seed)
    medians_before = medians_of_resamples(before, generator, draws)
    medians_after = medians_of_resamples(after, generator, draws)
    ratios = np.divide(medians_after, medians_before, out=np.full(draws, np.inf), where=medians_before > 0)
    low, high = np.quantile(ratios, [0.025, 0.975], method="inverted_cdf")  # infinities cannot be interpolated
    return quantile_of(after, 0.5) / earlier, float(low), float(high)


def medians_of_resamples(histogram: Histogram, generator: np.random.Generator, draws: int) -> NDArray[np.float64]:
    """Medians of `draws` bootstrap samples, each as large as the data, drawn without building the samples.

    A case drawn with replacement is F⁻¹(U), with F the distribution of the data and U uniform; F⁻¹ never decreases, so
    the k-th smallest of n such cases is F⁻¹ of the k-th smallest of n uniforms, which is Beta(k, n + 1 − k). For odd
    n = 2m − 1 the median is the m-th. For even n = 2m it is the mean of the m-th and the next; given the m-th, u, the
    other m uniforms lie evenly on (u, 1), and the least of them is u + (1 − u)·Beta(1, m). So the result has exactly
    the distribution of resampling, at a cost that does not grow with n. J. S. Maritz and R. G. Jarrett (1978),
    JASA 73, 194–196.
    """
    values, ends = _columns(histogram)
    n = int(ends[-1])
    middle = (n + 1) // 2
    lower = generator.beta(middle, n + 1 - middle, draws)
    upper = lower + (1 - lower) * generator.beta(1, middle, draws) if n % 2 == 0 else lower
    places = np.searchsorted(ends / n, np.stack([lower, upper]), side="left")
    return np.asarray(values[np.minimum(places, len(values) - 1)].mean(axis=0), dtype=np.float64)


def _columns(histogram: Histogram) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The values that occur, and how many cases are at or below each."""
    values, counts = np.asarray(histogram, dtype=np.float64).reshape(-1, 2).T
    if not counts.any():
        raise ValueError("a histogram without cases has no quantile")
    return values[counts > 0], np.cumsum(counts[counts > 0].astype(np.int64))
