"""The same standard everywhere? How far the best and the worst group of a rate are apart, and whether that is chance."""

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.comparison import compare_with_rest
from metrics.intervals import SMALL_N
from metrics.model import Row


@dataclass(frozen=True)
class Spread:
    """The best and the worst group of those with n ≥ 10; `by_chance`: the groups cannot be told apart."""

    best: Row
    worst: Row
    by_chance: bool

    @property
    def apart(self) -> float:
        """Best minus worst."""
        return (self.best.value or 0.0) - (self.worst.value or 0.0)


def spread(rows: Sequence[Row]) -> Spread | None:
    """The spread of a rate (higher is better); None with fewer than two groups large enough to compare."""
    large = [row for row in rows if row.value is not None and row.n >= SMALL_N]
    if len(large) < 2:
        return None
    compared = compare_with_rest([(row.numerator or 0, row.denominator or 0) for row in rows])
    ordered = sorted(large, key=lambda row: row.value or 0.0)
    return Spread(ordered[-1], ordered[0], compared.homogeneous)
