"""Durations in bins that grow by 2 %: two such histograms are added or taken from each other without loss."""

import numpy as np
from numpy.typing import NDArray

GROWTH = 1.02
EXACT = 100
"""Up to so many seconds each second is a bin of its own."""
ERROR = (GROWTH - 1) / (GROWTH + 1)
"""The most a duration read from a bin can be off, as a fraction of it: just under 1 %."""
LOG_GROWTH = 0.01980262729617973


def bin_sql(seconds: str) -> str:
    """The bin of a duration. Above 100 s, bin 100 + k holds what is above 100·1.02^(k−1) and up to 100·1.02^k."""
    above = f"{EXACT} + CAST(CEIL(LN(({seconds}) / {EXACT}.0) / {LOG_GROWTH}) AS INTEGER)"
    return f"CASE WHEN ({seconds}) <= {EXACT} THEN ({seconds}) ELSE {above} END"


def seconds_of(bins: NDArray[np.int64]) -> NDArray[np.float64]:
    """What stands for each bin: the value whose largest possible error, as a fraction, is the same at both ends."""
    high = EXACT * GROWTH ** np.maximum(bins - EXACT, 0).astype(np.float64)
    low = high / GROWTH
    return np.where(bins <= EXACT, bins, 2 * low * high / (low + high))
