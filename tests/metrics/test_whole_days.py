"""Dates without a time of day: a promise in hours says what was surely kept and missed, and never a figure of hours."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from data.errors import UsageError
from data.store import Store
from data.warehouse import DuckDBWarehouse
from metrics.board import Standing, board, standing
from metrics.engine import Engine
from metrics.model import Query
from metrics.periods import parse
from metrics.promises import promise
from metrics.verdict import Verdict
from tests.builders import bring, ticket

COMPLAINTS, ANSWERED = "complaint_resolved_48h", "aftersales_answered_48h"


def standings(store, period="2024Q1"):
    warehouse = DuckDBWarehouse(store)
    try:
        engine = Engine(warehouse)
        return {item.promise.id: item for item in board(engine, parse(period))}
    finally:
        warehouse.close()


def complaint(number, days, **cells):
    return ticket(f"T{number}", created_at="2024-02-10", resolved_at=f"2024-02-{10 + days}", **cells)


def complaints(store) -> Standing:
    warehouse = DuckDBWarehouse(store)
    try:
        return standing(Engine(warehouse), promise(COMPLAINTS), parse("2024Q1"))
    finally:
        warehouse.close()


LATE = ticket("T99", created_at="2024-05-01", kind="inquiry")
"""Brings the data beyond the quarter, so that it is over."""


def test_the_board_lives_and_says_what_was_surely_kept_and_missed(store):
    """Of four: the same day and the next are within 48 h, three days are not, two days nobody can tell."""
    bring(store, "tickets", [complaint(0, 0), complaint(1, 1), complaint(2, 2), complaint(3, 3), LATE])
    found = standings(store)[COMPLAINTS]
    known = found.whole_days
    assert (known.columns, known.n, known.kept, known.missed) == (("created_at", "resolved_at"), 4, 2, 1)
    assert (known.low, known.high) == (0.5, 0.75)
    assert (found.row.value, found.verdict) == (None, Verdict.BROKEN)


def test_where_both_ends_keep_the_promise_it_is_kept_and_between_them_nobody_can_tell(store):
    bring(store, "tickets", [complaint(0, 0), complaint(1, 1), LATE])
    assert standings(store)[COMPLAINTS].verdict is Verdict.KEPT
    bring(store, "tickets", [complaint(2, 2)])
    assert standings(store)[COMPLAINTS].verdict is Verdict.CANNOT_TELL


def test_a_case_never_stopped_is_surely_missed_once_it_was_due(store):
    bring(store, "tickets", [complaint(0, 0), ticket("T1", created_at="2024-02-10"), LATE])
    known = standings(store)[COMPLAINTS].whole_days
    assert (known.n, known.kept, known.missed) == (2, 1, 1)


def test_one_moment_with_a_time_of_day_narrows_what_cannot_be_told(store):
    """Received at 10:00, resolved on a day: two days later is 38 to 62 hours; three days later at least 62."""
    rows = [complaint(n, days) | {"created_at": "2024-02-10 10:00"} for n, days in enumerate((1, 2, 3))]
    bring(store, "tickets", [*rows, LATE | {"created_at": "2024-05-01 09:30"}])
    known = standings(store)[COMPLAINTS].whole_days
    assert (known.columns, known.n, known.kept, known.missed) == (("resolved_at",), 3, 1, 1)


def test_the_other_promises_go_on(store):
    bring(store, "tickets", [complaint(0, 0), LATE])
    bring(store, "reviews", [{"review_id": "R1", "collected_at": "2024-02-10 10:00", "score": 5}])
    found = standings(store)
    assert found["reviews_collected"].row.value == 1
    assert found[ANSWERED].whole_days is not None
    assert found["order_speedup"].whole_days is None


@settings(max_examples=12)
@given(st.lists(st.tuples(st.integers(0, 1439), st.integers(0, 7 * 1440)), min_size=1, max_size=12))
def test_the_true_attainment_lies_between_the_ends(tmp_path_factory, cases):
    """The same cases with and without their times of day."""
    stores = [Store(tmp_path_factory.mktemp("days") / name) for name in ("whole", "exact")]
    for store, form in zip(stores, ("%Y-%m-%d", "%Y-%m-%d %H:%M"), strict=True):
        rows = [LATE | {"created_at": datetime(2024, 5, 1, 9, 30).strftime(form)}]
        for number, (start, length) in enumerate(cases):
            created = datetime(2024, 2, 10) + timedelta(minutes=start)
            ended = created + timedelta(minutes=length)
            rows.append(ticket(f"T{number}", created_at=created.strftime(form), resolved_at=ended.strftime(form)))
        bring(store, "tickets", rows, name=f"{form[-1]}.csv")
    whole, exact = map(complaints, stores)
    if whole.whole_days is None or exact.row.value is None:
        return
    assert whole.whole_days.n == exact.row.n == len(cases)
    assert whole.whole_days.low <= exact.row.value <= whole.whole_days.high


def test_neither_a_figure_nor_a_split_by_hour_is_made_of_dates(store):
    bring(store, "tickets", [complaint(0, 0), LATE])
    warehouse = DuckDBWarehouse(store)
    try:
        engine = Engine(warehouse)
        for query in (Query(("complaint_resolved_48h",)), Query(("ticket_arrivals",), by=("hour",))):
            with pytest.raises(UsageError, match=r"“Received at”.* without a time of day") as refused:
                engine.run(query)
            assert "_at" not in refused.value.to("zh")
        assert engine.run(Query(("ticket_arrivals",), by=("weekday",))).rows
    finally:
        warehouse.close()
