"""How test scores (0–100) spread: the number of tests in each band."""

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.model import Row

FINE, COARSE = 5, 10
TOP = 100


@dataclass(frozen=True)
class Band:
    """Scores from `low` up to, but not including, `high`; the last band holds 100 too."""

    low: int
    high: int
    count: int


def score_bands(rows: Sequence[Row]) -> list[Band]:
    """Bands from the lowest score to 100; five points wide where all scores lie in the upper half.

    A row stands for its n tests at their mean: ask so finely that a row is one test.
    """
    scores = [(row.value, row.n) for row in rows if row.value is not None and row.n]
    if not scores:
        return []
    lowest = min(score for score, _n in scores)
    width = FINE if lowest >= TOP / 2 else COARSE
    first = min(int(lowest // width), TOP // width - 1)
    counts = dict.fromkeys(range(first, TOP // width), 0)
    for score, n in scores:
        counts[min(int(score // width), TOP // width - 1)] += n
    return [Band(place * width, (place + 1) * width, count) for place, count in counts.items()]


def place_of(mean: float, bands: Sequence[Band]) -> float:
    """Where a score stands on an axis on which the middle of each band is at 0, 1, 2 and so on."""
    first = bands[0]
    return (mean - first.low) / (first.high - first.low) - 0.5
