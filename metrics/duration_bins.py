"""Durations in bins that grow by a fixed share: two such histograms are added or taken from each other without loss."""

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Bins:
    """How durations are put into bins.

    Attributes:
        growth: how many times as wide each bin is as the one before it.
        exact: up to so many seconds each second is a bin of its own.
    """

    growth: float
    exact: int

    @property
    def error(self) -> float:
        """The most a duration read from a bin can be off, as a fraction of it."""
        return (self.growth - 1) / (self.growth + 1)

    def sql(self, seconds: str) -> str:
        """The bin of a duration. Above `exact`, bin exact + k holds what is above exact·growth^(k−1) and up to exact·growth^k."""
        above = f"{self.exact} + CAST(CEIL(LN(({seconds}) / {self.exact}.0) / {log(self.growth)!r}) AS INTEGER)"
        return f"CASE WHEN ({seconds}) <= {self.exact} THEN ({seconds}) ELSE {above} END"

    def seconds_of(self, bins: NDArray[np.int64]) -> NDArray[np.float64]:
        """What stands for each bin: the value whose largest possible error, as a fraction, is the same at both ends."""
        high = self.exact * self.growth ** np.maximum(bins - self.exact, 0).astype(np.float64)
        low = high / self.growth
        return np.where(bins <= self.exact, bins, 2 * low * high / (low + high))


COARSE = Bins(1.02, 100)
"""Durations people read: just under 1 % off."""
FINE = Bins(1.002, 1000)
"""Durations a promise is judged by: just under 0.1 % off."""
BINS = {bins.growth: bins for bins in (COARSE, FINE)}
"""By their growth, which a monthly table tells of itself."""


def change_error(now: float, then: float) -> float:
    """The most a ratio of two durations, now / then, can be off, as a fraction of what is read.

    `now` and `then` are the errors of its sides, as fractions of what is true. What is read lies in true·(1 ± error), so the
    true ratio is at most that read times (1 + then) / (1 − now), and less far away below than above.
    """
    return (1 + then) / (1 - now) - 1
