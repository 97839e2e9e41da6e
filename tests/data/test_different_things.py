"""Different things are counted once, of whatever values of a dimension they are asked."""

import duckdb
import pytest

from data import roll_ups
from data.monthly import specified
from data.store import ENGINE, Store
from tests.builders import Row, bring, row

ITEM = next(item for item in specified() if item.different)


def order(number: int, buyer: str, region: str | None) -> Row:
    moment = f"2024-03-{number + 1:02} 10:00"
    return row("orders", order_id=f"O{number}", customer_id=buyer, region=region, created_at=moment, paid_at=moment)


def lines(store: Store) -> list[tuple[str | None, bool, int, int]]:
    """By region: whether its buyers also bought elsewhere, orders, buyers."""
    cut = ITEM.cuts.index(("region",))
    with duckdb.connect(str(store.folder(str(store.current_id())) / ENGINE), read_only=True) as connection:
        return connection.execute(
            f"SELECT region, code, c0, different FROM {ITEM.table} WHERE cut = {cut} ORDER BY code NULLS FIRST, region NULLS LAST"
        ).fetchall()


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roll_ups, "LARGE", 1)


def test_who_buys_in_two_regions_stands_in_both_with_the_number_of_that_set(store: Store) -> None:
    """A buys twice in the east; B and C in the east and, B twice, in the west; D in the west and where none is given."""
    bought = [("A", "east"), ("A", "east"), ("B", "east"), ("B", "west"), ("B", "west"), ("C", "west"), ("C", "east"),
              ("D", "west"), ("D", None), ("E", "west")]  # fmt: skip
    bring(store, "orders", [order(number, *item) for number, item in enumerate(bought)])
    assert lines(store) == [
        ("east", None, 2, 1), ("west", None, 1, 1),
        ("east", 1, 2, 2), ("west", 1, 3, 2),
        ("west", 2, 1, 1), (None, 2, 1, 1),
    ]  # fmt: skip
