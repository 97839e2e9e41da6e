"""What the panels of a promise make of its rows."""

from components.promise_panels import _worst_first
from metrics.answers import rate
from metrics.model import Row


def group(name: str, hits: int, n: int) -> Row:
    return rate(Row("m", None, (name,), None, None, None, 0), hits, n)


def test_groups_stand_worst_first_and_those_too_small_to_rank_last() -> None:
    rows = [group("good", 99, 100), group("one", 0, 1), group("bad", 80, 100), group("few", 4, 9)]
    assert [row.group[0] for row in sorted(rows, key=_worst_first)] == ["bad", "good", "one", "few"]
