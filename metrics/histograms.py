"""Lines of a monthly table in little memory: how often each code occurs, by month and group."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metrics.series import NONE, Group, Integers, Series

Small = NDArray[np.int32]
Pairs = NDArray[np.int64] | NDArray[np.float64]
"""Pairs of a value and how often it occurs, lowest first; values that stand for a bin need not be whole."""


@dataclass(frozen=True)
class Histograms:
    """Lines of one group and month stand together, as a segment.

    Attributes:
        months: of each segment, year × 12 + month − 1.
        group_of: of each segment, the place of its group in `groups`.
        starts: where each segment begins in `codes`; one more for the end.
        codes, counts: the codes that occur, and how many rows have each; of different things, how many have each set.
        sums: one row of integers per column of the table, one number per segment; the first counts the rows.
        statement: the SQL that gave them.
    """

    months: Integers
    group_of: Integers
    groups: tuple[Group, ...]
    starts: Integers
    codes: Small
    counts: Small
    sums: Integers
    statement: str

    @property
    def size(self) -> int:
        """Bytes."""
        return self.codes.nbytes + self.counts.nbytes + self.sums.nbytes + 100 * len(self.months)

    @classmethod
    def of(cls, lines: Series, counted: int = 1) -> "Histograms":
        """From lines in the order of group, month and code; their first column is the code, `counted` what a code counts."""
        changes = (lines.days[1:] != lines.days[:-1]) | (lines.group_of[1:] != lines.group_of[:-1])
        starts = np.flatnonzero(np.r_[True, changes]) if len(lines.days) else np.zeros(0, dtype=np.int64)
        some = lines.columns[0] != NONE
        places = np.r_[0, np.cumsum(some)]
        sums = np.add.reduceat(lines.columns[1:], starts, axis=1) if len(starts) else lines.columns[1:]
        return cls(
            lines.days[starts], lines.group_of[starts], lines.groups, places[np.r_[starts, len(some)]],
            lines.columns[0, some].astype(np.int32), lines.columns[counted, some].astype(np.int32), sums, lines.statement,
        )  # fmt: skip

    def within(self, first: int | None, last: int | None) -> list[int]:
        """The segments of some months."""
        inside = np.ones(len(self.months), dtype=bool)
        if first is not None:
            inside &= self.months >= first
        if last is not None:
            inside &= self.months <= last
        return np.flatnonzero(inside).tolist()

    def lines(self, segment: int) -> tuple[Small, Small]:
        """The codes of a segment and their counts."""
        place = slice(self.starts[segment], self.starts[segment + 1])
        return self.codes[place], self.counts[place]


def occurring(parts: list[tuple[Small, Small]]) -> tuple[Integers, Integers]:
    """Of several segments together, the codes that occur and how often, in order; what comes to nought does not occur."""
    codes, counts = (np.concatenate(columns).astype(np.int64) for columns in zip(*parts, strict=True))
    if len(parts) > 1:
        order = np.argsort(codes, kind="stable")
        codes, counts = codes[order], counts[order]
    if not len(codes):
        return codes, counts
    starts = np.flatnonzero(np.r_[True, codes[1:] != codes[:-1]])
    codes, counts = codes[starts], np.add.reduceat(counts, starts)
    return codes[counts > 0], counts[counts > 0]


def counted_twice(codes: Small, counts: Small) -> int:
    """Of a segment with several values of a dimension, what stands in it more than once: the same code counts the same."""
    again = codes[1:] == codes[:-1]
    return int(counts[1:][again].sum(dtype=np.int64))
