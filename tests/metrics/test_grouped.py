"""Groups stand worst first, those too small to be ranked last, and only tested differences are named."""

from metrics.catalog import metric
from metrics.comparison import Compared
from metrics.grouped import grouped, told_apart
from metrics.model import Row


def rate(name: str, group: str, hits: int, n: int) -> Row:
    return Row(name, None, (group,), hits / n if n else None, hits, n, n)


def test_of_a_share_that_should_be_high_the_lowest_stands_first_and_the_small_ones_last() -> None:
    name = "complaint_resolved_48h"
    rows = [rate(name, "a", 95, 100), rate(name, "b", 80, 100), rate(name, "c", 1, 9), rate(name, "d", 0, 0)]
    assert [item.row.group[0] for item in grouped(metric(name), rows)] == ["b", "a", "c"]


def test_of_a_share_that_should_be_low_the_highest_stands_first() -> None:
    name = "complaint_reopened"
    rows = [rate(name, "a", 5, 100), rate(name, "b", 20, 100)]
    assert [item.row.group[0] for item in grouped(metric(name), rows)] == ["b", "a"]


def test_a_clear_difference_is_named_and_a_small_one_is_not() -> None:
    name = "complaint_resolved_48h"
    clear = grouped(metric(name), [rate(name, "a", 990, 1000), rate(name, "b", 800, 1000)])
    assert [item.compared for item in clear] == [Compared.WORSE, Compared.BETTER]
    assert told_apart(clear)
    close = grouped(metric(name), [rate(name, "a", 95, 100), rate(name, "b", 94, 100)])
    assert [item.compared for item in close] == [Compared.SAME, Compared.SAME]
    assert not told_apart(close)


def test_kinds_without_a_test_claim_nothing() -> None:
    name = "complaints_per_1000"
    rows = [Row(name, None, (group,), 10.0, n, 100 * n, n) for group, n in (("a", 50), ("b", 5))]
    assert [(item.row.group[0], item.compared) for item in grouped(metric(name), rows)] == [
        ("a", None), ("b", Compared.TOO_SMALL),
    ]  # fmt: skip
