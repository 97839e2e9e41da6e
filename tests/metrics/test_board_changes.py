"""What an import changed on the board: the latest quarter in which a promise differs."""

import pytest

from data.warehouse import DuckDBWarehouse
from metrics.board_changes import board_changes
from metrics.engine import Engine
from tests.builders import bring, ticket

NAME = "complaint_resolved_48h"


@pytest.fixture
def engine(store):
    """An engine on the version in force now; all are closed at the end."""
    opened = []

    def now() -> Engine:
        opened.append(DuckDBWarehouse(store))
        return Engine(opened[-1])

    yield now
    for warehouse in opened:
        warehouse.close()


def complaint(number, month, *, hours):
    return ticket(
        f"T{number}", created_at=f"2024-{month:02}-10 08:30", resolved_at=f"2024-{month:02}-{10 + hours // 24} 08:30"
    )


def test_the_first_import_changes_the_promises_it_gives_a_value(store, engine):
    bring(store, "tickets", [complaint(1, 2, hours=24), complaint(2, 2, hours=72)])
    found = board_changes(None, engine())
    changed = {item.after.promise.metric: (item.before, item.after.row.value) for item in found.changed}
    assert changed == {NAME: (None, 0.5)}
    assert (found.period.name(), found.others) == ("2024Q1", 0)


def test_the_quarter_shown_is_the_latest_that_differs_and_the_others_are_counted(store, engine):
    bring(store, "tickets", [complaint(n, month, hours=24) for n, month in enumerate((1, 4, 8))])
    before = engine()
    bring(store, "tickets", [complaint(8, 2, hours=72), complaint(9, 5, hours=72)])
    found = board_changes(before, engine())
    assert (found.period.name(), found.others) == ("2024Q2", 1)
    (changed,) = found.changed
    assert (changed.before.row.value, changed.after.row.value) == (1.0, 0.5)


def test_an_import_that_touches_no_promise_changes_nothing(store, engine):
    bring(store, "tickets", [complaint(1, 2, hours=24)])
    before = engine()
    bring(store, "merchants", [{"merchant_id": "M1"}])
    found = board_changes(before, engine())
    assert (found.changed, found.others) == ((), 0)


def test_nothing_is_said_where_no_promise_has_data(store, engine):
    bring(store, "merchants", [{"merchant_id": "M1"}])
    assert board_changes(None, engine()) is None
