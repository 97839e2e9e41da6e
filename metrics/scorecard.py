"""Merchants or agents side by side: several measures of each, with what can and cannot be told apart.

No total and no rank: who stands first is chance where the intervals overlap. What is said of a cell is how the group
stands to the others in that measure alone, tested and corrected for the number of groups.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.catalog import metric as metric_named
from metrics.comparison import Compared
from metrics.grouped import compared
from metrics.intervals import SMALL_N
from metrics.model import Direction, Row

Value = str | int | bool | None


@dataclass(frozen=True)
class Score:
    """One measure of one group; `row` None where the group has none."""

    row: Row | None
    compared: Compared | None


@dataclass(frozen=True)
class Line:
    """One group and its measures, in the order asked for."""

    group: Value
    scores: tuple[Score, ...]


def scorecard(names: Sequence[str], rows: Sequence[Row], sort_by: str) -> list[Line]:
    """One line per group found in `rows` (each grouped by one dimension), sorted by one measure.

    Worst first by the measure's direction; groups below n = 10 in it, which cannot be ranked, come last by name.
    """
    by_metric = {name: [row for row in rows if row.metric == name and row.group[0] is not None] for name in names}
    scores: dict[str, dict[Value, Score]] = {}
    for name, found in by_metric.items():
        known = [row for row in found if row.value is not None and row.n]
        words = compared(metric_named(name), known)
        scores[name] = {row.group[0]: Score(row, word) for row, word in zip(known, words, strict=True)}
    groups = {group for found in scores.values() for group in found}
    lines = [Line(group, tuple(scores[name].get(group, Score(None, None)) for name in names)) for group in groups]
    return sorted(lines, key=lambda line: _order(line, names.index(sort_by), sort_by))


def _order(line: Line, place: int, name: str) -> tuple[bool, float, str]:
    row = line.scores[place].row
    if row is None or row.value is None or row.n < SMALL_N:
        return True, 0.0, str(line.group)
    sign = -1 if metric_named(name).direction in (Direction.DOWN, Direction.NEITHER) else 1
    return False, sign * row.value, str(line.group)


def told_apart(lines: Sequence[Line], place: int) -> bool:
    """Whether any group stands out in a measure."""
    return any(line.scores[place].compared in (Compared.BETTER, Compared.WORSE) for line in lines)
