"""Groups with more cases than their exposure explains, beside those that come nearest to it."""

from collections.abc import Sequence
from dataclasses import dataclass

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


def suspects(rows: Sequence[Row], most: int) -> Suspects | None:
    """The unusual groups, filled up to `most` with others of at least five cases; None without any case."""
    known = [row for row in rows if row.numerator is not None and row.denominator]
    cases, exposure = sum(row.numerator or 0 for row in known), sum(row.denominator or 0 for row in known)
    if not cases:
        return None
    counts, exposures = [row.numerator or 0 for row in known], [float(row.denominator or 0) for row in known]
    found = unusual(counts, exposures)
    named = [Suspect(known[item.place], item.expected, True) for item in found]
    places = {item.place for item in found}
    others = [
        Suspect(row, cases * (row.denominator or 0) / exposure, False)
        for place, row in enumerate(known)
        if place not in places and (row.numerator or 0) >= LEAST_CASES
    ]
    others.sort(key=lambda item: -item.ratio)
    return Suspects(tuple([*named, *others][: max(most, 0)]), len(named), len(known))
