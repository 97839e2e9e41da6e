"""Goods with unusual complaints, beside those that come nearest."""

import numpy as np
import pytest

from metrics.catalog import metric
from metrics.exposed import Exposed
from metrics.suspects import suspects


def goods(*counted: tuple[str, int, int]) -> Exposed:
    """Goods with their complaints and orders."""
    complaints, orders = np.array([counts for _name, *counts in counted], dtype=np.int64).reshape(-1, 2).T
    names = [(name,) for name, *_counts in counted]
    return Exposed(metric("complaints_per_1000"), names, complaints, orders, np.zeros_like(orders))


FIVE = [(name, count, 1_000) for name, count in zip("ABCDE", [10, 8, 4, 12, 35], strict=True)]


def test_the_unusual_one_comes_first_then_the_highest_ratios() -> None:
    """69 complaints of 5,000 orders: 13.8 expected of each; those with fewer than five cases are not named."""
    found = suspects(goods(*FIVE), 10)
    assert found is not None
    assert [(item.row.group[0], item.unusual) for item in found.shown] == [
        ("E", True),
        ("D", False),
        ("A", False),
        ("B", False),
    ]
    assert (found.unusual, found.looked_at) == (1, 5)
    assert [item.expected for item in found.shown] == pytest.approx([13.8] * 4)
    assert found.shown[0].ratio == pytest.approx(35 / 13.8)
    assert (found.shown[0].row.value, found.shown[0].row.n) == (pytest.approx(35.0), 35)


def test_no_more_are_shown_than_asked_for_but_all_are_counted() -> None:
    found = suspects(goods(*FIVE), 2)
    assert found is not None
    assert len(found.shown) == 2
    assert found.looked_at == 5


def test_goods_without_orders_are_left_out() -> None:
    found = suspects(goods(*FIVE, ("F", 50, 0)), 10)
    assert found is not None
    assert found.looked_at == 5
    assert "F" not in {item.row.group[0] for item in found.shown}


def test_without_complaints_there_is_nothing_to_look_at() -> None:
    assert suspects(goods(), 5) is None
    assert suspects(goods(("A", 0, 100)), 5) is None
