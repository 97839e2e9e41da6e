"""A metric's groups in an order that means something: worst first, groups too small to be ranked last."""

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.comparison import Compared, compare_means, compare_with_rest
from metrics.intervals import SMALL_N
from metrics.model import Direction, Kind, Metric, Row


@dataclass(frozen=True)
class Group:
    """One group and how it stands to the others; None where the metric's kind allows no test."""

    row: Row
    compared: Compared | None


def grouped(metric: Metric, rows: Sequence[Row]) -> list[Group]:
    """The groups with a value, worst first by the metric's direction; those below n = 10 stand last."""
    known = [row for row in rows if row.value is not None and row.n]
    words = compared(metric, known)
    found = [Group(row, word) for row, word in zip(known, words, strict=True)]
    sign = -1 if metric.direction is Direction.DOWN else 1
    return sorted(found, key=lambda item: (item.row.n < SMALL_N, sign * (item.row.value or 0.0)))


def compared(metric: Metric, rows: Sequence[Row]) -> list[Compared | None]:
    """How each group stands to the others: rates and means are tested, other kinds are not."""
    higher = metric.direction is not Direction.DOWN
    if metric.kind is Kind.RATE:
        counts = [(row.numerator or 0, row.denominator or 0) for row in rows]
        return list(compare_with_rest(counts, higher_is_better=higher).words)
    if metric.kind is Kind.MEAN:
        means = [(row.n, row.value or 0.0, row.sd or 0.0) for row in rows]
        return list(compare_means(means, higher_is_better=higher).words)
    return [Compared.TOO_SMALL if row.n < SMALL_N else None for row in rows]


def told_apart(groups: Sequence[Group]) -> bool:
    """Whether some group stands out; True where the kind allows no test, since then nothing can be claimed."""
    return any(item.compared in (Compared.BETTER, Compared.WORSE, None) for item in groups)
