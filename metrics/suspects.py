"""Groups with more cases than their exposure explains, beside those that come nearest to it."""

from dataclasses import dataclass

import numpy as np

from metrics.exposed import Exposed
from metrics.model import Row
from metrics.unusual import LEAST_CASES, unusual


@dataclass(frozen=True)
class Suspect:
    """One group: its cases and exposure (numerator and denominator of `row`), and what its exposure explains."""

    row: Row
    expected: float
    unusual: bool

    @property
    def ratio(self) -> float:
        """Observed / expected."""
        return (self.row.numerator or 0) / self.expected


@dataclass(frozen=True)
class Suspects:
    """What was found among all groups `looked_at`: the unusual ones first, then the highest ratios."""

    shown: tuple[Suspect, ...]
    unusual: int
    looked_at: int


def suspects(found: Exposed, most: int) -> Suspects | None:
    """The unusual groups, filled up to `most` with others of at least five cases; None without any case."""
    known = np.flatnonzero(found.exposure > 0)
    counts, exposures = found.cases[known], found.exposure[known]
    cases, exposure = counts.sum(), exposures.sum()
    if not cases:
        return None
    named = unusual(counts, exposures)
    expected = cases * exposures / exposure
    others = counts >= LEAST_CASES
    others[[item.place for item in named]] = False
    nearest = np.flatnonzero(others)
    nearest = nearest[np.argsort(-counts[nearest] / expected[nearest], kind="stable")]
    shown = [(item.place, item.expected, True) for item in named]
    shown += [(place, float(expected[place]), False) for place in nearest[: max(most - len(shown), 0)].tolist()]
    rows = [Suspect(found.row(known[place]), mean, is_unusual) for place, mean, is_unusual in shown[: max(most, 0)]]
    return Suspects(tuple(rows), len(named), len(known))
